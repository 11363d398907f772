package stats

import "math"

// Robust standard errors of a least-squares fit: Root·M·Rootᵀ with M the sum of
// outer products of whitened scores z·e. Each returns one standard error per
// coefficient.

// HC returns White's standard errors with the correction 0 (none), 1 (n/(n−k)), 2
// (e²/(1−h)) or 3 (e²/(1−h)²), h the leverage. NaN for another correction; +Inf
// or NaN where a leverage is 1.
//
// Source: White (1980), Econometrica 48; MacKinnon & White (1985), Journal of
// Econometrics 29.
func (f Fit) HC(correction int) []float64 {
	m := newSymmetric(f.K)
	for i, z := range f.White {
		h := 0.0
		for _, v := range z {
			h += v * v
		}
		w := f.Resid[i]
		switch correction {
		case 0, 1:
		case 2:
			w /= math.Sqrt(1 - h)
		case 3:
			w /= 1 - h
		default:
			w = math.NaN()
		}
		m.addOuter(w*w, z)
	}
	scale := 1.0
	if correction == 1 {
		scale = float64(f.N) / float64(f.N-f.K)
	}
	return f.errors(m, scale)
}

// errors is the square root of the diagonal of scale·Root·m·Rootᵀ.
func (f Fit) errors(m *symmetric, scale float64) []float64 {
	out := make([]float64, f.K)
	for j, row := range f.Root {
		v := m.form(row)
		out[j] = math.Sqrt(math.Max(scale*v, 0))
		if math.IsNaN(v) {
			out[j] = math.NaN()
		}
	}
	return out
}

// Clustered holds what cluster-robust errors need: per cluster the products
// S = Σ z zᵀ and the score s = Σ z·e.
type Clustered struct {
	fit    Fit
	shares []*symmetric
	scores [][]float64
}

// Cluster groups the rows into clusters 0 … g−1.
func (f Fit) Cluster(cluster []int, g int) Clustered {
	c := Clustered{fit: f}
	for range g {
		c.shares = append(c.shares, newSymmetric(f.K))
		c.scores = append(c.scores, make([]float64, f.K))
	}
	for i, z := range f.White {
		g := cluster[i]
		c.shares[g].addOuter(1, z)
		for j, v := range z {
			c.scores[g][j] += f.Resid[i] * v
		}
	}
	return c
}

// CR0 returns the plain cluster-robust standard errors times √scale. With G
// clusters, CR1 has scale G/(G−1) and CR1S G/(G−1)·(n−1)/(n−k), the convention of
// Stata, statsmodels and sandwich.
//
// Source: Liang & Zeger (1986), Biometrika 73.
func (c Clustered) CR0(scale float64) []float64 {
	m := newSymmetric(c.fit.K)
	for _, s := range c.scores {
		m.addOuter(1, s)
	}
	return c.fit.errors(m, scale)
}

// Adjusted returns the cluster-robust standard errors with each cluster's
// residuals multiplied by (I − H_gg)^(−power) and the Satterthwaite degrees of
// freedom of each coefficient: power ½ is CR2, unbiased when errors are
// independent and alike (Bell & McCaffrey), power 1 is CR3, about the jackknife
// that leaves one cluster out. H_gg is the cluster's block of the hat matrix;
// directions in which it is 1 are left out.
//
// Source: Bell & McCaffrey (2002), Survey Methodology 28; degrees of freedom as
// Pustejovsky & Tipton (2018), Journal of Business & Economic Statistics 36, with
// an identity working model.
func (c Clustered) Adjusted(power float64) (se, df []float64) {
	m := newSymmetric(c.fit.K)
	factors := make([]*symmetric, len(c.scores))
	for g, s := range c.scores {
		factors[g] = inversePower(c.shares[g], power)
		m.addOuter(1, factors[g].times(s))
	}
	se = c.fit.errors(m, 1)
	for _, row := range c.fit.Root {
		df = append(df, c.satterthwaite(row, factors))
	}
	return se, df
}

// satterthwaite is (tr B)²/tr(B²) for B_gh = δ_gh·a_g − b_g·b_h, where w_g =
// Z_g·F_g·c is the cluster's weight on its residuals, a_g = |w_g|² and b_g =
// Z_gᵀw_g.
func (c Clustered) satterthwaite(row []float64, factors []*symmetric) float64 {
	var trace, squares float64
	outer := newSymmetric(c.fit.K)
	for g, f := range factors {
		v := f.times(row)
		b := c.shares[g].times(v)
		a, bb := inner(v, b), inner(b, b)
		trace += a - bb
		squares += a*a - 2*a*bb
		outer.addOuter(1, b)
	}
	squares += inner(outer.v, outer.v)
	return trace * trace / squares
}

// inversePower is (I − S)^(−power) of a symmetric S with eigenvalues in 0…1, 0 in
// the directions where S is 1.
func inversePower(s *symmetric, power float64) *symmetric {
	out := newSymmetric(s.k)
	values, vectors, ok := s.eigen()
	if !ok {
		for i := range s.k {
			out.set(i, i, math.NaN())
		}
		return out
	}
	for i, v := range values {
		if left := 1 - v; left > 1e-12 {
			out.addOuter(math.Pow(left, -power), vectors[i])
		}
	}
	return out
}
