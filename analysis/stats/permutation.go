package stats

import (
	"math"

	"uptake/analysis/counted"
)

// MostPermutations is the number of splits that PermutationMeans enumerates.
const MostPermutations = 5_000_000

// PermutationMeans enumerates every way to split all values into arms of these
// sizes and counts those whose difference of means is at least as large in
// absolute value as the observed one, with a relative slack of 1e-9 so that
// rounding splits no ties. p = count/total is exact under exchangeability. An
// error when there are more than MostPermutations splits, or an arm is empty.
//
// Source: Fisher (1935), The Design of Experiments, section 21; Pitman (1937).
func PermutationMeans(control, treatment []float64) (count, total int64, err error) {
	if len(control) == 0 || len(treatment) == 0 {
		return 0, 0, counted.Errorf("control has %d and treatment %d values; both are needed", len(control),
			len(treatment))
	}
	n, k := len(control)+len(treatment), min(len(control), len(treatment))
	splits := 1.0
	for i := 1; i <= k && splits <= MostPermutations; i++ {
		splits = splits * float64(n-k+i) / float64(i)
	}
	if splits > MostPermutations {
		return 0, 0,
			counted.Errorf("there are more than %d ways to split %d values into %d and %d; use a sample of them",
				MostPermutations, n, len(control), len(treatment))
	}
	all := append(append([]float64{}, control...), treatment...)
	base, scale := all[0], 0.0
	for i := range all { // differences do not depend on the origin
		all[i] -= base
		scale = math.Max(scale, math.Abs(all[i]))
	}
	if scale > 0 && !math.IsInf(scale, 0) {
		for i := range all {
			all[i] /= scale
		}
	}
	sum, observed := 0.0, 0.0
	for i, v := range all {
		sum += v
		if (i < len(control)) == (len(control) == k) {
			observed += v // the smaller arm's sum
		}
	}
	// the difference is (s/k − (sum−s)/(n−k)): linear in the smaller arm's sum s
	diff := func(s float64) float64 { return math.Abs(s - float64(k)*sum/float64(n)) }
	limit := diff(observed) * (1 - 1e-9)
	if limit < 1e-14*float64(n) { // 0 up to rounding
		limit = 0
	}
	var walk func(from, left int, s float64)
	walk = func(from, left int, s float64) {
		if left == 0 {
			total++
			if diff(s) >= limit {
				count++
			}
			return
		}
		for i := from; i <= n-left; i++ {
			walk(i+1, left-1, s+all[i])
		}
	}
	walk(0, k, 0)
	return count, total, nil
}
