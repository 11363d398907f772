package analysis

import (
	"slices"

	"uptake/analysis/fold"
	"uptake/analysis/spec"
)

// GradedColumn is the fold column of a graded metric: cost per graded suggestion.
func GradedColumn(exp *spec.Experiment, m spec.Metric) (y, x fold.Value) {
	names := exp.GradeNames()
	cost, own := make([]int64, len(names)), make([]int64, len(names))
	for _, g := range m.Grades {
		i := slices.Index(names, g.Name)
		cost[i], own[i] = g.Cost, 1
	}
	return fold.Value{From: fold.Grades, Weights: cost}, fold.Value{From: fold.Grades, Weights: own}
}
