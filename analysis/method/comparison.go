package method

import (
	"uptake/analysis/report"
)

// Undefined returns a comparison without numbers and the caution that says why.
func Undefined(method string, cautions ...report.Caution) report.Comparison {
	u := report.Undefined()
	if cautions == nil {
		cautions = []report.Caution{}
	}
	return report.Comparison{Abs: report.NoInterval(""), Rel: report.NoInterval(""), SE: u, DF: u, Statistic: u, P: u,
		Log10P: u, PAdjusted: u,
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
