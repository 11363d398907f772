package method

import (
	"math"
	"math/rand/v2"
	"testing"

	"uptake/analysis/report"
	"uptake/analysis/stats"
)

func sample(t *testing.T, x []float64) stats.Sample {
	t.Helper()
	s, err := stats.FromValues(x)
	if err != nil {
		t.Fatal(err)
	}
	return s.Sample()
}

// TestSequentialAgreesWithItsP: 0 lies outside both intervals exactly when p < alpha.
func TestSequentialAgreesWithItsP(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 9))
	out := 0
	for range 300 {
		shift := rng.Float64() * 0.8
		var a, b []float64
		for range 150 + rng.IntN(300) {
			a, b = append(a, 2+rng.NormFloat64()), append(b, 2+shift+rng.NormFloat64())
		}
		s, why := Sequential(sample(t, a), sample(t, b), 0.05, 5000)
		if s == nil || why != nil {
			t.Fatalf("no interval: %v", why)
		}
		outside := func(i report.Interval) bool { return i.Lo > 0 || i.Hi < 0 }
		if outside(s.Abs) != (s.P < 0.05) || outside(s.Rel) != (s.P < 0.05) {
			t.Fatalf("p %g with %+v and %+v", s.P, s.Abs, s.Rel)
		}
		if outside(s.Abs) {
			out++
		}
	}
	if out < 30 || out > 270 {
		t.Fatalf("%d of 300 intervals exclude 0; the test sees one side only", out)
	}
	few := sample(t, make([]float64, 99))
	if s, _ := Sequential(few, few, 0.05, 5000); s != nil {
		t.Error("an interval without any variation")
	}
}

// TestLookingEveryDayIsSafe looks at 600 A/A studies' worth of data after every
// 50 units: the always-valid interval excludes 0 at some look in at most 5 % of
// studies, the fixed one far more often.
func TestLookingEveryDayIsSafe(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 10))
	const studies = 600
	valid, fixed := 0, 0
	for range studies {
		var n, sa, qa, sb, qb float64
		gotValid, gotFixed := false, false
		for look := 1; look <= 40; look++ {
			for range 50 {
				a, b := rng.ExpFloat64(), rng.ExpFloat64()
				n++
				sa, qa, sb, qb = sa+a, qa+a*a, sb+b, qb+b*b
			}
			if n < 100 {
				continue
			}
			va, vb := (qa-sa*sa/n)/(n-1), (qb-sb*sb/n)/(n-1)
			z := (sb - sa) / n / math.Sqrt((va+vb)/n)
			rho := stats.MixtureRho(0.05, 5000)
			gotValid = gotValid || math.Abs(z) > stats.SequenceRadius(2*n, rho, 0.05)
			gotFixed = gotFixed || math.Abs(z) > 1.96
		}
		if gotValid {
			valid++
		}
		if gotFixed {
			fixed++
		}
	}
	if valid > studies*7/100 {
		t.Errorf("%d of %d A/A studies alarmed under the always-valid band", valid, studies)
	}
	if fixed < studies*15/100 {
		t.Errorf("only %d of %d A/A studies alarmed under the fixed interval: the test cannot see the difference",
			fixed, studies)
	}
}

// TestChances: a flat look says more than the sceptical prior, chances fall
// with the asked effect, and a worse arm mirrors a better one.
func TestChances(t *testing.T) {
	var a, b []float64
	for i := range 400 {
		a, b = append(a, float64(i%10)), append(b, float64(i%10)+0.3)
	}
	c, x := sample(t, a), sample(t, b)
	up := Chances(c, x, Prior{Enough: 0.02}, false)
	if !(up.ChanceBetter > up.ChanceEnough && up.ChanceEnough > 0 && up.ChanceBetter < 1) {
		t.Errorf("%+v", up)
	}
	wide := Chances(c, x, Prior{Enough: 0.2}, false)
	if !(wide.ChanceBetter > up.ChanceBetter && wide.ChanceEnough < up.ChanceEnough) {
		t.Errorf("a wider prior believes more: %+v, %+v", up, wide)
	}
	down := Chances(c, x, Prior{Enough: 0.02}, true)
	if math.Abs(float64(up.ChanceBetter+down.ChanceBetter)-1) > 1e-12 || down.ExpectedLoss <= up.ExpectedLoss {
		t.Errorf("%+v mirrors %+v", down, up)
	}
	if none := Chances(c, x, Prior{Enough: math.NaN()}, false); none.ChanceEnough.Defined() {
		t.Error("a chance of enough without saying what is enough")
	}
	// E max(−θ, 0) for θ ~ N(1, 1): φ(1) − Φ(−1) = 0.08331547.
	if got := (stats.Posterior{Mean: 1, SD: 1}).Loss(); math.Abs(got-0.0833154705876865) > 1e-15 {
		t.Errorf("loss %.17g", got)
	}
	near, far := stats.Posterior{Mean: 12 - 1e-9, SD: 1}.Loss(), stats.Posterior{Mean: 12 + 1e-9, SD: 1}.Loss()
	if math.Abs(near-far) > 1e-5*far {
		t.Errorf("the expansion of the loss does not join: %g, %g", near, far)
	}
}

// TestProportionStateFollowsItsTest: where Newcombe's interval and the pooled z
// disagree near the level, state, p and the relative interval agree.
func TestProportionStateFollowsItsTest(t *testing.T) {
	disagree := 0
	for xc := int64(30); xc < 60; xc++ {
		for xt := int64(480); xt < 640; xt += 2 {
			c := PooledZ(stats.FromCount(500, xc), stats.FromCount(9500, xt), 0.05)
			out := c.Rel.Lo > 0 || c.Rel.Hi < 0
			if (c.State == "open") != (c.P >= 0.05) || (c.State == "open") == out {
				t.Fatalf("%d/500 against %d/9500: state %s, p %g, rel %+v", xc, xt, c.State, c.P, c.Rel)
			}
			if (c.Abs.Lo > 0 || c.Abs.Hi < 0) != out {
				disagree++
			}
		}
	}
	if disagree == 0 {
		t.Error("the grid holds no case where the intervals disagree; it tests nothing")
	}
}
