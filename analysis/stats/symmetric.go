package stats

import "math"

// symmetric is a symmetric matrix, kept whole. Those here have as many rows as a
// regression has columns: a few dozen at most, for which a library of linear algebra
// would weigh more than all of this program's statistics.
type symmetric struct {
	k int
	v []float64 // by rows
}

func newSymmetric(k int) *symmetric { return &symmetric{k, make([]float64, k*k)} }

// fromLower makes the matrix of a lower triangle by rows.
func fromLower(lower []float64, k int) *symmetric {
	s := newSymmetric(k)
	for i := range k {
		for j := 0; j <= i; j++ {
			s.set(i, j, lower[i*k+j])
		}
	}
	return s
}

func (s *symmetric) at(i, j int) float64 { return s.v[i*s.k+j] }

func (s *symmetric) set(i, j int, v float64) { s.v[i*s.k+j], s.v[j*s.k+i] = v, v }

// addOuter adds w·x·xᵀ.
func (s *symmetric) addOuter(w float64, x []float64) {
	for i, xi := range x {
		for j, xj := range x {
			s.v[i*s.k+j] += w * (xi * xj)
		}
	}
}

// times is S·x.
func (s *symmetric) times(x []float64) []float64 {
	out := make([]float64, s.k)
	for i := range out {
		out[i] = inner(s.v[i*s.k:(i+1)*s.k], x)
	}
	return out
}

// form is xᵀ·S·x.
func (s *symmetric) form(x []float64) float64 { return inner(x, s.times(x)) }

// norm is the largest sum of magnitudes of a row.
func (s *symmetric) norm() (most float64) {
	for i := range s.k {
		sum := 0.0
		for _, v := range s.v[i*s.k : (i+1)*s.k] {
			sum += math.Abs(v)
		}
		if most = math.Max(most, sum); math.IsNaN(sum) {
			return math.NaN()
		}
	}
	return most
}

func inner(a, b []float64) (sum float64) {
	for i, v := range a {
		sum += v * b[i]
	}
	return sum
}

// cholesky is the lower triangle L of S = L·Lᵀ.
type cholesky struct {
	k    int
	l    []float64 // by rows
	norm float64   // of S
}

// cholesky factors a positive definite matrix; false for any other.
func (s *symmetric) cholesky() (*cholesky, bool) {
	k := s.k
	c := &cholesky{k, make([]float64, k*k), s.norm()}
	for i := range k {
		row := c.l[i*k : (i+1)*k]
		for j := 0; j <= i; j++ {
			v := s.at(i, j) - inner(row[:j], c.l[j*k:j*k+j])
			if j < i {
				row[j] = v / c.l[j*k+j]
				continue
			}
			if !(v > 0) || math.IsInf(v, 1) {
				return nil, false
			}
			row[i] = math.Sqrt(v)
		}
	}
	return c, true
}

// solve is S⁻¹·b.
func (c *cholesky) solve(b []float64) []float64 {
	x := append([]float64(nil), b...)
	for i := range x {
		x[i] = (x[i] - inner(c.l[i*c.k:i*c.k+i], x[:i])) / c.l[i*c.k+i]
	}
	for i := c.k - 1; i >= 0; i-- {
		for j := i + 1; j < c.k; j++ {
			x[i] -= c.l[j*c.k+i] * x[j]
		}
		x[i] /= c.l[i*c.k+i]
	}
	return x
}

// inverse is S⁻¹.
func (c *cholesky) inverse() *symmetric {
	out := newSymmetric(c.k)
	unit := make([]float64, c.k)
	for j := range c.k {
		unit[j] = 1
		for i, v := range c.solve(unit)[:j+1] {
			out.set(i, j, v)
		}
		unit[j] = 0
	}
	return out
}

// condition is how many times an error in S grows in S⁻¹, by the largest row sums.
func (c *cholesky) condition() float64 { return c.norm * c.inverse().norm() }

// eigen gives the eigenvalues with the vectors of length 1 that belong to them, by
// Jacobi's rotations; false where the matrix is not finite.
func (s *symmetric) eigen() (values []float64, vectors [][]float64, ok bool) {
	k, a := s.k, append([]float64(nil), s.v...)
	vectors = make([][]float64, k)
	for i := range vectors {
		vectors[i] = make([]float64, k)
		vectors[i][i] = 1
	}
	for range 60 { // sweeps; six or seven do
		off, all := 0.0, 0.0
		for i := range k {
			for j := range k {
				v := a[i*k+j] * a[i*k+j]
				if all += v; i != j {
					off += v
				}
			}
		}
		if math.IsNaN(all) || math.IsInf(all, 0) {
			return nil, nil, false
		}
		if off <= 1e-34*all {
			break
		}
		for p := range k {
			for q := p + 1; q < k; q++ {
				if a[p*k+q] == 0 {
					continue
				}
				// Golub & Van Loan (2013), Matrix Computations, 8.5.2
				tau := (a[q*k+q] - a[p*k+p]) / (2 * a[p*k+q])
				t := 1 / (math.Abs(tau) + math.Hypot(1, tau))
				if tau < 0 {
					t = -t
				}
				c := 1 / math.Hypot(1, t)
				sin := t * c
				for i := range k {
					x, y := a[i*k+p], a[i*k+q]
					a[i*k+p], a[i*k+q] = c*x-sin*y, sin*x+c*y
				}
				for i := range k {
					x, y := a[p*k+i], a[q*k+i]
					a[p*k+i], a[q*k+i] = c*x-sin*y, sin*x+c*y
					vectors[p][i], vectors[q][i] = c*vectors[p][i]-sin*vectors[q][i], sin*vectors[p][i]+c*vectors[q][i]
				}
			}
		}
	}
	for i := range k {
		values = append(values, a[i*k+i])
	}
	return values, vectors, true
}
