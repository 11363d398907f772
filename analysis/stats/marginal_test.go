package stats

import (
	"math"
	"math/rand/v2"
	"testing"
)

// statsmodels 0.15: Logit with cov_type "cluster" (without its own correction,
// times G/(G−1)) and get_margeff(at="overall").
func TestLogisticMarginsAgreesWithStatsmodels(t *testing.T) {
	f := LogisticMargins(strataOf())
	sameList(t, "beta", append([]float64{f.Intercept}, f.Beta...), []float64{-0.9602729612291591, 0.8460559428478139,
		0.3537805763644601, 0.36329871621980975}, 1e-12)
	sameList(t, "SE", f.SE, []float64{0.2313394212603626, 0.15073653067822815, 0.23830248811573262}, 1e-11)
	sameList(t, "effects", f.Effect, []float64{0.19550422923740532, 0.08175062120418211, 0.08395004620902324}, 1e-12)
	sameList(t, "log likelihood", []float64{f.LogLik}, []float64{-257.0786871930134}, 1e-12)
	if f.Rows != 393 || f.Clusters != 40 || f.Reason != "" || f.Column != -1 {
		t.Errorf("%+v", f)
	}
}

// The error of an effect is near the leave-one-cluster-out jackknife, which knows
// no derivative; the delta method that holds x fixed is not in this data.
func TestMarginalErrorAgainstJackknife(t *testing.T) {
	// effects that depend on the cluster's x: rows of one user are alike
	r := rand.New(rand.NewPCG(11, 4))
	var y []bool
	x, first := make([][]float64, 2), []int32{0}
	for range 300 {
		own, n := 2*r.NormFloat64(), 1+r.IntN(20)
		for range n {
			v := own + 0.3*r.NormFloat64()
			x[0], x[1] = append(x[0], v), append(x[1], r.Float64())
			y = append(y, r.Float64() < 1/(1+math.Exp(-(v-0.5*x[1][len(y)]))))
		}
		first = append(first, int32(len(y)))
	}
	f := LogisticMargins(y, x, first)
	g := len(first) - 1
	left := make([][]float64, 2)
	for out := range g {
		var yy []bool
		xx, ff := make([][]float64, 2), []int32{0}
		for h := range g {
			if h == out {
				continue
			}
			yy = append(yy, y[first[h]:first[h+1]]...)
			for a := range xx {
				xx[a] = append(xx[a], x[a][first[h]:first[h+1]]...)
			}
			ff = append(ff, int32(len(yy)))
		}
		one := LogisticMargins(yy, xx, ff)
		for a := range left {
			left[a] = append(left[a], one.Effect[a])
		}
	}
	for a, values := range left {
		mean, square := 0.0, 0.0
		for _, v := range values {
			mean += v / float64(g)
		}
		for _, v := range values {
			square += (v - mean) * (v - mean)
		}
		jackknife := math.Sqrt(square * float64(g-1) / float64(g))
		if ratio := f.EffectSE[a] / jackknife; math.Abs(ratio-1) > 0.03 {
			t.Errorf("effect %d: SE %g, jackknife %g", a, f.EffectSE[a], jackknife)
		}
		// with x held fixed: ∂m/∂β only
		if fixed := fixedDelta(y, x, first, f, a); a == 0 && math.Abs(fixed/jackknife-1) < 0.05 {
			t.Errorf("effect %d: holding x fixed gives %g too: the data cannot tell", a, fixed)
		}
	}
}

// fixedDelta is the delta-method error of effect a with the rows held fixed.
func fixedDelta(y []bool, x [][]float64, first []int32, f MarginalFit, a int) float64 {
	p := newPooledLogit(y, x, first)
	p.standardize()
	k := len(x)
	gamma, information, _, _ := climb(k+1, true, p.evaluate)
	p.scores(gamma)
	g := float64(p.clusters)
	cov := sandwich(information, p.meat, k+1, g/(g-1))
	slope := make([]float64, k+1)
	n := float64(p.rows)
	for i := range y {
		p.load(i)
		yes, no := logistic(eta(p.z, gamma))
		slope[a] += yes * no / n
		for b, v := range p.z {
			slope[b] += gamma[a] * yes * no * (no - yes) * v / n
		}
	}
	v := 0.0
	for b := range slope {
		for c := range slope {
			v += slope[b] * slope[c] * cov.At(b, c)
		}
	}
	return math.Sqrt(v) / p.scale[a]
}

func TestLogisticMarginsSaysWhy(t *testing.T) {
	y, x, first := strataOf()
	n := len(y)
	with := func(j int, f func(i int) float64) [][]float64 {
		out := append([][]float64(nil), x...)
		out[j] = make([]float64, n)
		for i := range n {
			out[j][i] = f(i)
		}
		return out
	}
	for _, c := range []struct {
		what   string
		y      []bool
		x      [][]float64
		reason string
		column int
	}{
		{"constant", y, with(1, func(int) float64 { return 0.1 }), ReasonConstant, 1},
		{"a sum", y, with(2, func(i int) float64 { return x[0][i] + 2*x[1][i] - 7 }), ReasonCollinear, 2},
		{"infinite", y, with(0, func(i int) float64 { return 1 / float64(i) }), ReasonNotFinite, 0},
		{"separated", y, with(0, func(i int) float64 {
			if y[i] {
				return 2 + x[1][i]
			}
			return x[1][i]
		}), ReasonSeparated, -1},
		{"one outcome", make([]bool, n), x, ReasonOneOutcome, -1},
	} {
		f := LogisticMargins(c.y, c.x, first)
		if f.Reason != c.reason || f.Column != c.column || !math.IsNaN(f.Effect[0]) || !math.IsNaN(f.SE[0]) ||
			!math.IsNaN(f.Intercept) {
			t.Errorf("%s: %q, column %d, %v", c.what, f.Reason, f.Column, f.Effect)
		}
	}
	one := LogisticMargins(y, x, []int32{0, int32(n)})
	if one.Reason != ReasonOneCluster || math.IsNaN(one.Effect[0]) || !math.IsNaN(one.EffectSE[0]) {
		t.Errorf("one cluster: %+v", one)
	}
}

func BenchmarkLogisticMargins(b *testing.B) {
	beta := []float64{0.3, 0.2, 0.1, 0, -0.1, -0.2}
	y, x, first := planted(60000, 50, beta, 5)
	b.ReportAllocs()
	for b.Loop() {
		if f := LogisticMargins(y, x, first); f.Reason != "" {
			b.Fatal(f.Reason)
		}
	}
}
