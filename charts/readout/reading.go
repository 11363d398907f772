package readout

import (
	"uptake/analysis/report"
	"uptake/charts/out"
)

// asDecided is the report as the verdict reads it: every large figure by the
// numbers adjusted for the time before exposure where there are, and before the
// planned end by the always-valid band alone. The JSON keeps everything.
func asDecided(r *report.Report) *report.Report {
	c := out.Copy(r)
	for i := range c.Metrics {
		for j := range c.Metrics[i].Comparisons {
			p := &c.Metrics[i].Comparisons[j]
			*p = p.Decided(!c.Decision.Early)
		}
	}
	return c
}
