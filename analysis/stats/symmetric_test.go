package stats

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// TestSymmetric holds factor, solution, inverse, condition and eigenvalues against
// gonum, over matrices of every size and condition.
func TestSymmetric(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for k := 1; k <= 24; k++ {
		for _, spread := range []float64{0, 3, 8} { // powers of ten between the columns
			s, m := newSymmetric(k), mat.NewSymDense(k, nil)
			for range 3 * k {
				x := make([]float64, k)
				for i := range x {
					x[i] = r.NormFloat64() * math.Pow(10, -spread*float64(i)/float64(k))
				}
				s.addOuter(0.7, x)
				m.SymRankOne(m, 0.7, mat.NewVecDense(k, x))
			}
			b := make([]float64, k)
			for i := range b {
				b[i] = r.NormFloat64()
			}
			c, ok := s.cholesky()
			var peer mat.Cholesky
			if !peer.Factorize(m) || !ok {
				t.Fatalf("k %d, spread %g: no factor", k, spread)
			}
			off := 1e-15 * peer.Cond() * float64(10*k)
			var x mat.VecDense
			var inverse mat.SymDense
			if peer.SolveVecTo(&x, mat.NewVecDense(k, b)) != nil || peer.InverseTo(&inverse) != nil {
				t.Fatalf("k %d, spread %g: gonum gives up", k, spread)
			}
			size := mat.Norm(&inverse, 1)
			ours, back := c.solve(b), c.inverse()
			for i := range k {
				if d := math.Abs(ours[i] - x.AtVec(i)); !(d <= off*mat.Norm(&x, math.Inf(1))) {
					t.Errorf("k %d, spread %g: solution %d is %g, gonum has %g", k, spread, i, ours[i], x.AtVec(i))
				}
				for j := range k {
					if d := math.Abs(back.at(i, j) - inverse.At(i, j)); !(d <= off*size) {
						t.Errorf("k %d, spread %g: inverse %d %d is %g, gonum has %g", k, spread, i, j, back.at(i, j), inverse.At(i, j))
					}
				}
			}
			// gonum's is an estimate from below.
			if got := c.condition(); !(got >= 0.999*peer.Cond() && got <= 10*peer.Cond()) {
				t.Errorf("k %d, spread %g: condition %g, gonum estimates %g", k, spread, got, peer.Cond())
			}
			if got, want := s.form(b), mat.Inner(mat.NewVecDense(k, b), m, mat.NewVecDense(k, b)); !(math.Abs(got-want) <= 1e-12*math.Abs(want)) {
				t.Errorf("k %d: form %g, gonum has %g", k, got, want)
			}
			values, vectors, ok := s.eigen()
			var e mat.EigenSym
			if !ok || !e.Factorize(m, false) {
				t.Fatalf("k %d: no eigenvalues", k)
			}
			want, sum := e.Values(nil), 0.0
			for _, v := range want {
				sum += v
			}
			got := append([]float64(nil), values...)
			for _, w := range want {
				near := math.Inf(1)
				for _, g := range got {
					near = math.Min(near, math.Abs(g-w))
				}
				if near > 1e-13*sum {
					t.Errorf("k %d, spread %g: no eigenvalue is %g, the nearest is %g off", k, spread, w, near)
				}
			}
			again := newSymmetric(k) // Σ λ·v·vᵀ
			for i, v := range values {
				again.addOuter(v, vectors[i])
			}
			for i := range again.v {
				if math.Abs(again.v[i]-s.v[i]) > 1e-13*sum {
					t.Fatalf("k %d: the eigenvectors do not make the matrix again: %g for %g", k, again.v[i], s.v[i])
				}
			}
		}
	}
}

// TestNotDefinite: what has no factor, and what is not finite.
func TestNotDefinite(t *testing.T) {
	for name, lower := range map[string][]float64{
		"zero": {0}, "negative": {-1}, "NaN": {math.NaN()}, "infinite": {math.Inf(1)},
		"singular": {1, 0, 1, 1}, "indefinite": {1, 0, 2, 1}, "NaN within": {1, 0, math.NaN(), 1},
	} {
		k := 1
		if len(lower) == 4 {
			k = 2
		}
		s := fromLower(lower, k)
		if _, ok := s.cholesky(); ok {
			t.Errorf("%s has a factor", name)
		}
		if _, _, ok := s.eigen(); ok == (name == "NaN" || name == "infinite" || name == "NaN within") {
			t.Errorf("%s: eigenvalues found: %v", name, ok)
		}
	}
	if c, ok := fromLower([]float64{1, 0, 1 - 1e-16, 1}, 2).cholesky(); ok && c.condition() < 1e15 {
		t.Error("a nearly singular matrix has a good condition")
	}
	if c, ok := newSymmetric(0).cholesky(); !ok || len(c.solve(nil)) != 0 {
		t.Error("a matrix without rows is no fault")
	}
}
