package stats

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// Reasons why a fit has no numbers. Each fit on columns carries one of them, and
// the column it is about; the caller writes the sentence.
const (
	ReasonOneOutcome = "one_outcome" // no stratum (or no row) shows both outcomes: nothing to learn from
	ReasonNotFinite  = "not_finite"  // a column holds NaN or infinity
	ReasonConstant   = "constant"    // a column does not vary (within a stratum)
	ReasonCollinear  = "collinear"   // a column is a linear combination of those before it
	ReasonSeparated  = "separated"   // the columns tell the outcomes apart: the likelihood has no maximum
	ReasonOneCluster = "one_cluster" // one cluster only: estimates stand, standard errors do not exist
)

// likelihood is a concave log likelihood of k coefficients. It returns its value
// and fills the slopes and the information (k×k, lower triangle by rows); with
// exact false a cheaper information that is near the true one will do.
type likelihood func(gamma []float64, exact bool, slopes, information []float64) float64

// climb finds the maximum by Newton's method with step halving, and returns it
// with the information there. It climbs on the cheap information while that brings it
// on, and ends on the exact one, where a step squares what is left of the way: a
// promised gain sᵀI⁻¹s of g is √g standard errors. False when there is no maximum:
// the information vanishes, or the promised gain near the top is only divided by
// about e from step to step, as separated data do for ever (Albert & Anderson 1984,
// Biometrika 71).
func climb(k int, exact bool, l likelihood) (gamma, information []float64, value float64, ok bool) {
	gamma, information = make([]float64, k), make([]float64, k*k)
	slopes, next := make([]float64, k), make([]float64, k)
	value = l(gamma, exact, slopes, information)
	// the gain promised before the last step; last is 0 when that was no full exact one
	last, before := 0.0, math.Inf(1)
	for range 100 {
		c, found := factorize(information, k)
		if !found {
			return nil, nil, 0, false
		}
		var step mat.VecDense
		s := mat.NewVecDense(k, append([]float64(nil), slopes...))
		if c.SolveVecTo(&step, s) != nil {
			return nil, nil, 0, false
		}
		gain, fromExact := mat.Dot(s, &step), exact
		if exact && gain < 1e-20 {
			for j := range gamma {
				gamma[j] += step.AtVec(j)
			}
			return gamma, information, value, true
		}
		if exact && gain < 1e-6 && gain > 0.1*last && last > 0 {
			return nil, nil, 0, false
		}
		exact = exact || gain < 1e-12 || gain < 1e-2 && gain > 0.05*before
		size, risen := 1.0, false
		for range 40 {
			for j := range next {
				next[j] = gamma[j] + size*step.AtVec(j)
			}
			// So near the top, a sum over millions of rows may round down what has risen.
			if v := l(next, exact, slopes, information); v >= value-1e-12*max(-value, value) || gain < 1e-6 {
				value, risen = v, true
				break
			}
			size /= 2
		}
		if !risen {
			return nil, nil, 0, false
		}
		gamma, next = next, gamma
		if fromExact && gain < 1e-14 {
			return gamma, information, value, true
		}
		last, before = 0, gain
		if fromExact && size == 1 {
			last = gain
		}
	}
	return nil, nil, 0, false
}

// factorize is Cholesky's factor of a k×k matrix given by its lower triangle.
func factorize(lower []float64, k int) (*mat.Cholesky, bool) {
	m := mat.NewSymDense(k, nil)
	for a := range k {
		for b := 0; b <= a; b++ {
			m.SetSym(a, b, lower[a*k+b])
		}
	}
	var c mat.Cholesky
	if !c.Factorize(m) || c.Cond() > 1e15 {
		return nil, false
	}
	return &c, true
}

// dependent returns the first column that is a linear combination of those before
// it, −1 for none, from the products of columns scaled to length 1 (lower
// triangle): one of which less than 1e-9 of the square is left.
func dependent(lower []float64, k int) int {
	l := append([]float64(nil), lower...)
	for a := range k {
		for b := 0; b <= a; b++ {
			s := l[a*k+b]
			for j := range b {
				s -= l[a*k+j] * l[b*k+j]
			}
			if b < a {
				l[a*k+b] = s / l[b*k+b]
				continue
			}
			if !(s > 1e-9) {
				return a
			}
			l[a*k+a] = math.Sqrt(s)
		}
	}
	return -1
}

// sandwich is A⁻¹·M·A⁻¹·scale for lower triangles A and M, as a full matrix.
func sandwich(information, meat []float64, k int, scale float64) *mat.SymDense {
	out, inverse := mat.NewSymDense(k, nil), inverseOf(information, k)
	m := mat.NewSymDense(k, nil)
	for a := range k {
		for b := 0; b <= a; b++ {
			m.SetSym(a, b, meat[a*k+b])
		}
	}
	var half, full mat.Dense
	half.Mul(inverse, m)
	full.Mul(&half, inverse)
	for a := range k {
		for b := 0; b <= a; b++ {
			out.SetSym(a, b, scale*full.At(a, b))
		}
	}
	return out
}

// addOuter adds w·v·vᵀ to a lower triangle.
func addOuter(lower, v []float64, w float64) {
	k := len(v)
	for a, va := range v {
		row := lower[a*k : a*k+a+1]
		wa := w * va
		for b := range row {
			row[b] += wa * v[b]
		}
	}
}

// inverseOf is the inverse of a matrix given by its lower triangle, NaN where it
// has none.
func inverseOf(lower []float64, k int) *mat.SymDense {
	var inverse mat.SymDense
	if c, ok := factorize(lower, k); ok && c.InverseTo(&inverse) == nil {
		return &inverse
	}
	return mat.NewSymDense(k, undefinedList(k*k))
}

func undefinedMatrix(k int) [][]float64 {
	out := make([][]float64, k)
	for i := range out {
		out[i] = undefinedList(k)
	}
	return out
}
