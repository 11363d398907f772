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
	levels    []familyLevel
}

// familyLevel is one level's effect with its place in the report.
type familyLevel struct {
	stats.LevelEffect
	segment, comparison int
	units               [2]int64 // of control and of the arm
}

// leastTested is how many units each arm of a level needs to enter the test of
// whether levels differ: below, no degrees of freedom make up for what a few
// skewed values do.
const leastTested = 15

// unevenLevels is how many times the units of the other an arm may have, over all
// levels, for their own errors to weigh the levels. In a split of 95 to 5 with
// exponential values Welch and James alarmed in 8 of 100 studies without an
// effect, with shares of 10 % in 27; weights by size did in 4.
const unevenLevels = 2

// add takes a segment's comparisons; those without an effect or an error stay out.
func (l *levelEffects) add(b *board, at int, g report.Segment, e entry, s []stats.Sample) {
	for k, i := range b.compared() {
		c := g.Comparisons[k]
		effect := stats.NewLevelEffect(s[b.control], s[i])
		if !c.SE.Defined() || !c.Abs.Lo.Defined() || !(effect.Variance > 0) || !(effect.DF > 0) {
			continue
		}
		f := l.family(g.Dimension, e, b.arms[i], b.arms[b.control])
		f.levels = append(f.levels, familyLevel{effect, at, k, [2]int64{s[b.control].N, s[i].N}})
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

// report tests every family of two levels or more, adjusts over the families of
// primary and secondary metrics by Holm, and puts the shrunken effect beside each
// raw one.
func (l *levelEffects) report(r *report.Report) {
	r.Differences = []report.Heterogeneity{}
	var p []float64
	for _, f := range l.families {
		if len(f.levels) < 2 {
			continue
		}
		h := f.test()
		decided := math.NaN()
		if role := f.e.m.Role; role == spec.Primary || role == spec.Secondary {
			decided = float64(h.P)
		}
		p = append(p, decided)
		if len(f.levels) == 2 {
			h.Cautions = append(h.Cautions, caution("two_levels",
				"Two levels do not tell how far levels lie apart in general, so neither effect is pulled towards the other; three are needed."))
		}
		r.Differences = append(r.Differences, h)
		f.shrink(r)
	}
	for i, v := range stats.Holm(p) {
		r.Differences[i].PAdjusted = report.Num(v)
	}
}

// test says whether the levels' effects differ: by Welch and James, in a very
// uneven split by Brown and Forsythe.
func (f *effectFamily) test() report.Heterogeneity {
	u := report.Undefined()
	out := report.Heterogeneity{Dimension: f.dimension, Metric: f.e.m.Name, Arm: f.arm, Control: f.control,
		Q: u, DF: u, Statistic: u, DF1: u, DF2: u, P: u, PAdjusted: u, I2: u, Tau: u, Cautions: []report.Caution{}}
	var effects, variances, df, sizes []float64
	var units [2]int64
	for _, l := range f.levels {
		if min(l.units[0], l.units[1]) < leastTested {
			continue
		}
		effects, variances, df, sizes = append(effects, l.Effect), append(variances, l.Variance), append(df, l.DF), append(sizes, l.Size)
		units[0] += l.units[0]
		units[1] += l.units[1]
	}
	out.Levels = len(effects)
	if n := len(f.levels) - len(effects); n > 0 {
		out.Cautions = append(out.Cautions, caution("small_levels", "%d of %d levels have fewer than %d units in an arm and are not in the test of whether levels differ.", n, len(f.levels), leastTested))
	}
	if len(effects) < 2 {
		return out
	}
	q := stats.Cochran(effects, variances)
	out.Q, out.DF, out.I2, out.Tau = report.Num(q.Q), report.Num(q.DF), report.Num(q.I2), report.Num(math.Sqrt(q.Tau2))
	t := stats.WelchJames(effects, variances, df)
	out.Method = "welch_james"
	if max(units[0], units[1]) > unevenLevels*min(units[0], units[1]) {
		t, out.Method = stats.BrownForsythe(effects, variances, df, sizes), "brown_forsythe"
	}
	out.Statistic, out.DF1, out.DF2, out.P = report.Num(t.F), report.Num(t.DF1), report.Num(t.DF2), report.Num(t.P.P)
	return out
}

// shrink puts the shrunken effect beside each raw one.
func (f *effectFamily) shrink(r *report.Report) {
	if len(f.levels) < 3 {
		return
	}
	var effects, variances, df []float64
	for _, l := range f.levels {
		effects, variances, df = append(effects, l.Effect), append(variances, l.Variance), append(df, l.DF)
	}
	for k, s := range stats.Shrink(effects, variances, df, float64(r.Alpha)) {
		c := &r.Segments[f.levels[k].segment].Comparisons[f.levels[k].comparison]
		c.Shrunken = &report.Interval{Value: report.Num(s.Mean), Lo: report.Num(s.Lo), Hi: report.Num(s.Hi), Method: "partial_pooling", Bounded: true}
	}
}
