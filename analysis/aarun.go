package analysis

import (
	"math"
	"math/rand/v2"
	"slices"

	"uptake/analysis/fold"
	"uptake/analysis/health"
	"uptake/analysis/method"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// run compares the arms in one metric of one run, in the order of compared arms,
// for the alarms and for the verdict.
func (a *shuffler) run(i int, labels []uint16, r *rand.Rand, w *verdictRun) []falseAlarm {
	s, b := &a.list[i], a.board
	samples, before := s.samples(labels, len(b.arms), b.exp.Statistics.Alpha, r)
	var out []falseAlarm
	for _, arm := range b.compared() {
		out = append(out, b.falseAlarm(b.gates.Metric(s.m.Name), s.entry, samples[b.control], samples[arm], before, arm))
	}
	w.add(s.entry, samples, before)
	return out
}

// samples makes every arm's sample, as the readout does.
func (s *shuffledEntry) samples(labels []uint16, arms int, alpha float64, r *rand.Rand) ([]stats.Sample, *covaried) {
	if d := s.drawn; d != nil {
		if d.labels != nil {
			labels = make([]uint16, len(d.labels))
			shuffled(r, d.labels, labels)
		}
		var out []stats.Sample
		value, unit, units := d.byArm(labels, arms)
		for a := range arms {
			out = append(out, stats.ClusterQuantile(value[a], unit[a], units[a], s.m.Quantile, alpha))
		}
		return out, nil
	}
	column := s.main.moments(labels, arms)
	out := samples(s.entry, fold.Block{column}, 0)
	if s.kind.Dim == 2 && slices.ContainsFunc(out, needsLeftOut) {
		y, x := make([][]float64, arms), make([][]float64, arms)
		for i, u := range s.main.unit {
			a := labels[u]
			y[a], x[a] = append(y[a], s.main.values[0].Float(i)), append(x[a], s.main.values[1].Float(i))
		}
		for a := range out {
			l := stats.NewLeaveOneOut(y[a], x[a], math.Pow10(s.scales[1]-s.scales[0]))
			out[a].LeftOut = &l
		}
	}
	if s.with == nil {
		return out, nil
	}
	return out, s.covaried(fold.Adjusted{With: s.with.moments(labels, arms), Without: s.without.moments(labels, arms)})
}

// falseAlarm is what one arm's comparison with control says when there is nothing
// to find: p of the comparison that decides, adjusted where the readout adjusts.
func (b *board) falseAlarm(leave health.Leave, e entry, control, treatment stats.Sample, before *covaried, arm int) falseAlarm {
	out := noAlarm()
	c := e.kind.Compare(leave, control, treatment, b.exp.Statistics.Alpha)
	if !c.SE.Defined() {
		return out
	}
	adjusted := b.adjust(&c, e, before, arm)
	p, abs := c.P, c.Abs
	out.method = c.Method
	if adjusted != nil {
		p, abs, out.method = c.CUPED.P, c.CUPED.Abs, "cuped"
	}
	out.p, out.width = float64(p), float64(abs.Hi-abs.Lo)
	if !p.Defined() {
		out.p = math.NaN()
	}
	if b.exp.Statistics.Sequential {
		switch {
		case adjusted != nil && c.CUPED.Sequential != nil:
			out.valid = float64(c.CUPED.Sequential.P)
		case adjusted == nil:
			if s, _ := method.Sequential(control, treatment, b.bandAlpha(), b.nStar()); s != nil {
				out.valid = float64(s.P)
			}
		}
	}
	if e.m.Role != spec.Guardrail {
		return out
	}
	if adjusted != nil {
		abs = adjusted.CUPED(2*b.exp.Decision.GuardAlpha, 0, 0).Abs
	} else {
		abs = e.kind.Compare(leave, control, treatment, 2*b.exp.Decision.GuardAlpha).Abs
	}
	switch inside(spec.Metric{Down: e.m.Down}, abs, abs) { // against 0, not against the margin
	case "none":
	case "breached":
		out.harm = 1
	default:
		out.harm = 0
	}
	return out
}
