package aa

import (
	"math"
	"math/rand/v2"
	"slices"

	"uptake/analysis"
	"uptake/analysis/compare"
	"uptake/analysis/health"
	"uptake/analysis/method"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
	"uptake/analysis/sums"
)

// run compares the arms in one metric of one run, in the order of compared arms,
// for the alarms and for the verdict.
func (a *shuffler) run(i int, labels []uint16, r *rand.Rand, w *verdictRun) []falseAlarm {
	s, by := &a.list[i], a.by
	samples, before := s.samples(labels, len(by.Names), by.Exp.Statistics.Alpha, r)
	var out []falseAlarm
	for _, arm := range by.Compared() {
		out = append(out, falseAlarmOf(by, by.Gates.Metric(s.Metric.Name), s.Entry, samples[by.Control], samples[arm],
			before, arm))
	}
	w.add(s.Entry, samples, before)
	return out
}

// samples makes every arm's sample, as the readout does.
func (s *shuffledEntry) samples(labels []uint16, arms int, alpha float64, r *rand.Rand) ([]stats.Sample,
	*analysis.Covaried) {
	if d := s.drawn; d != nil {
		if d.labels != nil {
			labels = make([]uint16, len(d.labels))
			shuffled(r, d.labels, labels)
		}
		var out []stats.Sample
		value, unit, units := d.byArm(labels, arms)
		for a := range arms {
			out = append(out, stats.ClusterQuantile(value[a], unit[a], units[a], s.Metric.Quantile, alpha))
		}
		return out, nil
	}
	column := s.main.moments(labels, arms)
	out := s.Entry.Samples(sums.Block{column}, 0)
	if s.Kind.Dim == 2 && slices.ContainsFunc(out, stats.Sample.NeedsLeftOut) {
		y, x := make([][]float64, arms), make([][]float64, arms)
		for i, u := range s.main.unit {
			a := labels[u]
			y[a], x[a] = append(y[a], s.main.values[0].Float(i)), append(x[a], s.main.values[1].Float(i))
		}
		for a := range out {
			l := stats.NewLeaveOneOut(y[a], x[a], math.Pow10(s.Scales[1]-s.Scales[0]))
			out[a].LeftOut = &l
		}
	}
	if s.with == nil {
		return out, nil
	}
	return out, s.Covaried(sums.Adjusted{With: s.with.moments(labels, arms), Without: s.without.moments(labels, arms)})
}

// falseAlarmOf is what one arm's comparison with control says when there is nothing
// to find: p of the comparison that decides, adjusted where the readout adjusts.
func falseAlarmOf(by *compare.Terms, leave health.Leave, e analysis.Entry, control, treatment stats.Sample,
	before *analysis.Covaried, arm int) falseAlarm {
	out := noAlarm()
	c := e.Kind.Compare(leave, control, treatment, by.Exp.Statistics.Alpha)
	if !c.SE.Defined() {
		return out
	}
	adjusted := by.Adjust(&c, e, before, arm)
	p, abs := c.P, c.Abs
	out.method = c.Method
	if adjusted != nil {
		p, abs, out.method = c.CUPED.P, c.CUPED.Abs, "cuped"
	}
	out.p, out.width = float64(p), float64(abs.Hi-abs.Lo)
	if !p.Defined() {
		out.p = math.NaN()
	}
	if by.Exp.Statistics.Sequential {
		switch {
		case adjusted != nil && c.CUPED.Sequential != nil:
			out.valid = float64(c.CUPED.Sequential.P)
		case adjusted == nil:
			if s, _ := method.Sequential(control, treatment, by.BandAlpha(), by.NStar()); s != nil {
				out.valid = float64(s.P)
			}
		}
	}
	if e.Metric.Role != spec.Guardrail {
		return out
	}
	if adjusted != nil {
		abs = adjusted.CUPED(2*by.Exp.Decision.GuardAlpha, 0, 0).Abs
	} else {
		abs = e.Kind.Compare(leave, control, treatment, 2*by.Exp.Decision.GuardAlpha).Abs
	}
	switch compare.Inside(spec.Metric{Down: e.Metric.Down}, abs, abs) { // against 0, not against the margin
	case "none":
	case "breached":
		out.harm = 1
	default:
		out.harm = 0
	}
	return out
}
