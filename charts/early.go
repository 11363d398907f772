package charts

import (
	"reflect"

	"uptake/analysis/report"
)

// early is the report as it may be read before the planned end: every large
// figure by the always-valid band alone, and no figure where there is none yet.
// The JSON keeps both. Reports that have reached their end stay as they are.
func early(r *report.Report) *report.Report {
	if !r.Decision.Early {
		return r
	}
	c := deepCopy(reflect.ValueOf(r)).Interface().(*report.Report)
	for i := range c.Metrics {
		for j := range c.Metrics[i].Comparisons {
			bandOnly(&c.Metrics[i].Comparisons[j])
		}
	}
	return c
}

func bandOnly(c *report.Comparison) {
	u := report.Undefined()
	none := report.Interval{Lo: u, Hi: u}
	s := c.Sequential
	if s == nil {
		a, r := none, none
		a.Value, r.Value = c.Abs.Value, c.Rel.Value
		s = &report.Sequential{Abs: a, Rel: r, P: u}
	}
	c.Abs, c.Rel, c.P, c.State = s.Abs, s.Rel, s.P, c.StateSoFar
	c.DF, c.PAdjusted, c.Bayes = u, u, nil // the fixed test's
}
