package method

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"testing"

	"uptake/analysis/report"
	"uptake/analysis/stats"
)

type covariedArm struct {
	Y        []float64
	X        []float64 `json:"x_pre"`
	N        int64
	YSum     float64 `json:"y_sum"`
	YSquares float64 `json:"y_sum_squares"`
	XSum     float64 `json:"x_pre_sum"`
	XSquares float64 `json:"x_pre_sum_squares"`
	Product  float64 `json:"y_x_pre_sum"`
	M, D     []float64
	MPre     []float64 `json:"m_pre"`
	DPre     []float64 `json:"d_pre"`
}

func (a covariedArm) sample(t *testing.T) stats.Sample {
	t.Helper()
	var s stats.Sums
	var err error
	switch {
	case a.M != nil:
		s, err = stats.FromValues(a.M, a.D, a.MPre, a.DPre)
	case a.Y != nil:
		s, err = stats.FromValues(a.Y, a.X)
	default:
		s, err = stats.FromFloats(a.N, []float64{a.YSum, a.XSum}, []float64{a.YSquares, a.Product, a.XSquares})
	}
	if err != nil {
		t.Fatal(err)
	}
	if a.M != nil {
		return s.RatioPair()
	}
	return s.Sample()
}

// TestCUPEDVectors holds the adjusted comparison to the reference cases.
func TestCUPEDVectors(t *testing.T) {
	for _, f := range []struct {
		family, method string
		ratio          bool
	}{{"cuped", "cuped_pooled_total_absolute", false}, {"ratio_cuped", "ratio_cuped_absolute", true}} {
		for _, k := range cases(t, f.family, f.method) {
			c, s := read[covariedArm](t, k.Inputs.Control).sample(t), read[covariedArm](t, k.Inputs.Treatment).sample(t)
			a, ok := Adjust(c, s, pooledTheta, f.ratio)
			if !ok {
				continue // nothing to adjust: the plain comparison stands
			}
			got := a.CUPED(k.Options.Alpha, k.Options.Alpha, 0)
			k.check(t, "estimate", got.Abs.Value)
			k.check(t, "se", got.SE)
			k.check(t, "df", got.DF)
			k.check(t, "p", got.P)
			k.check(t, "ci_lower", got.Abs.Lo)
			k.check(t, "ci_upper", got.Abs.Hi)
			k.check(t, "theta", got.Theta)
			k.check(t, "variance_reduction", got.VarianceReduction)
			if out := got.Rel.Lo > 0 || got.Rel.Hi < 0; got.Rel.Bounded && out != (float64(got.P) < k.Options.Alpha) {
				t.Errorf("%s: p %v, but the relative interval is %v to %v", k.ID, got.P, got.Rel.Lo, got.Rel.Hi)
			}
		}
	}
}

// history draws two arms whose values follow what came before with correlation rho.
func historyOf(seed uint64, nc, nt int, rho, slopeT float64) (c, t stats.Sample) {
	r := rand.New(rand.NewPCG(seed, 3))
	arm := func(n int, slope, shift float64) stats.Sample {
		y, z := make([]float64, n), make([]float64, n)
		for i := range y {
			z[i] = r.NormFloat64()
			y[i] = 20 + shift + slope*z[i] + math.Sqrt(1-rho*rho)*r.NormFloat64()
		}
		s, _ := stats.FromValues(y, z)
		return s.Sample()
	}
	return arm(nc, rho, 0), arm(nt, slopeT, 0.1)
}

// TestCUPEDTakesOutTheCorrelation: the variance falls by the squared correlation.
func TestCUPEDTakesOutTheCorrelation(t *testing.T) {
	for _, rho := range []float64{0.2, 0.5, 0.8} {
		c, s := historyOf(1, 40_000, 40_000, rho, rho)
		for _, of := range []string{pooledTheta, withinTheta, perArmTheta} {
			a, _ := Adjust(c, s, of, false)
			if got := float64(a.CUPED(0.05, 0.05, 0).VarianceReduction); math.Abs(got-rho*rho) > 0.01 {
				t.Errorf("θ %s at a correlation of %v takes out %v of the variance, want about %v", of, rho, got,
					rho*rho)
			}
		}
	}
}

// TestOwnSlopes: with a slope in each arm the estimate is the difference of the
// two regressions at the common mean, and covers where slopes and sizes differ.
func TestOwnSlopes(t *testing.T) {
	c, s := historyOf(2, 900, 100, 0.9, 0.2)
	a, _ := Adjust(c, s, perArmTheta, false)
	got := a.CUPED(0.05, 0.05, 0)
	z := (c.Total[1] + s.Total[1]) / 1000
	want := (s.Mean[0] + s.Theta()*(z-s.Mean[1])) - (c.Mean[0] + c.Theta()*(z-c.Mean[1]))
	if math.Abs(float64(got.Abs.Value)-want) > 1e-12 {
		t.Errorf("the difference is %v, the regressions' %v", got.Abs.Value, want)
	}
	covered := 0
	const studies = 2000
	for i := range studies {
		c, s := historyOf(100+uint64(i), 450, 50, 0.9, 0.2)
		a, _ := Adjust(c, s, perArmTheta, false)
		if g := a.CUPED(0.05, 0.05, 0); g.Abs.Lo <= 0.1 && g.Abs.Hi >= 0.1 {
			covered++
		}
	}
	if share := float64(covered) / studies; math.Abs(share-0.95) > 4*math.Sqrt(0.05*0.95/studies) {
		t.Errorf("the 95%% interval covers %.3f", share)
	}
}

// TestCUPEDAlwaysValid: the band is the same kernel with the adjusted error.
func TestCUPEDAlwaysValid(t *testing.T) {
	c, s := historyOf(4, 500, 500, 0.6, 0.6)
	a, _ := Adjust(c, s, pooledTheta, false)
	got := a.CUPED(0.05, 0.05, 5000)
	want, _ := Sequential(a.Control, a.Treatment, 0.05, 5000)
	if got.Sequential == nil || math.Abs(float64(got.Sequential.Abs.Lo-want.Abs.Lo)) > 1e-12 ||
		got.Sequential.P != want.P {
		t.Errorf("%+v, want %+v", got.Sequential, want)
	}
	if got.Sequential.Abs.Method != "confidence_sequence" || got.StateSoFar != State(want.Abs) {
		t.Errorf("%+v", got)
	}
	if few, _ := historyOf(4, 50, 500, 0.6, 0.6); true {
		a, _ := Adjust(few, s, pooledTheta, false)
		if a.CUPED(0.05, 0.05, 5000).Sequential != nil {
			t.Error("a band for 50 units")
		}
	}
}

func TestNothingToAdjust(t *testing.T) {
	flat, _ := stats.FromValues([]float64{1, 2, 3}, []float64{5, 5, 5})
	one, _ := stats.FromValues([]float64{1}, []float64{5})
	for name, s := range map[string]stats.Sample{"a covariate that does not vary": flat.Sample(),
		"one unit": one.Sample()} {
		if _, ok := Adjust(s, s, pooledTheta, false); ok {
			t.Errorf("%s was adjusted", name)
		}
	}
	var c report.Comparison
	if b, _ := json.Marshal(c.Adjusted()); len(b) == 0 || c.Adjusted().State != c.State {
		t.Error("a comparison without an adjustment reads as something else")
	}
}
