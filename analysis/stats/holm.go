package stats

import (
	"math"
	"sort"
)

// Tests is how many of the p values a correction counts: NaNs are no tests.
func Tests(p []float64) (n int) {
	for _, v := range p {
		if v == v {
			n++
		}
	}
	return n
}

// Holm returns the adjusted p values in the input's order: sorted ascending,
// the running maximum of (m−i+1)·p_(i), at most 1. NaNs stay NaN and do not
// count.
//
// Source: Holm (1979), A simple sequentially rejective multiple test
// procedure, Scandinavian Journal of Statistics 6.
func Holm(p []float64) []float64 {
	out := make([]float64, len(p))
	var order []int
	for i, v := range p {
		out[i] = math.NaN()
		if v == v {
			order = append(order, i)
		}
	}
	sort.SliceStable(order, func(a, b int) bool { return p[order[a]] < p[order[b]] })
	top := 0.0
	for rank, i := range order {
		top = math.Max(top, math.Min(1, float64(len(order)-rank)*p[i]))
		out[i] = top
	}
	return out
}
