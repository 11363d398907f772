package readout

import (
	"uptake/analysis/compare"
	"uptake/analysis/health"
	"uptake/analysis/metric"
	"uptake/analysis/report"
	"uptake/analysis/stats"
)

// stepEffects compares every step of the funnel after exposure: the share of
// exposed units that reach it, arm by arm against control, by the pooled z with
// Newcombe's interval. The steps of one funnel hold each other's units, so they
// and the arms are one family for Holm, which allows any dependence; they do
// not enter the family of the declared metrics.
//
// Source: as method.PooledZ; Holm (1979), Scandinavian Journal of Statistics 6.
func stepEffects(by *compare.Terms, leave health.Leave, funnel []report.FunnelArm) []report.StepEffect {
	out := []report.StepEffect{}
	var p []float64
	for _, i := range by.Compared() {
		control, arm := funnel[by.Control].Steps, funnel[i].Steps
		for k := 1; k < len(arm); k++ {
			c := metric.Proportion.Compare(leave, stats.FromCount(control[0].Units, control[k].Units),
				stats.FromCount(arm[0].Units, arm[k].Units), by.Exp.Statistics.Alpha)
			out = append(out, report.StepEffect{Step: arm[k].Step, Arm: by.Names[i], Control: by.Names[by.Control],
				Abs: c.Abs, Rel: c.Rel,
				SE: c.SE, Statistic: c.Statistic, P: c.P, Cautions: c.Cautions})
			p = append(p, float64(c.P))
		}
	}
	setCorrected(p, stats.Holm(p), func(i int) (*report.Num, *int) { return &out[i].PAdjusted, &out[i].FamilySize })
	return out
}
