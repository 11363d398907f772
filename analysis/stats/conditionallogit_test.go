package stats

import (
	"fmt"
	"math"
	"math/bits"
	"math/rand/v2"
	"testing"
)

// strataOf makes the data that the reference values below were computed on: 40
// strata of 3 … 14 rows, from a generator any language can repeat.
func strataOf() (y []bool, x [][]float64, first []int32) {
	state := uint64(12345)
	u := func() float64 {
		state = (1103515245*state + 12345) % (1 << 31)
		return float64(state>>8) / (1 << 23)
	}
	x, first = make([][]float64, 3), []int32{0}
	for range 40 {
		n, a := 3+int(u()*12), 0.0
		a = 2*u() - 1
		for range n {
			v := []float64{u() * 2, a + u(), 0}
			if u() < 0.3 {
				v[2] = 1
			}
			e := -0.5 + a + 0.8*v[0] - 0.6*v[1] + 0.5*v[2]
			y = append(y, u() < 1/(1+math.Exp(-e)))
			for j := range x {
				x[j] = append(x[j], v[j])
			}
		}
		first = append(first, int32(len(y)))
	}
	return y, x, first
}

func sameList(t *testing.T, what string, got, want []float64, within float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d values, want %d", what, len(got), len(want))
	}
	for i := range want {
		if !(math.Abs(got[i]-want[i]) <= within*math.Max(1, math.Abs(want[i]))) {
			t.Errorf("%s[%d] = %.15g, want %.15g", what, i, got[i], want[i])
		}
	}
}

// Coefficients and likelihood of statsmodels 0.15 ConditionalLogit, brought to rest
// by Newton steps. Its Hessian is a finite difference, good to 1e-8 (it gives
// errors .20265681, .38958196, .25020173), so the errors are those of the textbook
// recursion with its first and second derivatives in 40 digits, the clustered ones
// with G/(G−1).
func TestConditionalLogitAgreesWithStatsmodels(t *testing.T) {
	f := ConditionalLogit(strataOf())
	sameList(t, "beta", f.Beta, []float64{0.7171041869410567, -0.8653561567788087, 0.4918796875632366}, 1e-12)
	sameList(t, "model SE", f.ModelSE, []float64{0.2026568084725795, 0.38958194572007568, 0.25020173150584478}, 1e-12)
	sameList(t, "SE", f.SE, []float64{0.23654396897009972, 0.30185876141838338, 0.27098754045247294}, 1e-12)
	sameList(t, "log likelihood", []float64{f.LogLik}, []float64{-181.0402586204163}, 1e-12)
	if f.Strata != 40 || f.Rows != 393 || f.Pieces != 40 || f.Reason != "" || f.Column != -1 {
		t.Errorf("strata %d, rows %d, pieces %d, reason %q, column %d", f.Strata, f.Rows, f.Pieces, f.Reason, f.Column)
	}
	sameList(t, "diagonal of Cov", []float64{math.Sqrt(f.Cov[0][0]), math.Sqrt(f.Cov[2][2])},
		[]float64{f.SE[0], f.SE[2]}, 1e-14)
}

// enumerated is the likelihood, slopes and information by all sets of m rows.
func enumerated(y []bool, x [][]float64, first []int32, beta []float64) (value float64, slopes, information []float64) {
	k := len(x)
	slopes, information = make([]float64, k), make([]float64, k*k)
	for g := 0; g+1 < len(first); g++ {
		n, m := int(first[g+1]-first[g]), 0
		seen := 0
		for i := range n {
			if y[int(first[g])+i] {
				m++
				seen |= 1 << i
			}
		}
		total, mean, square := 0.0, make([]float64, k), make([]float64, k*k)
		for set := range 1 << n {
			if bits.OnesCount(uint(set)) != m {
				continue
			}
			sum, e := make([]float64, k), 0.0
			for i := range n {
				if set&(1<<i) != 0 {
					for a := range k {
						sum[a] += x[a][int(first[g])+i]
					}
				}
			}
			for a := range k {
				e += beta[a] * sum[a]
			}
			w := math.Exp(e)
			total += w
			for a := range k {
				mean[a] += w * sum[a]
				for b := range k {
					square[a*k+b] += w * sum[a] * sum[b]
				}
			}
			if set == seen {
				value += e
				for a := range k {
					slopes[a] += sum[a]
				}
			}
		}
		value -= math.Log(total)
		for a := range k {
			slopes[a] -= mean[a] / total
			for b := range k {
				information[a*k+b] += square[a*k+b]/total - mean[a]*mean[b]/total/total
			}
		}
	}
	return value, slopes, information
}

func TestConditionalLikelihoodAgainstEnumeration(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	for _, c := range []struct {
		spread float64
		bands  bool // rows are in one of four bands, so that some of a stratum are equal
	}{{0.1, false}, {1, false}, {8, false}, {1, true}, {8, true}} { // at 8 some odds differ by e^60 and more
		spread := c.spread
		var y []bool
		x, first := make([][]float64, 3), []int32{0}
		for n := 2; n <= 11; n++ {
			for m := 1; m < n; m++ {
				for i := range n {
					y = append(y, i*m/n != (i+1)*m/n) // m of n
					band := r.IntN(4)
					for a := range x {
						switch {
						case !c.bands:
							x[a] = append(x[a], spread*r.NormFloat64()+5)
						case a == band:
							x[a] = append(x[a], spread*1.7)
						default:
							x[a] = append(x[a], 0)
						}
					}
				}
				first = append(first, int32(len(y)))
			}
		}
		c := newConditional(y, x, first)
		if reason, _ := c.standardize(); reason != "" || c.strata != 55 {
			t.Fatal(reason, c.strata)
		}
		beta := []float64{0.7, -1.1, 0.4}
		gamma, slopes, information := make([]float64, 3), make([]float64, 3), make([]float64, 9)
		for a := range gamma {
			gamma[a] = beta[a] * c.scale[a]
		}
		value := c.evaluate(gamma, true, slopes, information)
		wantValue, wantSlopes, wantInformation := enumerated(y, x, first, beta)
		sameList(t, "log likelihood", []float64{value}, []float64{wantValue}, 1e-12)
		for a := range 3 {
			if math.Abs(slopes[a]*c.scale[a]-wantSlopes[a]) > 1e-11*math.Abs(wantValue) {
				t.Errorf("spread %g: slope %d: %.14g, want %.14g", spread, a, slopes[a]*c.scale[a], wantSlopes[a])
			}
			for b := 0; b <= a; b++ {
				// the enumeration loses digits in E[T²]−E[T]²
				if got, want := information[a*3+b]*c.scale[a]*c.scale[b],
					wantInformation[a*3+b]; math.Abs(got-want) > 1e-9*wantInformation[a*4] {
					t.Errorf("spread %g: information %d,%d: %.14g, want %.14g", spread, a, b, got, want)
				}
			}
		}
	}
}

// Flipping outcomes and columns is the same likelihood, and the order of strata
// and of rows within them is of no matter.
func TestConditionalLogitSymmetry(t *testing.T) {
	y, x, first := strataOf()
	want := ConditionalLogit(y, x, first)
	flipped := make([]bool, len(y))
	for i, v := range y {
		flipped[i] = !v
	}
	got := ConditionalLogit(flipped, x, first)
	for a := range got.Beta {
		got.Beta[a] = -got.Beta[a]
	}
	sameList(t, "flipped", got.Beta, want.Beta, 1e-11)
	sameList(t, "flipped SE", got.SE, want.SE, 1e-10)

	back := make([][]float64, 3)
	var yBack []bool
	for i := len(y) - 1; i >= 0; i-- {
		yBack = append(yBack, y[i])
		for a := range back {
			back[a] = append(back[a], x[a][i])
		}
	}
	var firstBack []int32
	for g := len(first) - 1; g >= 0; g-- {
		firstBack = append(firstBack, int32(len(y))-first[g])
	}
	got = ConditionalLogit(yBack, back, firstBack)
	sameList(t, "backwards", got.Beta, want.Beta, 1e-11)
	sameList(t, "backwards SE", got.SE, want.SE, 1e-10)
}

func TestConditionalLogitSaysWhy(t *testing.T) {
	y, x, first := strataOf()
	change := func(j int, f func(i, g int) float64) [][]float64 {
		out := append([][]float64(nil), x...)
		out[j] = make([]float64, len(y))
		for g := 0; g+1 < len(first); g++ {
			for i := first[g]; i < first[g+1]; i++ {
				out[j][i] = f(int(i), g)
			}
		}
		return out
	}
	same := make([]bool, len(y))
	for _, c := range []struct {
		what   string
		y      []bool
		x      [][]float64
		reason string
		column int
	}{
		{"a user trait", y, change(1, func(_, g int) float64 { return 0.1 * float64(g) }), ReasonConstant, 1},
		{"a sum", y, change(2, func(i, g int) float64 { return 3*x[0][i] - x[1][i] + float64(g) }), ReasonCollinear, 2},
		{"not a number", y, change(0, func(i, _ int) float64 { return math.Sqrt(float64(i - 3)) }), ReasonNotFinite, 0},
		{"the outcome itself", y, change(0, func(i, _ int) float64 {
			if y[i] {
				return 1
			}
			return 0
		}), ReasonSeparated, -1},
		{"up to ties", y, change(0, func(i, _ int) float64 {
			if y[i] && i%2 == 0 {
				return 1
			}
			return 0
		}), ReasonSeparated, -1},
		{"no event", same, x, ReasonOneOutcome, -1},
	} {
		f := ConditionalLogit(c.y, c.x, first)
		if f.Reason != c.reason || f.Column != c.column {
			t.Errorf("%s: %q, column %d; want %q, column %d", c.what, f.Reason, f.Column, c.reason, c.column)
		}
		for a := range f.Beta {
			if !math.IsNaN(f.Beta[a]) || !math.IsNaN(f.SE[a]) || !math.IsNaN(f.Cov[a][0]) {
				t.Errorf("%s: numbers in spite of the reason: %v ± %v", c.what, f.Beta, f.SE)
			}
		}
	}
	one := ConditionalLogit(y, [][]float64{x[0]}, []int32{0, first[1]})
	if one.Reason != ReasonOneCluster || math.IsNaN(one.Beta[0]) || !math.IsNaN(one.SE[0]) {
		t.Errorf("one stratum: %+v", one)
	}
}

// planted is rows with a constant per stratum that is as large as the effects and
// moves the first column too.
func planted(strata, rows int, beta []float64, seed uint64) (y []bool, x [][]float64, first []int32) {
	r := rand.New(rand.NewPCG(seed, 1))
	x, first = make([][]float64, len(beta)), []int32{0}
	for range strata {
		own := 1.5 * r.NormFloat64()
		for range rows {
			e := own
			for a, b := range beta {
				v := r.NormFloat64()
				if a == 0 {
					v += own
				}
				x[a] = append(x[a], v)
				e += b * v
			}
			y = append(y, r.Float64() < 1/(1+math.Exp(-e)))
		}
		first = append(first, int32(len(y)))
	}
	return y, x, first
}

// Strata of hundreds of rows neither overflow nor lose the truth, and one that is
// cut into stretches still counts as one cluster.
func TestConditionalLogitLargeStrata(t *testing.T) {
	beta := []float64{0.5, -0.4}
	y, x, first := planted(60, 500, beta, 3)
	whole := ConditionalLogit(y, x, first)
	for a, b := range beta {
		if z := (whole.Beta[a] - b) / whole.SE[a]; math.Abs(z) > 3.5 {
			t.Errorf("beta[%d] = %g ± %g, planted %g", a, whole.Beta[a], whole.SE[a], b)
		}
	}
	var pairs []int32
	for i := 0; i < len(first); i += 2 {
		pairs = append(pairs, first[i])
	}
	cut := ConditionalLogit(y, x, pairs) // 1000 rows: two stretches of 500 with the very rows of before
	if cut.Strata != 30 || cut.Pieces != 60 || whole.Pieces != 60 {
		t.Fatalf("%d strata in %d pieces, before %d", cut.Strata, cut.Pieces, whole.Pieces)
	}
	sameList(t, "beta", cut.Beta, whole.Beta, 1e-13)
	if cut.SE[0] == whole.SE[0] {
		t.Error("half as many clusters give the same error")
	}
}

// In strata of hundreds of rows the information is the slope of the slopes, by
// central differences.
func TestConditionalInformationLargeStrata(t *testing.T) {
	y, x, first := planted(20, 400, []float64{0.5, -0.4, 0.2}, 8)
	c := newConditional(y, x, first)
	if reason, _ := c.standardize(); reason != "" {
		t.Fatal(reason)
	}
	gamma := []float64{1.2, -0.9, 0.3}
	information, scrap := make([]float64, 9), make([]float64, 9)
	up, down := make([]float64, 3), make([]float64, 3)
	c.evaluate(gamma, true, up, information)
	for b := range 3 {
		const h = 1e-4
		at := append([]float64(nil), gamma...)
		at[b] += h
		c.evaluate(at, false, up, scrap)
		at[b] -= 2 * h
		c.evaluate(at, false, down, scrap)
		for a := b; a < 3; a++ {
			if want := (down[a] - up[a]) / (2 * h); math.Abs(information[a*3+b]-want) > 1e-6*information[a*4] {
				t.Errorf("information %d,%d is %.10g, the slopes say %.10g", a, b, information[a*3+b], want)
			}
		}
	}
}

// The interval holds its level where the stratum constants are confounded with
// the column; the pooled fit, in the same table, does not come near the truth.
func TestConditionalLogitHoldsItsLevel(t *testing.T) {
	held, pooled, runs := 0, 0, 200
	for s := range runs {
		y, x, first := planted(80, 12, []float64{0.3}, uint64(100+s))
		if f := ConditionalLogit(y, x, first); math.Abs(f.Beta[0]-0.3) < 1.96*f.SE[0] {
			held++
		}
		if f := LogisticMargins(y, x, first); math.Abs(f.Beta[0]-0.3) < 1.96*f.SE[0] {
			pooled++
		}
	}
	// 0.95 ± 3 standard errors of 200 draws
	if held < 181 || held > 199 {
		t.Errorf("covered in %d of %d runs", held, runs)
	}
	if pooled > 20 {
		t.Errorf("the pooled fit covers in %d of %d runs: the confounding is not there", pooled, runs)
	}
}

func BenchmarkConditionalLogit(b *testing.B) {
	for _, size := range []struct{ strata, rows, k int }{{20000, 50, 6}, {60000, 50, 15}, {5000, 300, 6}} {
		beta := make([]float64, size.k)
		for a := range beta {
			beta[a] = 0.3 - 0.1*float64(a%6)
		}
		y, x, first := planted(size.strata, size.rows, beta, 5)
		b.Run(fmt.Sprintf("%dx%dx%d", size.strata, size.rows, size.k), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if f := ConditionalLogit(y, x, first); f.Reason != "" {
					b.Fatal(f.Reason)
				}
			}
		})
	}
}
