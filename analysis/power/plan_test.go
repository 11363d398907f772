package power

import (
	"errors"
	"math"
	"strings"
	"testing"

	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

func percent(v float64) spec.Amount {
	return spec.Amount{Value: v / 100, Form: spec.Relative, Text: "relative"}
}

func inputs(metrics ...Metric) *Inputs {
	return &Inputs{Alpha: 0.05, GuardAlpha: 0.05, Target: 0.8, Comparisons: 1, UnitsPerWeek: 1000, MinWeeks: 2,
		ChanceEnough: 0.5,
		Arms:         []spec.Arm{{Name: "control", Share: 0.5, Control: true}, {Name: "treatment", Share: 0.5}},
		Metrics:      metrics}
}

func signup() Metric {
	return Metric{Name: "signup", Kind: spec.Proportion, Role: spec.Primary, Share: true, Base: 0.31,
		Variance: 0.31 * 0.69, Effect: percent(5)}
}

func tasks() Metric {
	return Metric{Name: "tasks", Kind: spec.Mean, Role: spec.Primary, Base: 4, Variance: 36, Effect: percent(5)}
}

func near(t *testing.T, what string, got, want, rel float64) {
	t.Helper()
	if !(math.Abs(got-want) <= rel*math.Abs(want)) {
		t.Errorf("%s is %.10g, want %.10g", what, got, want)
	}
}

// TestPublishedSizes: sizes that R's documentation prints.
func TestPublishedSizes(t *testing.T) {
	// ?power.prop.test: power.prop.test(p1 = .50, p2 = .75, power = .90), n = 76.7
	p := Test{Proportion: true, Base: 0.5, Factor: 1, Alpha: 0.05}
	n := Units(0.5, 0.5, 0.9, func(nc, nt float64) float64 { return p.Power(0.25, nc, nt) })
	if math.Abs(n/2-76.7) > 0.05 {
		t.Errorf("%.3f units an arm, R says 76.7", n/2)
	}
	// ?power.t.test: power.t.test(power = .90, delta = 1), n = 22.02110; with its strict = FALSE the far tail is
	// nothing here
	m := Test{Variance: 1, Factor: 1, Alpha: 0.05}
	n = Units(0.5, 0.5, 0.9, func(nc, nt float64) float64 { return m.Power(1, nc, nt) })
	near(t, "units an arm", n/2, 22.02110, 1e-6)
	// by hand: 2·(1.959964 + 0.841621)²·36/0.2² units an arm
	in := inputs(tasks())
	r, err := Make(in)
	if err != nil {
		t.Fatal(err)
	}
	want := math.Ceil(2 * math.Pow(1.959963984540054+0.8416212335729143, 2) * 36 / 0.04)
	if got := float64(r.Metrics[0].Needed.Arms[0].Units); math.Abs(got-want) > 1 {
		t.Errorf("%v units an arm, by hand %v", got, want)
	}
}

// TestMillersQuestions: with a variance of 1/9 between questions and nothing else,
// an evaluation shows a difference of 3 points with 969 of them (Miller 2024,
// Adding error bars to evals).
func TestMillersQuestions(t *testing.T) {
	const n = 968.997
	near(t, "smallest effect", MDE(math.Sqrt(1./9/n), 0.05, 0.8), 0.03, 1e-6)
	// one arm only: the other one's size is infinite
	near(t, "questions", ControlUnits(0.03, 1./9, 0, 1, 0.05, 0.8), n, 1e-6)
}

// TestSmallestEffectsComeBack: at the MDE the power is the wanted one, for every
// test, split and direction; more units find less.
func TestSmallestEffectsComeBack(t *testing.T) {
	for _, test := range []Test{
		{Proportion: true, Base: 0.31, Factor: 1, Alpha: 0.05},
		{Proportion: true, Base: 0.02, Factor: 1.7, Alpha: 0.01},
		{Base: 4, Variance: 36, Factor: 0.75, Alpha: 0.05},
		{Base: 4, Variance: 36, Factor: 1, Alpha: 0.05, Cluster: 10},
		{Base: 4, Variance: 36, Factor: 1, Alpha: 0.05, Sequential: true},
		{Proportion: true, Base: 0.31, Factor: 1, Alpha: 0.05, Sequential: true, NStar: 5000},
	} {
		last := math.Inf(1)
		for _, n := range []float64{500, 5000, 50000} {
			for _, sign := range []float64{1, -1} {
				mde := test.MDE(sign, 0.8*n, 0.2*n, 0.8)
				if math.IsNaN(mde) {
					if sign > 0 || test.Base > 0.1 {
						t.Errorf("%+v: no effect is found with %v units", test, n)
					}
					continue
				}
				near(t, "the power at the MDE", test.Power(sign*mde, 0.8*n, 0.2*n), 0.8, 1e-9)
				if sign > 0 {
					if mde >= last {
						t.Errorf("%+v: %v with %v units, %v with fewer", test, mde, n, last)
					}
					last = mde
				}
			}
		}
	}
	down := Test{Proportion: true, Base: 0.02, Factor: 1, Alpha: 0.05}
	if v := down.MDE(-1, 100, 100, 0.8); !math.IsNaN(v) {
		t.Errorf("200 units find a fall of %v from 2%%, which is more than there is", v)
	}
}

// TestFactors: CUPED, clusters, shares and comparisons change units as they must.
func TestFactors(t *testing.T) {
	need := func(change func(*Inputs)) float64 {
		in := inputs(tasks())
		change(in)
		p, err := Make(in)
		if err != nil {
			t.Fatal(err)
		}
		return float64(p.Metrics[0].Needed.Units)
	}
	plain := need(func(*Inputs) {})
	near(t, "CUPED with 0.5", need(func(in *Inputs) { in.Metrics[0].CUPED = 0.5 })/plain, 0.75, 1e-4)
	near(t, "clusters of 5 at 0.1", need(func(in *Inputs) {
		in.Metrics[0].Clusters = Clusters{Size: 5, ICC: 0.1}
	})/plain, 1.4, 1e-4)
	// n·s(1−s) is what counts: 80:20 needs 0.25/0.16 as many.
	near(t, "80:20", need(func(in *Inputs) { in.Arms[0].Share, in.Arms[1].Share = 0.8, 0.2 })/plain, 0.25/0.16, 1e-4)
	two := func(alpha float64) float64 { return math.Pow(stats.NormalISF(alpha/2)+stats.NormalISF(0.2), 2) }
	near(t, "4 comparisons", need(func(in *Inputs) { in.Comparisons = 4 })/plain, two(0.0125)/two(0.05), 1e-4)
	near(t, "three arms", need(func(in *Inputs) {
		in.Arms = []spec.Arm{{Name: "a", Share: 1. / 3, Control: true}, {Name: "b", Share: 1. / 3},
			{Name: "c", Share: 1. / 3}}
	})/plain, 1.5, 1e-4)
}

// TestAlwaysValidPlan: the threshold is the confidence sequence at N = N*, for
// which the radius has one value whatever the size: by hand √(2(v+1)/v·(½ln(v+1) − ln α)) with v = −2lnα + ln(1−2lnα),
// at α = 0.01, a fifth of 0.05.
func TestAlwaysValidPlan(t *testing.T) {
	p, err := Make(inputs(tasks()))
	if err != nil {
		t.Fatal(err)
	}
	l := -2 * math.Log(0.01)
	v := l + math.Log1p(l)
	crit := math.Sqrt(2 * (v + 1) / v * (0.5*math.Log(v+1) - math.Log(0.01)))
	want := math.Pow((crit+0.8416212335729143)/(1.959963984540054+0.8416212335729143), 2)
	near(t, "always-valid over fixed units", float64(p.Metrics[0].NeededValid.Units/p.Metrics[0].Needed.Units), want,
		1e-4)
	if p.NStar != report.Num(p.End.Units) || p.End.Why != "needed" {
		t.Errorf("N* %v at the end %+v", p.NStar, p.End)
	}
}

// TestPlannedEnd: asked weeks, then planned units, then what is needed, at least
// the weeks that the decision asks for.
func TestPlannedEnd(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*Inputs)
		weeks  int
		units  int64
		why    string
	}{
		{"asked", func(in *Inputs) { in.Weeks, in.PlannedUnits = 3, 9000 }, 3, 3000, "asked"},
		{"planned", func(in *Inputs) { in.PlannedUnits = 9001 }, 10, 9001, "planned_units"},
		{"planned without traffic", func(in *Inputs) { in.PlannedUnits, in.UnitsPerWeek = 9001, 0 }, 0, 9001,
			"planned_units"},
		{"needed", func(*Inputs) {}, 29, 29000, "needed"},
		{"min weeks", func(in *Inputs) { in.UnitsPerWeek, in.MinWeeks = 50000, 2 }, 2, 100000, "min_weeks"},
	} {
		in := inputs(signup())
		c.change(in)
		p, err := Make(in)
		if err != nil {
			t.Fatal(err)
		}
		if p.End.Weeks != c.weeks || p.End.Units != c.units || p.End.Why != c.why {
			t.Errorf("%s: %+v", c.name, p.End)
		}
		if in.UnitsPerWeek == 0 && len(p.Metrics[0].Curve) > 0 || in.UnitsPerWeek > 0 &&
			len(p.Metrics[0].Curve) < curveWeeks {
			t.Errorf("%s: a curve of %d weeks", c.name, len(p.Metrics[0].Curve))
		}
	}
}

// TestRefusals: what cannot be planned is said, all of it at once.
func TestRefusals(t *testing.T) {
	for _, c := range []struct {
		change func(*Inputs)
		says   string
	}{
		{func(in *Inputs) { in.Metrics[0].Effect = spec.Amount{} }, "no minimum_effect"},
		{func(in *Inputs) { in.Metrics[0].Base = math.NaN() }, "no baseline"},
		{func(in *Inputs) { in.Metrics[0].Base = 0 }, "is 0 in control"},
		{func(in *Inputs) { in.Metrics[0].Variance = 0 }, "no variance"},
		{func(in *Inputs) { in.Metrics[0].Units, in.Metrics[0].Variance = 1, math.NaN() }, "rests on 1 unit"},
		{func(in *Inputs) { in.Target = 0.05 }, "not above alpha"},
		{func(in *Inputs) { in.Target = 1 }, "between 0 and 1"},
		{func(in *Inputs) { in.Arms[0].Share = 0; in.Arms[1].Share = 1 }, "must lie between 0 and 1"},
		{func(in *Inputs) { in.Arms[1].Share = 0.3 }, "add up to 0.8"},
		{func(in *Inputs) { in.Arms = in.Arms[:1] }, "at least two arms"},
		{func(in *Inputs) { in.Metrics = nil }, "no primary metric"},
		{func(in *Inputs) { in.Metrics[0].CUPED = 1 }, "correlation with the covariate"},
		{func(in *Inputs) { in.Metrics[0].Clusters = Clusters{Size: 0.5, ICC: 0.1} }, "clusters of 0.5"},
		{func(in *Inputs) { in.Metrics[0].Effect = spec.Amount{Value: 0.02, Form: spec.Points, Text: "2pp"} },
			"points of a rate"},
		{func(in *Inputs) { in.Weeks, in.UnitsPerWeek = 3, 0 }, "without traffic"},
		{func(in *Inputs) { in.Weeks, in.UnitsPerWeek = 1, 3 }, "fewer than 2 units"},
		{func(in *Inputs) { in.UnitsPerWeek = math.Inf(1) }, "not a traffic"},
	} {
		in := inputs(tasks())
		c.change(in)
		_, err := Make(in)
		var r *Refusal
		if !errors.As(err, &r) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%q: %v", c.says, err)
		}
	}
	in := inputs(tasks(), signup())
	in.Metrics[0].Effect, in.Metrics[1].Base = spec.Amount{}, 2
	if _, err := Make(in); err == nil || strings.Count(err.Error(), "\n") != 2 {
		t.Errorf("two reasons: %v", err)
	}
}

// TestGuardrailLimits: the limit moves control's value away from zero or towards
// it, whichever is worse, and a worse value is the further one for costs; the
// bound of the larger one is less sure.
func TestGuardrailLimits(t *testing.T) {
	for _, c := range []struct {
		base float64
		down bool
		want float64
	}{{10, false, 0.9}, {10, true, 1.1}, {-10, false, 1.1}, {-10, true, 0.9}} {
		m := Metric{Base: c.base, Down: c.down, Margin: percent(10)}
		if margin, grow := m.limit(); margin != 1 || math.Abs(grow-c.want) > 1e-15 {
			t.Errorf("base %g, down %v: margin %g, factor %g, want %g", c.base, c.down, margin, grow, c.want)
		}
	}
	// by hand: no true difference, 1,000 units an arm, sd 10, margin 1 = 10 % of 10:
	// se = √(100/1000 + 0.81·100/1000), chance Φ(1/se − 1.6449)
	g := Test{Base: 10, Variance: 100, Factor: 1}
	near(t, "the chance to be shown safe", g.Safe(1, 0.9, 1000, 1000, 0.05),
		stats.NormalSF(1.6448536269514722-1/math.Sqrt(0.181)), 1e-3)
}
