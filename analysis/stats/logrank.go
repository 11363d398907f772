package stats

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// LogRankTest compares the survival of several groups.
type LogRankTest struct {
	Observed, Expected []float64 // events per group, expected if all groups were alike
	Variance           float64   // of observed − expected of group 0
	Chi2, DF           float64
	P                  Tail
}

// LogRank tests whether groups 0 … k−1 have one hazard of events of any cause,
// with the hypergeometric variance at ties and weights S(t−)^rho of the pooled
// Kaplan–Meier curve: rho 0 is the log-rank test, 1 the Peto–Peto form of
// Wilcoxon's. Observed, Expected and Variance are weighted too. NaN when there is
// nothing to compare.
//
// Source: Mantel (1966), Cancer Chemotherapy Reports 50; Harrington & Fleming
// (1982), Biometrika 69.
func LogRank(spells []Spell, k int, rho float64) LogRankTest {
	one := make([]Spell, len(spells))
	for i, s := range spells {
		one[i] = Spell{s.Time, min(s.Cause, 1), s.Group}
	}
	out := LogRankTest{Observed: make([]float64, k), Expected: make([]float64, k), DF: float64(k - 1)}
	v := mat.NewSymDense(k, nil)
	s := 1.0
	for _, m := range lifeTable(one, k, 1) {
		d, n, w := m.failed(), m.total, math.Pow(s, rho)
		for i := range k {
			out.Observed[i] += w * m.events[0][i]
			out.Expected[i] += w * d * (m.risk[i] / n)
		}
		if n > 1 {
			f := w * w * d * ((n - d) / (n - 1)) / n
			for i := range k {
				for j := i; j < k; j++ {
					x := -m.risk[i] * (m.risk[j] / n)
					if i == j {
						x = m.risk[i] * ((n - m.risk[i]) / n)
					}
					v.SetSym(i, j, v.At(i, j)+f*x)
				}
			}
		}
		s *= (n - d) / n
	}
	out.Variance = math.NaN()
	if k > 0 {
		out.Variance = v.At(0, 0)
	}
	out.Chi2 = quadratic(out.Observed, out.Expected, v)
	_, l := ChiSquareSF(out.Chi2, out.DF)
	out.P = TailOf(l)
	return out
}

// quadratic is (o−e)ᵀV⁻(o−e) over all groups but the last; NaN when V is singular.
func quadratic(o, e []float64, v *mat.SymDense) float64 {
	k := len(o) - 1
	if k < 1 {
		return math.NaN()
	}
	d, part := mat.NewVecDense(k, nil), mat.NewSymDense(k, nil)
	for i := range k {
		d.SetVec(i, o[i]-e[i])
		for j := i; j < k; j++ {
			part.SetSym(i, j, v.At(i, j))
		}
	}
	var c mat.Cholesky
	if !c.Factorize(part) {
		return math.NaN()
	}
	var x mat.VecDense
	if c.SolveVecTo(&x, d) != nil {
		return math.NaN()
	}
	return mat.Dot(d, &x)
}
