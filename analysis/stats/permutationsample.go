package stats

import (
	"math"
	"math/rand/v2"
	"slices"
)

// PermutationSample is PermutationMeans on draws random splits instead of all:
// p = (1 + those at least as far apart as the observed one)/(1 + draws), never 0.
// It depends on the values and the seed, not on their order. NaN for an empty arm.
//
// Source: Phipson & Smyth (2010), Statistical Applications in Genetics and
// Molecular Biology 9.
func PermutationSample(control, treatment []float64, draws int, seed uint64) float64 {
	k, n := min(len(control), len(treatment)), len(control)+len(treatment)
	if k == 0 {
		return math.NaN()
	}
	all := Sorted(slices.Concat(control, treatment))
	centre := Mean(all)
	small := control
	if len(treatment) < len(control) {
		small = treatment
	}
	observed := 0.0 // the smaller arm's sum about the mean, to which the difference is proportional
	for _, v := range Sorted(small) {
		observed += v - centre
	}
	limit := math.Abs(observed) * (1 - 1e-9)
	r := rand.New(rand.NewPCG(seed, 0))
	far := 0
	for range draws {
		sum := 0.0
		for i := range k {
			j := i + r.IntN(n-i)
			all[i], all[j] = all[j], all[i]
			sum += all[i] - centre
		}
		if math.Abs(sum) >= limit {
			far++
		}
	}
	return float64(1+far) / float64(1+draws)
}
