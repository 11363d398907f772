package stats

import (
	"math"
	"slices"
)

// MarginalFit is a logistic regression pooled over all rows. Where Reason is not
// empty, all numbers are NaN (with ReasonOneCluster the errors only).
type MarginalFit struct {
	Intercept float64
	Beta      []float64   // k log odds ratios per unit of the column, the intercept not among them
	SE        []float64   // clustered: the roots of Cov's diagonal
	Cov       [][]float64 // k×k, A⁻¹(Σ s_g s_gᵀ)A⁻¹·G/(G−1)
	Effect    []float64   // average marginal effects: change of the probability per unit of the column
	EffectSE  []float64   // clustered; the columns are a sample too
	LogLik    float64
	Rows      int64
	Clusters  int64  // G, those with rows
	Reason    string // empty, or why there is no estimate
	Column    int    // the column Reason is about, −1 for none
}

// LogisticMargins fits logit P(y=1) = β₀ + xβ and gives with each coefficient the
// average marginal effect
//
//	m_a = β_a·(1/n) Σ p_i(1−p_i)
//
// the change of the probability per unit of column a, averaged over the rows as
// they are (a 0/1 column is treated as any other: the slope, not the jump). Odds
// ratios of two models cannot be compared, these can. x holds k columns of n
// values; cluster g (a user) is the rows first[g] … first[g+1]−1. The standard
// error of m_a sums by cluster each row's influence
//
//	(β_a p(1−p) − m_a)/n + (∂m_a/∂β)·A⁻¹x(y−p)
//
// so the delta method for β and the draw of the rows both count; times G/(G−1).
//
// A constant column, collinear columns and separated outcomes are said by Reason.
// Below about 40 clusters the errors are too small.
//
// Source: Liang & Zeger (1986), Biometrika 73; average marginal effects: Bartus
// (2005), Stata Journal 5; the variance with random x: Dowd, Greene & Norton
// (2014), Health Services Research 49, and Newey & McFadden (1994), Handbook of
// Econometrics IV, section 6.
func LogisticMargins(y []bool, x [][]float64, first []int32) MarginalFit {
	k := len(x)
	f := MarginalFit{
		Intercept: math.NaN(), Beta: undefinedList(k), SE: undefinedList(k), Cov: undefinedMatrix(k),
		Effect: undefinedList(k), EffectSE: undefinedList(k), LogLik: math.NaN(), Column: -1,
	}
	p := newPooledLogit(y, x, first)
	f.Rows, f.Clusters = p.rows, p.clusters
	if p.events == 0 || p.events == p.rows {
		f.Reason = ReasonOneOutcome
		return f
	}
	if f.Reason, f.Column = p.standardize(); f.Reason != "" {
		return f
	}
	gamma, information, value, ok := climb(k+1, true, p.evaluate)
	if !ok {
		f.Reason = ReasonSeparated
		return f
	}
	f.LogLik = value
	p.scores(gamma)
	scale := math.NaN()
	if g := float64(p.clusters); g > 1 {
		scale = g / (g - 1)
	} else {
		f.Reason = ReasonOneCluster
	}
	cov := sandwich(information, p.meat, k+1, scale)
	f.Intercept = gamma[k]
	for a := range k {
		f.Intercept -= gamma[a] * p.mean[a] / p.scale[a]
		f.Beta[a] = gamma[a] / p.scale[a]
		f.SE[a] = math.Sqrt(cov.At(a, a)) / p.scale[a]
		for b := range k {
			f.Cov[a][b] = cov.At(a, b) / p.scale[a] / p.scale[b]
		}
	}
	effect, variance := p.margins(gamma, information)
	for a := range k {
		f.Effect[a] = effect[a] / p.scale[a]
		f.EffectSE[a] = math.Sqrt(scale*variance[a]) / p.scale[a]
	}
	return f
}

// pooledLogit is the likelihood in coefficients of centred, scaled columns; the
// last coefficient is the intercept.
type pooledLogit struct {
	y                      []bool
	x                      [][]float64
	first                  []int32
	rows, clusters, events int64
	mean, scale            []float64
	z                      []float64 // one row with its 1
	score, steep           []float64 // by cluster, once there are scores: the sum of its rows', and Σ p(1−p)
	meat                   []float64 // Σ s_g s_gᵀ, once there are scores
	kinds                  []kind    // of rows: what is equal is one, where a column is alone
	centred                []float64 // by kind: its row as load makes it
	of                     []int32   // by row from first[0]: its kind
}

// kind is the rows that are equal, with the chance of one where the scores were taken.
type kind struct {
	rows, events int32
	yes          float64
}

func newPooledLogit(y []bool, x [][]float64, first []int32) *pooledLogit {
	k := len(x)
	p := &pooledLogit{
		y: y, x: x, first: first, mean: make([]float64, k), scale: make([]float64, k),
		z: make([]float64, k+1), meat: make([]float64, (k+1)*(k+1)),
	}
	for g := 0; g+1 < len(first); g++ {
		if first[g+1] > first[g] {
			p.clusters++
		}
		for _, v := range y[first[g]:first[g+1]] {
			p.rows++
			if v {
				p.events++
			}
		}
	}
	return p
}

// load sets z to row i, centred and scaled, with a 1 at the end.
func (p *pooledLogit) load(i int) {
	for a, column := range p.x {
		p.z[a] = (column[i] - p.mean[a]) / p.scale[a]
	}
	p.z[len(p.x)] = 1
}

// standardize sets means and scales and refuses columns that cannot be told apart.
func (p *pooledLogit) standardize() (reason string, column int) {
	k, from, to := len(p.x), int(p.first[0]), int(p.first[len(p.first)-1])
	n := float64(p.rows)
	for a, column := range p.x {
		values := column[from:to]
		start, sum, size := values[0], 0.0, 0.0
		for _, v := range values {
			sum += v - start // exactly 0 for a constant
			size += v * v
		}
		middle, square := sum/n, 0.0
		for _, v := range values {
			d := v - start - middle
			square += d * d
		}
		switch {
		case math.IsNaN(square) || math.IsInf(square, 0):
			return ReasonNotFinite, a
		case square <= 1e-24*size:
			return ReasonConstant, a
		}
		p.mean[a], p.scale[a] = start+middle, math.Sqrt(square/n)
	}
	p.group()
	if k == 1 {
		return "", -1
	}
	products := make([]float64, k*k)
	for row := range slices.Chunk(p.centred, k+1) { // which are all rows, in their order
		addOuter(products, row[:k], 1)
	}
	for j := range products {
		products[j] /= n
	}
	if a := dependent(products, k); a >= 0 {
		return ReasonCollinear, a
	}
	return "", -1
}

// group finds the kinds of rows. Columns together are seldom equal in all of them.
func (p *pooledLogit) group() {
	k, from, n := len(p.x), int(p.first[0]), int(p.rows)
	p.of, p.kinds = make([]int32, n), make([]kind, 0, n)
	add := func(i int, another bool) {
		if another {
			p.load(from + i)
			p.kinds, p.centred = append(p.kinds, kind{}), append(p.centred, p.z...)
		}
		at := len(p.kinds) - 1
		p.of[i] = int32(at)
		p.kinds[at].rows++
		if p.y[from+i] {
			p.kinds[at].events++
		}
	}
	if k == 1 {
		last := math.NaN()
		for _, i := range ascending(p.x[0][from : from+n]) {
			v := p.x[0][from+int(i)]
			add(int(i), v != last)
			last = v
		}
		return
	}
	p.centred = make([]float64, 0, n*(k+1))
	for i := range n {
		add(i, true)
	}
}

// row is the row of a kind, centred and scaled.
func (p *pooledLogit) row(kind int) []float64 {
	k := len(p.z)
	return p.centred[kind*k:][:k]
}

// eta is the linear predictor of a row.
func eta(row, gamma []float64) float64 {
	s := 0.0
	for a, v := range row {
		s += v * gamma[a]
	}
	return s
}

// evaluate is the log likelihood; its information is always the exact one.
func (p *pooledLogit) evaluate(gamma []float64, _ bool, slopes, information []float64) float64 {
	clear(slopes)
	clear(information)
	value, both := 0.0, 1.0 // both: Π(1 + e^−|η|) of some rows, its logarithm taken now and then
	for at := range p.kinds {
		x, row := &p.kinds[at], p.row(at)
		e := eta(row, gamma)
		yes, no := logistic(e)
		n, events := float64(x.rows), float64(x.events)
		if ratio := min(yes, no) / max(yes, no); x.rows > 1 {
			value -= n * math.Log1p(ratio)
		} else if both *= 1 + ratio; both > 1e300 {
			value, both = value-math.Log(both), 1
		}
		value -= events*max(-e, 0) + (n-events)*max(e, 0)
		r := events*no - (n-events)*yes
		for a, v := range row {
			slopes[a] += r * v
		}
		addOuter(information, row, n*yes*no)
	}
	return value - math.Log(both)
}

// scores sets the chances, the scores and the meat.
func (p *pooledLogit) scores(gamma []float64) {
	for at := range p.kinds {
		p.kinds[at].yes, _ = logistic(eta(p.row(at), gamma))
	}
	k, clusters := len(p.z), len(p.first)-1
	p.score, p.steep = make([]float64, clusters*k), make([]float64, clusters)
	for g := range clusters {
		score := p.score[g*k:][:k]
		for i := int(p.first[g]); i < int(p.first[g+1]); i++ {
			at := int(p.of[i-int(p.first[0])])
			yes := p.kinds[at].yes
			p.steep[g] += yes * (1 - yes)
			r := 1 - yes
			if !p.y[i] {
				r = -yes
			}
			for a, v := range p.row(at) {
				score[a] += r * v
			}
		}
		addOuter(p.meat, score, 1)
	}
}

// margins are the average marginal effects per unit of the scaled columns, and the sums
// of squares of their clusters' influences.
func (p *pooledLogit) margins(gamma, information []float64) (effect, variance []float64) {
	k, n := len(p.x), float64(p.rows)
	steep, turn := 0.0, make([]float64, k+1) // means of p(1−p) and of its slope in γ
	for at := range p.kinds {
		yes := p.kinds[at].yes
		no := 1 - yes
		v := float64(p.kinds[at].rows) * yes * no / n
		steep += v
		for a, x := range p.row(at) {
			turn[a] += v * (no - yes) * x
		}
	}
	inverse := inverseOf(information, k+1)
	effect, variance = make([]float64, k), make([]float64, k)
	// row a of ∂m/∂γ·A⁻¹
	weight := make([][]float64, k)
	for a := range k {
		effect[a] = gamma[a] * steep
		weight[a] = make([]float64, k+1)
		for b := range k + 1 {
			weight[a][b] = steep * inverse.At(a, b)
			for j, v := range turn {
				weight[a][b] += gamma[a] * v * inverse.At(j, b)
			}
		}
	}
	for g := 0; g+1 < len(p.first); g++ {
		excess := p.steep[g] - steep*float64(p.first[g+1]-p.first[g])
		for a := range k {
			influence := gamma[a] * excess / n
			for b, v := range p.score[g*(k+1):][:k+1] {
				influence += weight[a][b] * v
			}
			variance[a] += influence * influence
		}
	}
	return effect, variance
}
