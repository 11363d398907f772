package stats

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

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
	m := mat.NewSymDense(f.K, nil)
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
		m.SymRankOne(m, w*w, mat.NewVecDense(f.K, z))
	}
	scale := 1.0
	if correction == 1 {
		scale = float64(f.N) / float64(f.N-f.K)
	}
	return f.errors(m, scale)
}

// errors is the square root of the diagonal of scale·Root·m·Rootᵀ.
func (f Fit) errors(m *mat.SymDense, scale float64) []float64 {
	out := make([]float64, f.K)
	for j, row := range f.Root {
		v := mat.NewVecDense(f.K, row)
		out[j] = math.Sqrt(math.Max(scale*mat.Inner(v, m, v), 0))
		if math.IsNaN(mat.Inner(v, m, v)) {
			out[j] = math.NaN()
		}
	}
	return out
}

// Clustered holds what cluster-robust errors need: per cluster the products
// S = Σ z zᵀ and the score s = Σ z·e.
type Clustered struct {
	fit    Fit
	shares []*mat.SymDense
	scores []*mat.VecDense
}

// Cluster groups the rows into clusters 0 … g−1.
func (f Fit) Cluster(cluster []int, g int) Clustered {
	c := Clustered{fit: f}
	for range g {
		c.shares = append(c.shares, mat.NewSymDense(f.K, nil))
		c.scores = append(c.scores, mat.NewVecDense(f.K, nil))
	}
	for i, z := range f.White {
		v := mat.NewVecDense(f.K, z)
		g := cluster[i]
		c.shares[g].SymRankOne(c.shares[g], 1, v)
		c.scores[g].AddScaledVec(c.scores[g], f.Resid[i], v)
	}
	return c
}

// CR0 returns the plain cluster-robust standard errors times √scale. With G
// clusters, CR1 has scale G/(G−1) and CR1S G/(G−1)·(n−1)/(n−k), the convention of
// Stata, statsmodels and sandwich.
//
// Source: Liang & Zeger (1986), Biometrika 73.
func (c Clustered) CR0(scale float64) []float64 {
	m := mat.NewSymDense(c.fit.K, nil)
	for _, s := range c.scores {
		m.SymRankOne(m, 1, s)
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
	k := c.fit.K
	m := mat.NewSymDense(k, nil)
	factors := make([]*mat.SymDense, len(c.scores))
	for g, s := range c.scores {
		factors[g] = inversePower(c.shares[g], power)
		var u mat.VecDense
		u.MulVec(factors[g], s)
		m.SymRankOne(m, 1, &u)
	}
	se = c.fit.errors(m, 1)
	for _, row := range c.fit.Root {
		df = append(df, c.satterthwaite(mat.NewVecDense(k, row), factors))
	}
	return se, df
}

// satterthwaite is (tr B)²/tr(B²) for B_gh = δ_gh·a_g − b_g·b_h, where w_g =
// Z_g·F_g·c is the cluster's weight on its residuals, a_g = |w_g|² and b_g =
// Z_gᵀw_g.
func (c Clustered) satterthwaite(row *mat.VecDense, factors []*mat.SymDense) float64 {
	k := c.fit.K
	var trace, squares float64
	outer := mat.NewSymDense(k, nil)
	for g, f := range factors {
		var v, b mat.VecDense
		v.MulVec(f, row)
		b.MulVec(c.shares[g], &v)
		a := mat.Dot(&v, &b)
		bb := mat.Dot(&b, &b)
		trace += a - bb
		squares += a*a - 2*a*bb
		outer.SymRankOne(outer, 1, &b)
	}
	for i := range k {
		for j := range k {
			squares += outer.At(i, j) * outer.At(i, j)
		}
	}
	return trace * trace / squares
}

// inversePower is (I − S)^(−power) of a symmetric S with eigenvalues in 0…1, 0 in
// the directions where S is 1.
func inversePower(s *mat.SymDense, power float64) *mat.SymDense {
	k := s.SymmetricDim()
	out := mat.NewSymDense(k, nil)
	var e mat.EigenSym
	if !e.Factorize(s, true) {
		for i := range k {
			out.SetSym(i, i, math.NaN())
		}
		return out
	}
	values := e.Values(nil)
	var vectors mat.Dense
	e.VectorsTo(&vectors)
	for i, v := range values {
		if left := 1 - v; left > 1e-12 {
			out.SymRankOne(out, math.Pow(left, -power), vectors.ColView(i))
		}
	}
	return out
}
