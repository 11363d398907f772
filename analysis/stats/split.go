package stats

import "math"

// Split is a chi-square test of counts against planned shares.
type Split struct {
	Chi2, DF float64
	P        Tail
	Expected []float64
}

// SplitTest compares counts with weights (normalised here) by Pearson's
// chi-square Σ(O−E)²/E with one degree of freedom less than arms. Arms of
// weight 0 must have no units and are left out. NaN for fewer than two arms or
// no units.
//
// Source: Pearson (1900); as a sample-ratio check Fabijan et al. (2019),
// Diagnosing sample ratio mismatch, KDD.
func SplitTest(counts []int64, weights []float64) Split {
	var n, w float64
	arms := 0
	for i, c := range counts {
		n += float64(c)
		w += weights[i]
		if weights[i] > 0 {
			arms++
		}
	}
	s := Split{Chi2: math.NaN(), DF: float64(arms - 1), P: Tail{math.NaN(), math.NaN()}}
	for _, v := range weights {
		s.Expected = append(s.Expected, n*v/w)
	}
	if arms < 2 || n == 0 {
		return s
	}
	s.Chi2 = 0
	for i, c := range counts {
		if e := s.Expected[i]; e > 0 {
			d := float64(c) - e
			s.Chi2 += d * d / e
		}
	}
	_, l := ChiSquareSF(s.Chi2, s.DF)
	s.P = TailOf(l)
	return s
}
