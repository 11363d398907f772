package method

import (
	"uptake/analysis/report"
)

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
