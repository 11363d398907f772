package analysis

import (
	"math"

	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// levelEffects collects the effects of every segment level by dimension, metric
// and arm, in the order in which they are reported.
type levelEffects struct {
	families []*effectFamily
}

// effectFamily is one metric's effects over the levels of one dimension in one arm.
type effectFamily struct {
	dimension string
	e         entry
	arm       string
	control   string
	at        [][2]int // segment and comparison in the report
	effects   []float64
	variances []float64
}

// add takes a segment's comparisons; those without an effect or an error stay out.
func (l *levelEffects) add(b *board, at int, g report.Segment, e entry, s []stats.Sample) {
	for k, i := range b.compared() {
		c := g.Comparisons[k]
		v := s[b.control].SquaredError() + s[i].SquaredError()
		if !c.SE.Defined() || !c.Abs.Lo.Defined() || !(v > 0) {
			continue
		}
		f := l.family(g.Dimension, e, b.arms[i], b.arms[b.control])
		f.at = append(f.at, [2]int{at, k})
		f.effects, f.variances = append(f.effects, float64(c.Abs.Value)), append(f.variances, v)
	}
}

func (l *levelEffects) family(dimension string, e entry, arm, control string) *effectFamily {
	for _, f := range l.families {
		if f.dimension == dimension && f.e.m.Name == e.m.Name && f.arm == arm {
			return f
		}
	}
	f := &effectFamily{dimension: dimension, e: e, arm: arm, control: control}
	l.families = append(l.families, f)
	return f
}

// report tests every family of two levels or more by Cochran's Q, adjusts over
// the families of primary and secondary metrics by Holm, and puts the shrunken
// effect beside each raw one.
func (l *levelEffects) report(r *report.Report) {
	r.Differences = []report.Heterogeneity{}
	var p []float64
	for _, f := range l.families {
		if len(f.effects) < 2 {
			continue
		}
		h := stats.Cochran(f.effects, f.variances)
		r.Differences = append(r.Differences, report.Heterogeneity{Dimension: f.dimension, Metric: f.e.m.Name, Arm: f.arm, Control: f.control, Levels: len(f.effects),
			Q: report.Num(h.Q), DF: report.Num(h.DF), P: report.Num(h.P.P), PAdjusted: report.Undefined(), I2: report.Num(h.I2), Tau: report.Num(math.Sqrt(h.Tau2))})
		decided := math.NaN()
		if role := f.e.m.Role; role == spec.Primary || role == spec.Secondary {
			decided = h.P.P
		}
		p = append(p, decided)
		z := stats.NormalISF(float64(r.Alpha) / 2)
		for k, s := range h.Shrunken(f.effects, f.variances) {
			c := &r.Segments[f.at[k][0]].Comparisons[f.at[k][1]]
			c.Shrunken = &report.Interval{Value: report.Num(s.Mean), Lo: report.Num(s.Mean - z*s.SD), Hi: report.Num(s.Mean + z*s.SD), Method: "partial_pooling", Bounded: true}
		}
	}
	for i, v := range stats.Holm(p) {
		r.Differences[i].PAdjusted = report.Num(v)
	}
}
