package warehouse

import (
	"uptake/analysis/fold"
	"uptake/analysis/moment"
	"uptake/analysis/spec"
	"uptake/analysis/study"
	"uptake/analysis/sums"
)

// newResult is that of no units.
func newResult(p *Plan, a *asked) *sums.Result {
	arms := len(p.Exp.Arms)
	block := func(want func(fold.Column) bool) sums.Block {
		b := make(sums.Block, len(a.columns))
		for i, c := range a.columns {
			if want(c) {
				for range arms {
					b[i] = append(b[i], moment.New(c.Dim()))
				}
			}
		}
		return b
	}
	all := func(fold.Column) bool { return true }
	counts := func() []int64 { return make([]int64, arms) }
	r := &sums.Result{Main: block(all), Crossed: block(all), Adjusted: make([]sums.Adjusted, len(a.columns)),
		Dimensions: make([]sums.Dimension, len(p.Exp.Segments)),
		Units:      counts(), Inside: counts(), Crossing: counts(),
		Shown: counts(), Extremes: make([][]sums.Extremes, len(a.columns)), Adoption: make([]sums.Adoption, arms),
		Bridge: make([]sums.Bridge, arms), Exposed: map[spec.Day][]int64{}}
	for range arms {
		r.Outcomes = append(r.Outcomes, make([]int64, study.NumStates))
	}
	for k, name := range p.Exp.Segments {
		r.Dimensions[k].Name = name
	}
	for i, c := range a.columns {
		for range arms {
			if n := len(c.Covariate); n > 0 {
				r.Adjusted[i].With, r.Adjusted[i].Without = append(r.Adjusted[i].With, moment.New(c.Dim()+n)),
					append(r.Adjusted[i].Without, moment.New(c.Dim()))
			}
		}
		r.NonZero, r.Immature = append(r.NonZero, counts()), append(r.Immature, counts())
		if c.Extremes {
			r.Extremes[i] = make([]sums.Extremes, arms)
		}
	}
	t := &r.Tally
	t.Bridge, t.Arms = make([]sums.BridgeCount, arms), make([]sums.ArmRows, arms)
	for i := range t.Arms {
		t.Arms[i] = sums.ArmRows{Units: make([]int64, len(spec.Roles)+len(p.variable)), Ended: map[spec.Day]int64{}}
	}
	for range p.Demand.Values() {
		t.Values = append(t.Values, make([]sums.Values, arms))
	}
	t.Sources = make([]sums.SourceUnits, 1)
	t.Rules = map[string]int64{}
	return r
}
