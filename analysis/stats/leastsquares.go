package stats

import (
	"errors"
	"math"
	"math/big"
)

// Fit is a least-squares fit of n rows on k columns. Its parts are computed from
// exact sums of products in 1024-bit arithmetic and rounded once, so neither
// offsets, powers of ten nor near collinearity cost digits.
type Fit struct {
	N, K   int
	Beta   []float64
	Resid  []float64   // y − Xβ
	White  [][]float64 // n rows z_i = L⁻¹x_i with XᵀX = LLᵀ: Σ z zᵀ is the identity, |z_i|² the leverage
	Root   [][]float64 // k×k, L⁻ᵀ: a covariance M of the whitened scores is Root·M·Rootᵀ of β
	RSS    float64     // Σ e²
	TSS    float64     // Σ (y−ȳ)²
	RawTSS float64     // Σ y²
}

// ErrCollinear is returned when a column is a linear combination of others.
var ErrCollinear = errors.New("a column is a linear combination of the others, so the coefficients are not determined")

// ErrFewRows is returned for fewer rows than columns, or no column.
var ErrFewRows = errors.New("there are fewer rows than columns")

const fitBits = 1024

// LeastSquares fits y on the columns of doubles, each of y's length; an
// intercept is a column of ones.
//
// Source: Legendre (1805); the normal equations are solved by Cholesky's method
// in 1024 bits, where their squared condition number does no harm.
func LeastSquares(columns [][]float64, y []float64) (Fit, error) {
	exact := make([]Exact, len(columns))
	for j, c := range columns {
		if len(c) != len(y) {
			return Fit{}, errors.New("the columns and y differ in length")
		}
		exact[j] = ExactOf(Rationals(c))
	}
	return LeastSquaresExact(exact, ExactOf(Rationals(y)))
}

// LeastSquaresExact is LeastSquares on rational numbers taken as they stand.
func LeastSquaresExact(columns []Exact, y Exact) (Fit, error) {
	n, k := len(y.Int), len(columns)
	if k == 0 || n < k {
		return Fit{}, ErrFewRows
	}
	b := whiten(columns)
	if b == nil {
		return Fit{}, ErrCollinear
	}
	f := Fit{N: n, K: k}
	// L⁻¹Xᵀy, then β = L⁻ᵀ of it
	rhs := make([]*big.Float, k)
	for j, c := range columns {
		rhs[j] = scaledFloat(dot(c.Int, y.Int), c.Den, y.Den)
	}
	b.forward(rhs)
	beta := make([]*big.Float, k)
	for j := range beta {
		beta[j] = newFloat()
		for i, v := range rhs {
			if b.inverse[i][j] != nil {
				beta[j].Add(beta[j], newFloat().Mul(b.inverse[i][j], v))
			}
		}
		f.Beta = append(f.Beta, float(beta[j]))
	}
	f.sums(y, rhs)
	f.rows(columns, y, b, beta)
	return f, nil
}

// sums sets the sums of squares: RSS = yᵀy − |L⁻¹Xᵀy|².
func (f *Fit) sums(y Exact, rhs []*big.Float) {
	raw := scaledFloat(dot(y.Int, y.Int), y.Den, y.Den)
	rss := newFloat().Set(raw)
	for _, v := range rhs {
		rss.Sub(rss, newFloat().Mul(v, v))
	}
	if tiny := newFloat().SetMantExp(raw, -fitBits/2); rss.Cmp(tiny) < 0 {
		rss.SetInt64(0) // an exact fit
	}
	s := y.Sums().Sample()
	f.RSS, f.RawTSS, f.TSS = float(rss), float(raw), s.Cross[0]
}

// rows sets the whitened rows and the residuals.
func (f *Fit) rows(columns []Exact, y Exact, b *basis, beta []*big.Float) {
	k := len(columns)
	for j := range k {
		row := make([]float64, k)
		for i := j; i < k; i++ {
			row[i] = float(b.inverse[i][j])
		}
		f.Root = append(f.Root, row)
	}
	x := make([]*big.Float, k)
	p := newFloat()
	for i, v := range y.Int {
		e := scaledFloat(v, y.Den)
		for j, c := range columns {
			x[j] = scaledFloat(c.Int[i], c.Den)
			e.Sub(e, p.Mul(beta[j], x[j]))
		}
		f.Resid = append(f.Resid, float(e))
		z := make([]float64, k)
		for r := range k {
			sum := newFloat()
			for j := 0; j <= r; j++ {
				sum.Add(sum, p.Mul(b.inverse[r][j], x[j]))
			}
			z[r] = float(sum)
		}
		f.White = append(f.White, z)
	}
}

// Sigma2 returns the residual variance RSS/(n−k); NaN for n = k.
func (f Fit) Sigma2() float64 {
	if f.N == f.K {
		return math.NaN()
	}
	return f.RSS / float64(f.N-f.K)
}

// RSquared returns 1 − RSS/TSS about the mean, or about 0 when centred is false;
// NaN when y does not vary.
func (f Fit) RSquared(centred bool) float64 {
	total := f.RawTSS
	if centred {
		total = f.TSS
	}
	if !(total > 0) {
		return math.NaN()
	}
	return 1 - f.RSS/total
}

// SE returns the classical standard errors σ·|row of Root|.
func (f Fit) SE() []float64 {
	s := math.Sqrt(f.Sigma2())
	out := make([]float64, f.K)
	for j, row := range f.Root {
		n := 0.0
		for _, v := range row {
			n = math.Hypot(n, v)
		}
		out[j] = s * n
	}
	return out
}

// basis is L⁻¹ of XᵀX = LLᵀ.
type basis struct{ inverse [][]*big.Float }

// whiten factors XᵀX; nil when it is singular.
func whiten(columns []Exact) *basis {
	k := len(columns)
	l := make([][]*big.Float, k)
	for i := range k {
		l[i] = make([]*big.Float, k)
		for j := 0; j <= i; j++ {
			l[i][j] = scaledFloat(dot(columns[i].Int, columns[j].Int), columns[i].Den, columns[j].Den)
		}
	}
	p := newFloat()
	for j := range k {
		size := newFloat().Set(l[j][j])
		for m := range j {
			l[j][j].Sub(l[j][j], p.Mul(l[j][m], l[j][m]))
		}
		if l[j][j].Cmp(newFloat().SetMantExp(size, -fitBits/2)) <= 0 {
			return nil
		}
		l[j][j].Sqrt(l[j][j])
		for i := j + 1; i < k; i++ {
			for m := range j {
				l[i][j].Sub(l[i][j], p.Mul(l[i][m], l[j][m]))
			}
			l[i][j].Quo(l[i][j], l[j][j])
		}
	}
	b := &basis{inverse: make([][]*big.Float, k)}
	for i := range k {
		b.inverse[i] = make([]*big.Float, k)
		b.inverse[i][i] = newFloat().Quo(newFloat().SetInt64(1), l[i][i])
		for j := range i {
			sum := newFloat()
			for m := j; m < i; m++ {
				sum.Sub(sum, p.Mul(l[i][m], b.inverse[m][j]))
			}
			b.inverse[i][j] = sum.Quo(sum, l[i][i])
		}
	}
	return b
}

// forward replaces v by L⁻¹v.
func (b *basis) forward(v []*big.Float) {
	p := newFloat()
	for i := len(v) - 1; i >= 0; i-- {
		sum := newFloat()
		for j := 0; j <= i; j++ {
			sum.Add(sum, p.Mul(b.inverse[i][j], v[j]))
		}
		v[i] = sum
	}
}

func dot(a, b []*big.Int) *big.Int {
	sum, p := new(big.Int), new(big.Int)
	for i := range a {
		sum.Add(sum, p.Mul(a[i], b[i]))
	}
	return sum
}

func newFloat() *big.Float { return new(big.Float).SetPrec(fitBits) }

// scaledFloat is z divided by the denominators.
func scaledFloat(z *big.Int, dens ...*big.Int) *big.Float {
	v := newFloat().SetInt(z)
	for _, d := range dens {
		if d.BitLen() > 1 {
			v.Quo(v, newFloat().SetInt(d))
		}
	}
	return v
}

func float(v *big.Float) float64 {
	f, _ := v.Float64()
	return f
}
