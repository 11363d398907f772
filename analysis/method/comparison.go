package method

import (
	"fmt"

	"uptake/analysis/report"
	"uptake/analysis/stats"
)

// Method is one way to compare two samples at a two-sided level alpha.
type Method struct {
	Name    string
	About   string
	Compare func(control, treatment stats.Sample, alpha float64) report.Comparison
}

// Methods lists the comparisons there are.
var Methods = []Method{
	{"welch", "difference of means by Welch's t, relative lift by Fieller at the same critical value", Welch},
	{"ratio", "difference of ratios clustered by unit: delta method, leaving one unit out (CR3) where few units weigh", Ratio},
	{"order_statistics", "difference of quantiles by order statistics with the cluster factor", Quantiles},
	{"pooled_z", "difference of proportions by the pooled z, Newcombe and Koopman intervals", PooledZ},
}

// undefined is an interval that cannot be given.
func undefined(method string) report.Interval {
	return report.Interval{Value: report.Undefined(), Lo: report.Undefined(), Hi: report.Undefined(), Method: method}
}

// Undefined returns a comparison without numbers and the caution that says why.
func Undefined(method string, cautions ...report.Caution) report.Comparison {
	u := report.Undefined()
	if cautions == nil {
		cautions = []report.Caution{}
	}
	return report.Comparison{Abs: undefined(""), Rel: undefined(""), SE: u, DF: u, Statistic: u, P: u, Log10P: u, PAdjusted: u,
		Method: method, State: "none", Cautions: cautions}
}

func caution(code, format string, a ...any) report.Caution {
	return report.Caution{Code: code, Detail: fmt.Sprintf(format, a...)}
}

// state says where the absolute interval lies against zero: up, down, open, or
// none when there is no interval.
func state(i report.Interval) string {
	switch {
	case !i.Lo.Defined() || !i.Hi.Defined():
		return "none"
	case i.Lo > 0:
		return "up"
	case i.Hi < 0:
		return "down"
	}
	return "open"
}
