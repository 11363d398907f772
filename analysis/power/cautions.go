package power

import (
	"math"

	"uptake/analysis/report"
	"uptake/analysis/spec"
)

// cautions says what the plan as a whole assumes or lacks.
func (in *Inputs) cautions(p *report.Plan) []report.Caution {
	var out []report.Caution
	say := func(code, format string, a ...any) { out = append(out, report.Cautionf(code, format, a...)) }
	if in.Comparisons > 1 {
		say("bonferroni", "Alpha %g is divided by %d comparisons (Bonferroni): a planning approximation of Holm's "+
			"correction, which the readout makes and which asks for a little less.", in.Alpha, in.Comparisons)
	}
	if in.UnitsPerWeek == 0 {
		say("no_traffic", "The new units per week are not known, so there are no weeks and no curve; give "+
			"--units-per-week.")
	}
	if p.End.Weeks > 0 && p.End.Weeks < in.MinWeeks {
		say("min_weeks", "The decision asks for %d full weeks: after %d nothing but harm or no difference can be "+
			"called.", in.MinWeeks, p.End.Weeks)
	}
	if p.End.Weeks > mostCurve {
		say("long_plan", "The planned end is %d weeks away; the curve shows the first %d.", p.End.Weeks, mostCurve)
	}
	if in.Sequential {
		c, t := in.Smallest()
		if n := math.Min(float64(p.Arms[c].Units), float64(p.Arms[t].Units)); n < burnIn {
			say("sequential_burn_in", "The always-valid interval is given from %d units in each arm on; at the "+
				"planned end the smaller arm has %.0f.", burnIn, n)
		}
	}
	for _, m := range in.Metrics {
		if p := m.Base + 2*m.Sign()*m.Enough(); m.Role == spec.Primary && m.Kind == spec.Proportion &&
			(p < 0 || p > 1) {
			say("beyond_a_share", "Twice the minimum effect of %s would lead to %.4g, which is no share: verdicts "+
				"are drawn as if it stopped at %g.", m.Name, p, math.Min(math.Max(p, 0), 1))
		}
		if m.Role == spec.Guardrail && !m.planned() {
			say("no_margin", "The guardrail %s has no margin, so it is watched for proven harm and never shown safe. "+
				"Give it a margin: how much worse it may get.", m.Name)
		}
	}
	cuped, clusters := false, false
	for _, m := range in.Metrics {
		if m.Role == spec.Primary || m.Role == spec.Guardrail {
			cuped, clusters = cuped || m.CUPED != 0, clusters || m.Clusters.Size != 0
		}
	}
	if cuped {
		say("cuped_assumed", "CUPED is counted on: the variance is taken times 1 − ρ², ρ the correlation with the "+
			"covariate as given or as the data have it. If it explains less, the power is less.")
	}
	if clusters {
		say("clusters_assumed", "Clusters are counted on: the variance is taken times the design effect, and degrees "+
			"of freedom are counted in clusters. Assign whole clusters and analyze by them.")
	}
	return out
}
