package readout

import (
	"math"

	"uptake/analysis"
	"uptake/analysis/compare"
	"uptake/analysis/method"
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
	e         analysis.Entry
	arm       string
	control   string
	levels    []familyLevel
}

// familyLevel is one level's effect with its place in the report.
type familyLevel struct {
	method.Level
	segment, comparison int
}

// add takes a segment's comparisons; those without an effect or an error stay out.
func (l *levelEffects) add(by *compare.Terms, at int, g report.Segment, e analysis.Entry, s []stats.Sample) {
	for k, i := range by.Compared() {
		c := g.Comparisons[k]
		effect := stats.NewLevelEffect(s[by.Control], s[i])
		if !c.SE.Defined() || !c.Abs.Lo.Defined() || !(effect.Variance > 0) || !(effect.DF > 0) {
			continue
		}
		f := l.family(g.Dimension, e, by.Names[i], by.Names[by.Control])
		f.levels = append(f.levels, familyLevel{method.Level{LevelEffect: effect, Units: [2]int64{s[by.Control].N,
			s[i].N}}, at, k})
	}
}

func (l *levelEffects) family(dimension string, e analysis.Entry, arm, control string) *effectFamily {
	for _, f := range l.families {
		if f.dimension == dimension && f.e.Metric.Name == e.Metric.Name && f.arm == arm {
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
		if role := f.e.Metric.Role; role == spec.Primary || role == spec.Secondary {
			decided = float64(h.P)
		}
		p = append(p, decided)
		if len(f.levels) == 2 {
			h.Cautions = append(h.Cautions, report.Cautionf("two_levels",
				"Two levels do not tell how far levels lie apart in general, so neither effect is pulled towards the "+
					"other; three are needed."))
		}
		r.Differences = append(r.Differences, h)
		f.shrink(r)
	}
	setCorrected(p, stats.Holm(p), func(i int) (*report.Num, *int) {
		return &r.Differences[i].PAdjusted, &r.Differences[i].FamilySize
	})
}

// test says whether the levels' effects differ.
func (f *effectFamily) test() report.Heterogeneity {
	var levels []method.Level
	for _, l := range f.levels {
		levels = append(levels, l.Level)
	}
	h := method.Levels(levels)
	h.Dimension, h.Metric, h.Arm, h.Control = f.dimension, f.e.Metric.Name, f.arm, f.control
	return h
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
		c.Shrunken = &report.Interval{Value: report.Num(s.Mean), Lo: report.Num(s.Lo), Hi: report.Num(s.Hi),
			Method: "partial_pooling", Bounded: true}
	}
}
