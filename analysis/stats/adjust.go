package stats

import "math"

// stepUp returns the running minimum from the largest p down of factor(rank)·p,
// at most 1; rank counts from 0 at the smallest, m is their number.
func stepUp(p []float64, factor func(rank, m int) float64) []float64 {
	out := undefinedList(len(p))
	order := ascending(p)
	least := 1.0
	for rank := len(order) - 1; rank >= 0; rank-- {
		i := order[rank]
		least = math.Min(least, factor(rank, len(order))*p[i])
		out[i] = least
	}
	return out
}

func undefinedList(n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = math.NaN()
	}
	return out
}

// Bonferroni returns m·p, at most 1, in the input's order. NaNs stay NaN and do
// not count, here and below.
//
// Source: Dunn (1961), JASA 56.
func Bonferroni(p []float64) []float64 {
	out := undefinedList(len(p))
	order := ascending(p)
	for _, i := range order {
		out[i] = math.Min(1, float64(len(order))*p[i])
	}
	return out
}

// Hochberg returns the step-up adjusted p values: the running minimum from the
// largest down of (m−i+1)·p_(i). Valid for independent or positively dependent
// tests.
//
// Source: Hochberg (1988), Biometrika 75.
func Hochberg(p []float64) []float64 {
	return stepUp(p, func(rank, m int) float64 { return float64(m - rank) })
}

// BenjaminiHochberg returns the adjusted p values that control the false
// discovery rate: the running minimum from the largest down of m/i·p_(i).
//
// Source: Benjamini & Hochberg (1995), JRSS B 57.
func BenjaminiHochberg(p []float64) []float64 {
	return stepUp(p, func(rank, m int) float64 { return float64(m) / float64(rank+1) })
}

// BenjaminiYekutieli is BenjaminiHochberg times Σ1/i, valid under any dependence.
//
// Source: Benjamini & Yekutieli (2001), Annals of Statistics 29.
func BenjaminiYekutieli(p []float64) []float64 {
	return stepUp(p, func(rank, m int) float64 {
		h := 0.0
		for i := m; i > 0; i-- {
			h += 1 / float64(i)
		}
		return h * float64(m) / float64(rank+1)
	})
}

// Hommel returns the adjusted p values of Hommel's procedure, more powerful
// than Hochberg's under the same conditions. It takes m² steps.
//
// Source: Hommel (1988), Biometrika 75; the algorithm of Wright (1992),
// Biometrics 48, appendix.
func Hommel(p []float64) []float64 {
	out := undefinedList(len(p))
	order := ascending(p)
	m := len(order)
	if m == 0 {
		return out
	}
	s := make([]float64, m)
	for rank, i := range order {
		s[rank] = p[i]
	}
	least := math.Inf(1)
	for i, v := range s {
		least = math.Min(least, float64(m)*v/float64(i+1))
	}
	a, q := make([]float64, m), make([]float64, m)
	for i := range m {
		a[i], q[i] = least, least
	}
	for j := m - 1; j > 1; j-- {
		q1 := math.Inf(1)
		for i := m - j + 1; i < m; i++ {
			q1 = math.Min(q1, float64(j)*s[i]/float64(i-(m-j)+1))
		}
		for i := 0; i <= m-j; i++ {
			q[i] = math.Min(float64(j)*s[i], q1)
		}
		for i := m - j + 1; i < m; i++ {
			q[i] = q[m-j]
		}
		for i := range m {
			a[i] = math.Max(a[i], q[i])
		}
	}
	for rank, i := range order {
		out[i] = math.Min(1, math.Max(a[rank], s[rank]))
	}
	return out
}
