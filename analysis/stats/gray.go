package stats

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// Gray tests whether groups 0 … k−1 have one cumulative incidence of a cause (1,
// 2, …): the score of group r adds up d_r − E_r with E_r from the pooled
// subdistribution hazard, who had another event staying at risk with the weight
// (1−F_r(t−))/S_r(t−); chi-square with k−1 degrees of freedom. NaN when there is
// nothing to compare.
//
// Source: Gray (1988), A class of k-sample tests for comparing the cumulative
// incidence of a competing risk, Annals of Statistics 16, section 2 with ρ = 0;
// corrections for ties as in R's cmprsk.
func Gray(spells []Spell, k, cause int) (chi2 float64, p Tail) {
	g := newGray(k)
	two := make([]Spell, len(spells))
	for i, s := range spells {
		kind := 0
		switch {
		case s.Cause == cause:
			kind = 1
		case s.Cause > 0:
			kind = 2
		}
		two[i] = Spell{s.Time, kind, s.Group}
	}
	for _, m := range lifeTable(two, k, 2) {
		g.step(m)
	}
	v := g.covariance()
	chi2 = quadratic(g.score, make([]float64, k), v)
	_, l := ChiSquareSF(chi2, float64(k-1))
	return chi2, TailOf(l)
}

// gray is the state of the test while it walks through the event times.
type gray struct {
	k     int
	score []float64
	f, s  []float64   // each group's incidence of the cause and survival, just before the time
	total float64     // the pooled incidence just before
	c     [][]float64 // Σ a·dΓ, how a late jump of group j moves the score of group i
	// per group: Σ t4²·τ, and per pair of group and score: Σ t1·t4·τ; and Σ t1·t2·τ of scores
	square []float64
	mixed  [][]float64
	v      [][]float64
}

func newGray(k int) *gray {
	square := func() [][]float64 {
		m := make([][]float64, k)
		for i := range m {
			m[i] = make([]float64, k)
		}
		return m
	}
	g := &gray{k: k, score: make([]float64, k), f: make([]float64, k), s: make([]float64, k),
		c: square(), square: make([]float64, k), mixed: square(), v: square()}
	for i := range g.s {
		g.s[i] = 1
	}
	return g
}

// step adds one event time.
func (g *gray) step(m moment) {
	own, other := m.failedOf(0), m.failedOf(1)
	h := make([]float64, g.k) // n_r/S_r(t−)
	after := append([]float64(nil), g.s...)
	incidence := append([]float64(nil), g.f...)
	var sumH, sumR float64
	for r := range g.k {
		n := m.risk[r]
		if n <= 0 {
			continue
		}
		h[r] = n / g.s[r]
		after[r] = g.s[r] * (n - m.failedIn(r)) / n
		incidence[r] = g.f[r] + g.s[r]*m.events[0][r]/n
		sumH += h[r]
		sumR += h[r] * (1 - g.f[r])
	}
	now := g.total + own/sumH
	a := make([][]float64, g.k)
	for i := range g.k {
		a[i] = make([]float64, g.k)
		for j := range g.k {
			a[i][j] = -h[i] * h[j] / sumH
			if i == j {
				a[i][j] += h[i]
			}
			g.c[i][j] += a[i][j] * own / (sumH * (1 - g.total))
		}
		if m.risk[i] > 0 {
			g.score[i] += m.events[0][i] - own*h[i]*(1-g.f[i])/sumR
		}
	}
	for j := range g.k {
		if own > 0 && m.risk[j] > 0 {
			level := 1.0
			if after[j] > 0 {
				level = 1 - (1-now)/after[j]
			}
			ties := 1.0
			if own > 1 {
				ties = 1 - (own-1)/(sumH*g.s[j]-1)
			}
			g.jump(j, level, ties*g.s[j]*own/(sumH*m.risk[j]), func(i int) float64 { return a[i][j] - level*g.c[i][j] })
		}
	}
	for j := range g.k {
		if d := m.events[1][j]; other > 0 && after[j] > 0 && d > 0 {
			level := (1 - now) / after[j]
			ties := 1.0
			if d > 1 {
				ties = 1 - (d-1)/(m.risk[j]-1)
			}
			w := g.s[j] / m.risk[j]
			// the other causes' jumps move the weight the other way
			g.jump(j, -level, ties*w*w*d, func(i int) float64 { return level * g.c[i][j] })
		}
	}
	g.s, g.f, g.total = after, incidence, now
}

// jump adds the variance tau of group j's jump, which moves later terms by level
// and the score of group i by move(i).
func (g *gray) jump(j int, level, tau float64, move func(i int) float64) {
	g.square[j] += level * level * tau
	for i := range g.k {
		g.mixed[i][j] += move(i) * level * tau
		for l := range g.k {
			g.v[i][l] += move(i) * move(l) * tau
		}
	}
}

// covariance is that of the scores, with what each group's jumps did to all later
// terms.
func (g *gray) covariance() *mat.SymDense {
	out := mat.NewSymDense(g.k, nil)
	for i := range g.k {
		for l := i; l < g.k; l++ {
			v := g.v[i][l]
			for j := range g.k {
				v += g.c[i][j]*g.c[l][j]*g.square[j] + g.c[i][j]*g.mixed[l][j] + g.c[l][j]*g.mixed[i][j]
			}
			if math.IsNaN(v) || math.IsInf(v, 0) {
				v = 0
			}
			out.SetSym(i, l, v)
		}
	}
	return out
}
