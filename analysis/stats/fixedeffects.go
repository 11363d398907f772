package stats

import "math"

// FixedFit is a linear regression within strata: the coefficient of its first
// column, and how each stratum moves it.
type FixedFit struct {
	Effect float64
	// Moved is, by stratum, Effect less what it is without the stratum, the other
	// columns' coefficients left as they are.
	Moved       []float64
	SE          float64 // √((G−1)/G·Σ Moved²): the jackknife over strata
	Strata      int64   // G, with two rows or more
	Informative int64   // those in which the first column varies
	Reason      string  // empty, or why there is no estimate
}

// FixedEffects fits P(y=1) = α_g + x·β linearly, with an own constant α_g for each
// stratum g (a user), so that whatever is stable in a stratum is held fixed, and
// returns the coefficient of the first column. It is a difference of shares, and so
// adds up over rows, which an odds ratio does not: where strata differ, a
// conditional odds ratio put on the overall rate says too much. With several columns
// it is Σx̃ỹ/Σx̃², x̃ and ỹ the residuals of the first column and of y, taken from
// their stratum's means, on the others (Frisch–Waugh); a column that the ones before
// it make up is left out. x holds k columns of n values, stratum g the rows
// first[g] … first[g+1]−1.
//
// A stratum in which the first column does not vary says nothing of it; one without
// a change of y says that there is none. Few strata in which it varies make the error
// too small: 20 or more should.
//
// Source: Wooldridge (2010), Econometric Analysis of Cross Section and Panel Data,
// 10.5 and 15.8; the jackknife over clusters (CR3): Bell & McCaffrey (2002), Survey
// Methodology 28.
func FixedEffects(y []bool, x [][]float64, first []int32) FixedFit {
	f := FixedFit{Effect: math.NaN(), SE: math.NaN()}
	g := max(0, len(first)-1)
	k := len(x) // columns 0 … k−1 are x, k is y
	row := func(i, c int) float64 {
		switch {
		case c < k:
			return x[c][i]
		case y[i]:
			return 1
		}
		return 0
	}
	gram := make([][]float64, k+1)
	for c := range gram {
		gram[c] = make([]float64, k+1)
	}
	mean, v := make([][]float64, g), make([]float64, k+1)
	for s := range g {
		from, to := int(first[s]), int(first[s+1])
		mean[s] = make([]float64, k+1)
		for i := from; i < to; i++ {
			for c := range v {
				mean[s][c] += row(i, c)
			}
		}
		for c := range v {
			mean[s][c] /= float64(to - from)
		}
		before := gram[0][0]
		for i := from; i < to; i++ {
			for c := range v {
				v[c] = row(i, c) - mean[s][c]
			}
			for a := range v {
				for b := a; b < len(v); b++ {
					gram[a][b] += v[a] * v[b]
				}
			}
		}
		if to-from > 1 {
			f.Strata++
		}
		if gram[0][0] > before {
			f.Informative++
		}
	}
	for a := range gram {
		for b := range a {
			gram[a][b] = gram[b][a]
		}
	}
	own := gram[0][0]
	kept := sweep(gram, 1, k)
	a, b := gram[0][k], gram[0][0]
	switch {
	case !(own > 0):
		f.Reason = ReasonConstant
		return f
	case !(b > 1e-9*own):
		f.Reason = ReasonCollinear
		return f
	}
	f.Effect, f.Moved = a/b, make([]float64, g)
	sum := 0.0
	for s := range g {
		var au, bu float64
		for i := int(first[s]); i < int(first[s+1]); i++ {
			rx, ry := row(i, 0)-mean[s][0], row(i, k)-mean[s][k]
			for c := 1; c < k; c++ {
				if kept[c] {
					z := row(i, c) - mean[s][c]
					rx, ry = rx-gram[c][0]*z, ry-gram[c][k]*z
				}
			}
			au, bu = au+rx*ry, bu+rx*rx
		}
		if !(b-bu > 1e-9*b) { // one stratum holds all there is
			f.Moved = nil
			f.Reason = ReasonOneCluster
			return f
		}
		f.Moved[s] = f.Effect - (a-au)/(b-bu)
		sum += f.Moved[s] * f.Moved[s]
	}
	if n := float64(f.Strata); n > 1 && f.Informative > 1 {
		f.SE = math.Sqrt((n - 1) / n * sum)
	}
	return f
}

// sweep solves for columns from … to−1 of a Gram matrix (Goodnight 1979): what is
// left of the others are their cross products beside those, and in a swept row the
// others' coefficients on it. Columns that the ones before make up are not swept.
func sweep(m [][]float64, from, to int) (swept []bool) {
	swept = make([]bool, len(m))
	whole := make([]float64, len(m))
	for c := range m {
		whole[c] = m[c][c]
	}
	for c := from; c < to; c++ {
		p := m[c][c]
		if !(p > 1e-9*whole[c]) {
			continue
		}
		swept[c] = true
		for j := range m {
			m[c][j] /= p
		}
		for i := range m {
			if i == c {
				continue
			}
			t := m[i][c]
			for j := range m {
				if j != c {
					m[i][j] -= t * m[c][j]
				}
			}
			m[i][c] = -t / p
		}
		m[c][c] = 1 / p
	}
	return swept
}
