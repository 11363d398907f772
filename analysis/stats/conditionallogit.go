package stats

import (
	"math"
	"slices"
)

// ConditionalFit is a logistic regression within strata. Where Reason is not
// empty, Beta and all errors are NaN (with ReasonOneCluster the errors only).
type ConditionalFit struct {
	Beta    []float64   // k log odds ratios per unit of the column
	SE      []float64   // clustered by stratum: the roots of Cov's diagonal
	Cov     [][]float64 // k×k, A⁻¹(Σ s_g s_gᵀ)A⁻¹·G/(G−1)
	ModelSE []float64   // from the information A alone
	LogLik  float64     // conditional, at Beta
	Strata  int64       // G, those that show both outcomes; the others say nothing and drop out
	Rows    int64       // rows of those strata
	Pieces  int64       // stretches the strata were cut into, Strata when none was longer than 512 rows
	Reason  string      // empty, or why there is no estimate
	Column  int         // the column Reason is about, −1 for none
}

// longestPiece bounds a piece's table of n·min(m, n−m) states.
const longestPiece = 512

// ConditionalLogit fits logit P(y=1) = α_g + xβ with an own constant α_g for each
// stratum g (a user), by the likelihood conditional on the stratum's number m of
// events, which is free of α_g:
//
//	L_g = exp(Σ_{y=1} x_iβ) / Σ_{|S|=m} exp(Σ_{i∈S} x_iβ)
//
// So whatever is stable in a stratum is held fixed. x holds k columns of n values,
// stratum g the rows first[g] … first[g+1]−1.
//
// The sum over all sets S is the usual recursion of elementary symmetric
// functions, here as the distribution of a sum of independent Bernoulli draws with
// odds exp(x_iβ + t), t such that m is expected: all numbers stay in 0…1, whatever
// n. Rows of a stratum with equal x are one binomial draw, so that bands of a number
// take a step each and not every row of theirs. Backwards the recursion gives how
// many of each are expected in S, so the slopes; the information, the variance of
// Σ_S x, is the sum of the covariances of the steps with those before them. Strata
// longer than 512 rows are cut into equal stretches of consecutive rows with a
// constant each, a finer stratification that is as consistent; their scores add up
// by stratum.
//
// A column that is constant within every stratum, collinear columns and separated
// outcomes are said by Reason. The scores are uncorrelated between strata only:
// G should be 40 or more.
//
// Source: Chamberlain (1980), Review of Economic Studies 47; the recursion: Gail,
// Lubin & Rubinstein (1981), Biometrika 68; its form as conditional Bernoulli
// draws: Chen, Dempster & Liu (1994), Biometrika 81; the errors: Liang & Zeger
// (1986), Biometrika 73.
func ConditionalLogit(y []bool, x [][]float64, first []int32) ConditionalFit {
	k := len(x)
	f := ConditionalFit{
		Beta: undefinedList(k), SE: undefinedList(k), ModelSE: undefinedList(k),
		Cov: undefinedMatrix(k), LogLik: math.NaN(), Column: -1,
	}
	c := newConditional(y, x, first)
	f.Strata, f.Rows, f.Pieces = c.strata, c.rows, int64(len(c.pieces))
	if c.strata == 0 {
		f.Reason = ReasonOneOutcome
		return f
	}
	if f.Reason, f.Column = c.standardize(); f.Reason != "" || k == 0 {
		return f
	}
	gamma, information, value, ok := climb(k, false, c.evaluate)
	if !ok {
		f.Reason = ReasonSeparated
		return f
	}
	f.LogLik = value
	scale := math.NaN()
	if g := float64(c.strata); g > 1 {
		scale = g / (g - 1)
	} else {
		f.Reason = ReasonOneCluster
	}
	cov := sandwich(information, c.meat, k, scale)
	model := inverseOf(information, k)
	for a := range k {
		f.Beta[a] = gamma[a] / c.scale[a]
		f.SE[a] = math.Sqrt(cov.At(a, a)) / c.scale[a]
		f.ModelSE[a] = math.Sqrt(model.At(a, a)) / c.scale[a]
		for b := range k {
			f.Cov[a][b] = cov.At(a, b) / c.scale[a] / c.scale[b]
		}
	}
	return f
}

// piece is a stretch of consecutive rows that shows both outcomes.
type piece struct {
	from, to, stratum int32
	events            int32
	steps             int32 // how many different rows it has
}

// step is the rows of a piece that are equal.
type step struct{ rows, events int32 }

// conditional is the likelihood, with the room one piece needs.
type conditional struct {
	y            []bool
	x            [][]float64
	pieces       []piece
	strata, rows int64
	scale        []float64 // root mean square within pieces, per column
	meat         []float64 // Σ s_g s_gᵀ at the last evaluation
	tilts        []float64 // by piece: that of the evaluation before
	steps        []step    // of all pieces, once the scales are set
	centred      []float64 // their rows as load makes them
	hashes       []uint64  // of the rows of the piece at hand

	score, stratumScore []float64
	at                  chain
}

func newConditional(y []bool, x [][]float64, first []int32) *conditional {
	c := &conditional{y: y, x: x}
	n, states := 0, 0
	for g := 0; g+1 < len(first); g++ {
		length := int(first[g+1] - first[g])
		parts := (length + longestPiece - 1) / longestPiece
		any, rows := false, 0
		for part := range parts {
			p := piece{from: first[g] + int32(length*part/parts), to: first[g] + int32(length*(part+1)/parts),
				stratum: int32(g)}
			for _, v := range y[p.from:p.to] {
				if v {
					p.events++
				}
			}
			size := int(p.to - p.from)
			if p.events == 0 || int(p.events) == size {
				continue
			}
			c.pieces = append(c.pieces, p)
			any, rows = true, rows+size
			n, states = max(n, size), max(states, min(int(p.events), size-int(p.events))+1)
		}
		if any {
			c.strata++
			c.rows += int64(rows)
		}
	}
	k := len(x)
	c.score, c.stratumScore, c.meat = make([]float64, k), make([]float64, k), make([]float64, k*k)
	c.at = newChain(k, n, states)
	return c
}

// standardize puts equal rows together, centred on their piece, sets the scales and refuses
// columns that cannot be told apart.
func (c *conditional) standardize() (reason string, column int) {
	k := len(c.x)
	if k == 0 {
		return "", -1
	}
	c.scale = make([]float64, k)
	c.steps, c.centred = make([]step, 0, c.rows), make([]float64, 0, int(c.rows)*k)
	products, size := make([]float64, k*k), make([]float64, k)
	for i := range c.pieces {
		p := &c.pieces[i]
		from := len(c.steps)
		c.group(p)
		steps, rows := c.steps[from:], c.centred[from*k:]
		n := float64(p.to - p.from)
		for a := range k {
			first, mean := rows[a], 0.0
			for j, s := range steps {
				v := rows[j*k+a]
				mean += float64(s.rows) * (v - first) // exactly 0 for a constant
				size[a] += float64(s.rows) * v * v
			}
			mean /= n
			for j := range steps {
				rows[j*k+a] = rows[j*k+a] - first - mean
			}
		}
		for j, s := range steps {
			addOuter(products, rows[j*k:j*k+k], float64(s.rows))
		}
	}
	for a := range c.scale {
		switch s := products[a*k+a]; {
		case math.IsNaN(s) || math.IsInf(s, 0):
			return ReasonNotFinite, a
		case s <= 1e-24*size[a]:
			return ReasonConstant, a
		default:
			c.scale[a] = math.Sqrt(s / float64(c.rows))
		}
	}
	for a := range k {
		for b := 0; b <= a; b++ {
			products[a*k+b] /= c.scale[a] * c.scale[b] * float64(c.rows)
		}
	}
	if a := dependent(products, k); a >= 0 {
		return ReasonCollinear, a
	}
	for row := range slices.Chunk(c.centred, k) {
		for a, s := range c.scale {
			row[a] /= s
		}
	}
	c.tilts = make([]float64, len(c.pieces))
	for i := range c.tilts {
		c.tilts[i] = math.NaN()
	}
	return "", -1
}

// group puts the equal rows of a piece together, in the order of the first of each.
func (c *conditional) group(p *piece) {
	k, from := len(c.x), len(c.steps)
	row := c.score // has room for one
	c.hashes = c.hashes[:0]
	for i := p.from; i < p.to; i++ {
		hash := uint64(0)
		for a, column := range c.x {
			row[a] = column[i]
			hash = (hash ^ math.Float64bits(row[a]+0)) * 0x9e3779b97f4a7c15 // −0 as 0
		}
		at := from
		for j, h := range c.hashes {
			if h == hash && slices.Equal(c.centred[(from+j)*k:][:k], row) {
				break
			}
			at++
		}
		if at == len(c.steps) {
			c.steps, c.centred = append(c.steps, step{}), append(c.centred, row...)
			c.hashes = append(c.hashes, hash)
		}
		c.steps[at].rows++
		if c.y[i] {
			c.steps[at].events++
		}
	}
	p.steps = int32(len(c.steps) - from)
}

// evaluate is the likelihood in coefficients of the scaled columns.
func (c *conditional) evaluate(gamma []float64, exact bool, slopes, information []float64) float64 {
	clear(slopes)
	clear(information)
	clear(c.meat)
	clear(c.stratumScore)
	value, steps, rows, k := 0.0, c.steps, c.centred, len(gamma)
	for i, p := range c.pieces {
		n := int(p.steps)
		c.at.set(steps[:n], rows[:n*k], int(p.events))
		steps, rows = steps[n:], rows[n*k:]
		clear(c.score)
		value += c.at.evaluate(gamma, exact, &c.tilts[i], c.score, information)
		for a, v := range c.score {
			slopes[a] += v
			c.stratumScore[a] += v
		}
		if i+1 == len(c.pieces) || c.pieces[i+1].stratum != p.stratum {
			addOuter(c.meat, c.stratumScore, 1)
			clear(c.stratumScore)
		}
	}
	return value
}
