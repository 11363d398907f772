package stats

import "math"

// Homogeneity is a test of whether several arms have one share.
type Homogeneity struct {
	Chi2, DF float64
	P        Tail
}

// HomogeneityTest compares the shares of k arms with x_i of n_i by Pearson's
// chi-square, without correction, p̂ = Σx/Σn:
//
//	X² = Σ (x_i − n_i·p̂)² / (n_i·p̂·(1−p̂)),  df = k−1
//
// Arms without units are left out. NaN for fewer than two arms with units, and where
// no unit or every unit has what is counted.
//
// Source: Pearson (1900); Fleiss, Levin & Paik (2003), Statistical Methods for Rates
// and Proportions, 9.1.
func HomogeneityTest(n, x []int64) Homogeneity {
	var units, total float64
	arms := 0
	for i := range n {
		units, total = units+float64(n[i]), total+float64(x[i])
		if n[i] > 0 {
			arms++
		}
	}
	nan := math.NaN()
	if arms < 2 || total == 0 || total == units {
		return Homogeneity{nan, nan, TailOf(nan)}
	}
	h := Homogeneity{DF: float64(arms - 1)}
	p := total / units
	for i := range n {
		if n[i] > 0 {
			d := float64(x[i]) - float64(n[i])*p
			h.Chi2 += d * d / (float64(n[i]) * p * (1 - p))
		}
	}
	_, l := ChiSquareSF(h.Chi2, h.DF)
	h.P = TailOf(l)
	return h
}
