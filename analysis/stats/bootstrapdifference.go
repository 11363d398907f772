package stats

import (
	"math/rand/v2"
)

// BootstrapDifference resamples units within each arm and takes the difference
// of means; the jackknife leaves out one unit of either arm at a time. It depends
// on the values and the seed, not on their order. Both arms need 2 units.
//
// Source: Efron & Tibshirani (1993), An Introduction to the Bootstrap, chapter 14.
func BootstrapDifference(control, treatment []float64, replicates int, seed uint64) Bootstrap {
	r := rand.New(rand.NewPCG(seed, 1))
	arms := [2][]float64{Sorted(control), Sorted(treatment)}
	means := [2]float64{Mean(control), Mean(treatment)}
	b := Bootstrap{Estimate: means[1] - means[0]}
	for range replicates {
		var m [2]float64
		for a, x := range arms {
			for range x {
				m[a] += x[r.IntN(len(x))] - means[a]
			}
			m[a] = means[a] + m[a]/float64(len(x))
		}
		b.Replicates = append(b.Replicates, m[1]-m[0])
	}
	for a, x := range arms {
		n, sign := float64(len(x)), float64(2*a-1)
		for _, v := range x {
			b.Jackknife = append(b.Jackknife, b.Estimate+sign*(means[a]-v)/(n-1))
		}
	}
	return b
}
