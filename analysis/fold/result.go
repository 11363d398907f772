package fold

import (
	"uptake/analysis/moment"
	"uptake/analysis/sums"
)

// Result is what one visit of the study tables gave: the sums, and what sums do not
// hold.
type Result struct {
	*sums.Result
	Kept    *Vectors  // of the columns that are kept; nil where an engine added the units up
	Numbers []Numbers // by place in Beside.Numbers
}

func newBlock(columns []Column, arms int, want func(Column) bool) sums.Block {
	b := make(sums.Block, len(columns))
	for i, c := range columns {
		if want != nil && !want(c) {
			continue
		}
		b[i] = make([]moment.Moment, arms)
		for a := range b[i] {
			b[i][a] = moment.New(c.Dim())
		}
	}
	return b
}

func newAdjusted(columns []Column, arms int) []sums.Adjusted {
	out := make([]sums.Adjusted, len(columns))
	for i, c := range columns {
		if len(c.Covariate) == 0 {
			continue
		}
		for range arms {
			out[i].With = append(out[i].With, moment.New(c.Dim()+len(c.Covariate)))
			out[i].Without = append(out[i].Without, moment.New(c.Dim()))
		}
	}
	return out
}

func addAdjusted(a *sums.Adjusted, arm int, vector, covariate []moment.Sum128) {
	if covariate == nil {
		a.Without[arm].AddWide(vector...)
		return
	}
	a.With[arm].AddWide(append(vector, covariate...)...)
}
