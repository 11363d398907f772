package analysis

import (
	"uptake/analysis/health"
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
func (b *board) stepEffects(leave health.Leave, funnel []report.FunnelArm) []report.StepEffect {
	out := []report.StepEffect{}
	var p []float64
	for _, i := range b.compared() {
		control, arm := funnel[b.control].Steps, funnel[i].Steps
		for k := 1; k < len(arm); k++ {
			c := shareKind.Compare(leave, stats.FromCount(control[0].Units, control[k].Units), stats.FromCount(arm[0].Units, arm[k].Units), b.exp.Statistics.Alpha)
			out = append(out, report.StepEffect{Step: arm[k].Step, Arm: b.arms[i], Control: b.arms[b.control], Abs: c.Abs, Rel: c.Rel,
				SE: c.SE, Statistic: c.Statistic, P: c.P, Cautions: c.Cautions})
			p = append(p, float64(c.P))
		}
	}
	for k, q := range stats.Holm(p) {
		out[k].PAdjusted = report.Num(q)
	}
	return out
}
