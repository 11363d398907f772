package metric

import (
	"slices"

	"uptake/analysis/fold"
	"uptake/analysis/spec"
)

// graded is the cost per graded suggestion: a ratio of the unit's summed costs
// and its graded suggestions. The share of each grade stands beside it.
var graded = Kind{
	Name:  spec.Graded,
	About: "cost per graded suggestion",
	Dim:   2,
	Carried: func(exp *spec.Experiment, m spec.Metric) (fold.Column, []int) {
		y, x := Grades(exp, m)
		return fold.Column{Name: m.Name, Window: m.Window, Y: y, X: &x}, []int{m.Scale, 0}
	},
	Sample:   Ratio.Sample,
	Estimate: Ratio.Estimate,
	compare:  Ratio.compare,
}

// Grades are the two sides of a graded metric: what its suggestions cost, and how many
// have one of its grades.
func Grades(exp *spec.Experiment, m spec.Metric) (cost, graded fold.Value) {
	names := exp.GradeNames()
	each, own := make([]int64, len(names)), make([]int64, len(names))
	for _, g := range m.Grades {
		i := slices.Index(names, g.Name)
		each[i], own[i] = g.Cost, 1
	}
	return fold.Value{From: fold.Grades, Weights: each}, fold.Value{From: fold.Grades, Weights: own}
}
