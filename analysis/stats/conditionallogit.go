package stats

import "math"

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
// functions, O(n·m), here as the distribution of a sum of independent Bernoulli
// draws with odds exp(x_iβ + t), t such that m is expected: all numbers stay in
// 0…1, whatever n. Backwards it gives each row's chance of being in S, so the
// slopes; the information is the variance of Σ_S x, summed over the steps of the
// chain as Σ P·q(1−q)·d·dᵀ with d the change of the expected sum by taking row i:
// never negative, nothing cancels. Strata longer than 512 rows are cut into equal
// stretches of consecutive rows with a constant each, a finer stratification that
// is as consistent; their scores add up by stratum.
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
}

// conditional is the likelihood, with the room one piece needs.
type conditional struct {
	y            []bool
	x            [][]float64
	pieces       []piece
	strata, rows int64
	scale        []float64 // root mean square within pieces, per column
	meat         []float64 // Σ s_g s_gᵀ at the last evaluation
	centred      []float64 // the rows of all pieces as load makes them, once the scales are set

	score, stratumScore     []float64
	z, eta, p, q, included  []float64
	sums, after, take, turn []float64
	expected, mean, d       []float64
	likely                  [][2]int32 // by row, the first and last state worth counting
}

func newConditional(y []bool, x [][]float64, first []int32) *conditional {
	c := &conditional{y: y, x: x}
	n, states := 0, 0
	for g := 0; g+1 < len(first); g++ {
		length := int(first[g+1] - first[g])
		parts := (length + longestPiece - 1) / longestPiece
		any, rows := false, 0
		for part := range parts {
			p := piece{from: first[g] + int32(length*part/parts), to: first[g] + int32(length*(part+1)/parts), stratum: int32(g)}
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
			n, states = max(n, size), max(states, (size+1)*(min(int(p.events), size-int(p.events))+2))
		}
		if any {
			c.strata++
			c.rows += int64(rows)
		}
	}
	k := len(x)
	c.score, c.stratumScore, c.meat = make([]float64, k), make([]float64, k), make([]float64, k*k)
	c.z, c.eta, c.p, c.q, c.included = make([]float64, n*k), make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
	c.sums, c.take, c.turn, c.after = make([]float64, states), make([]float64, states), make([]float64, states), make([]float64, n+2)
	c.expected, c.mean, c.d = make([]float64, (n+2)*k), make([]float64, k), make([]float64, k)
	c.likely = make([][2]int32, n+1)
	return c
}

// load copies a piece's rows into z, centred on the piece and scaled.
func (c *conditional) load(p piece, z []float64) {
	k := len(c.x)
	n := int(p.to - p.from)
	for a, column := range c.x {
		values := column[p.from:p.to]
		mean := 0.0
		for _, v := range values {
			mean += v - values[0] // exactly 0 for a constant
		}
		mean /= float64(n)
		for i, v := range values {
			z[i*k+a] = (v - values[0] - mean) / c.scale[a]
		}
	}
}

// standardize sets the scales and refuses columns that cannot be told apart.
func (c *conditional) standardize() (reason string, column int) {
	k := len(c.x)
	c.scale = make([]float64, k)
	products, size := make([]float64, k*k), make([]float64, k)
	for a := range c.scale {
		c.scale[a] = 1
	}
	for _, p := range c.pieces {
		c.load(p, c.z)
		for i := range int(p.to - p.from) {
			addOuter(products, c.z[i*k:i*k+k], 1)
		}
		for a, column := range c.x {
			for _, v := range column[p.from:p.to] {
				size[a] += v * v
			}
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
	c.centred = make([]float64, int(c.rows)*k)
	rest := c.centred
	for _, p := range c.pieces {
		c.load(p, rest)
		rest = rest[int(p.to-p.from)*k:]
	}
	return "", -1
}

// evaluate is the likelihood in coefficients of the scaled columns.
func (c *conditional) evaluate(gamma []float64, exact bool, slopes, information []float64) float64 {
	clear(slopes)
	clear(information)
	clear(c.meat)
	clear(c.stratumScore)
	value, rest := 0.0, c.centred
	for i, p := range c.pieces {
		size := int(p.to-p.from) * len(gamma)
		c.z, rest = rest[:size:size], rest[size:]
		clear(c.score)
		value += c.piece(p, gamma, exact, information)
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
