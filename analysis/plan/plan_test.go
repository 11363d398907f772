package plan

import (
	"context"
	"encoding/json"
	"math"
	"math/rand/v2"
	"testing"

	"uptake/analysis/power"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// planOf is a plan of normal means: 10 ± 20, an effect of 5 % each.
func planOf(metrics int, correlation float64) *power.Inputs {
	in := &power.Inputs{Alpha: 0.05, GuardAlpha: 0.05, Target: 0.8, Comparisons: 1, UnitsPerWeek: 5000, MinWeeks: 2,
		ChanceEnough: 0.5,
		Arms:         []spec.Arm{{Name: "control", Share: 0.5, Control: true}, {Name: "treatment", Share: 0.5}}}
	for range metrics {
		in.Metrics = append(in.Metrics, power.Metric{Name: string(rune('a' + len(in.Metrics))), Kind: spec.Mean,
			Role: spec.Primary, Base: 10, Variance: 400,
			Effect: spec.Amount{Value: 0.05, Form: spec.Relative, Text: "5%"}})
	}
	if !math.IsNaN(correlation) {
		for i := range metrics {
			row := make([]float64, metrics)
			for j := range row {
				row[j] = correlation
			}
			row[i] = 1
			in.Correlation = append(in.Correlation, row)
		}
	}
	return in
}

func mustPlan(t *testing.T, in *power.Inputs, workers int) *report.Plan {
	t.Helper()
	p, err := Make(context.Background(), in, Options{Workers: workers})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func verdictAt(p *report.Plan, multiple float64, v report.Verdict) float64 {
	for _, e := range p.Verdicts.Effects {
		if float64(e.Multiple) != multiple {
			continue
		}
		for _, c := range e.Verdicts {
			if c.Verdict == v {
				return float64(c.Chance)
			}
		}
	}
	return math.NaN()
}

// TestPlannedBoundary: verdicts are drawn by the boundary of the reading that the file
// has: 1.96 alone, at most what the band, a second reading or both leave beside them;
// the band counts among the wrong words wherever it is watched.
func TestPlannedBoundary(t *testing.T) {
	for _, c := range []struct {
		beside         bool
		extension      int
		least, most    float64 // of the one-sided level 0.025
		band, extended bool
	}{{false, 0, 1.95996, 1.95997, false, false}, {true, 0, 1.9601, 2.05376, true, false}, {false, 14, 2.0046, 2.0047,
		false, true}, {true, 14, 2.0048, 2.10837, true, true}} {
		in := planOf(1, math.NaN())
		in.Beside, in.Extension = c.beside, c.extension
		p, err := power.Make(in)
		if err != nil {
			t.Fatal(err)
		}
		w := New(in, p)
		if z, _ := w.critical(0.025); !(z >= c.least && z <= c.most) {
			t.Errorf("band %v, extension %d: %v", c.beside, c.extension, z)
		}
		var band, second bool
		for _, r := range w.budget(nil, 100).Rows {
			band, second = band || r.Word == "band", second || r.Word == "second_reading"
		}
		if band != c.band || second != c.extended {
			t.Errorf("band %v, extension %d: band counted %v, second reading %v", c.beside, c.extension, band, second)
		}
	}
}

// TestShipByHand: with one metric Ship is one threshold on the estimate, which
// can be worked out: above the interval's and above where the posterior mean of
// the lift is the minimum effect. Verdicts of one effect add up to 1.
func TestShipByHand(t *testing.T) {
	p := mustPlan(t, planOf(1, math.NaN()), 2)
	n := float64(p.Arms[0].Units)
	se, enough := math.Sqrt(2*400/n), 0.5
	prior := 2 * 0.05 / stats.NormalISF(0.025)
	for i, k := range planMultiples {
		// the threshold: d/(1 + se²(d)/prior²) = enough on the relative scale, where se² grows with the estimate
		at := enough
		for range 50 {
			m := 1 + at/10
			rel := 400 / n / 100 * (1 + m*m)
			at = enough * (1 + rel/(prior*prior))
		}
		at = math.Max(at, stats.NormalISF(0.025)*se)
		want := stats.NormalSF((at - k*enough) / se)
		got := verdictAt(p, k, report.Ship)
		if math.Abs(got-want) > 4*math.Sqrt(want*(1-want)/Usual)+0.002 {
			t.Errorf("at %g × ship comes in %.4f, by hand %.4f", k, got, want)
		}
		better := stats.NormalSF(stats.NormalISF(0.025) - k*enough/se)
		if e := p.Verdicts.Effects[i]; math.Abs(float64(e.Better)-better) > 4*math.Sqrt(better*(1-better)/Usual)+
			0.001 || e.Safe.Defined() {
			t.Errorf("at %g × better in %v, by hand %.4f; safe %v", k, e.Better, better, e.Safe)
		}
		sum := 0.0
		for _, c := range p.Verdicts.Effects[i].Verdicts {
			sum += float64(c.Chance)
		}
		if math.Abs(sum-1) > 1e-12 {
			t.Errorf("the chances at %g × add up to %v", k, sum)
		}
	}
	if ship := verdictAt(p, 1, report.Ship); !(ship > 0.3 && ship < 0.45) {
		t.Errorf("at the minimum effect ship comes in %.3f, though the power is 0.8", ship)
	}
}

// TestCorrelatedMetrics: two primaries that always go together are as good as
// one, two that do not are the product; the count of workers changes nothing.
func TestCorrelatedMetrics(t *testing.T) {
	one, alike, apart := mustPlan(t, planOf(1, math.NaN()), 1), mustPlan(t, planOf(2, 1), 2),
		mustPlan(t, planOf(2, math.NaN()), 3)
	better := func(p *report.Plan) float64 { return float64(p.Verdicts.Effects[1].Better) }
	if d := better(alike) - better(one); math.Abs(d) > 0.02 {
		t.Errorf("alike: %v, one: %v", better(alike), better(one))
	}
	if d := better(apart) - better(one)*better(one); math.Abs(d) > 0.03 {
		t.Errorf("apart: %v, one: %v", better(apart), better(one))
	}
	if !alike.Verdicts.Correlated || apart.Verdicts.Correlated {
		t.Error("what was assumed of correlation is not said")
	}
	again, errA := json.Marshal(mustPlan(t, planOf(2, math.NaN()), 1))
	first, errB := json.Marshal(apart)
	if errA != nil || errB != nil || string(again) != string(first) {
		t.Error("another number of workers gave other chances")
	}
}

// TestGuardrailHolds: a guardrail that is safe half the time halves Ship and
// turns the other half into Hold.
func TestGuardrailHolds(t *testing.T) {
	in := planOf(1, math.NaN())
	in.Metrics = append(in.Metrics, power.Metric{Name: "g", Kind: spec.Proportion, Role: spec.Guardrail, Down: true,
		Share: true, Base: 0.2, Variance: 0.16,
		Margin: spec.Amount{Value: 0.006, Form: spec.Points, Text: "0.6pp"}})
	in.Weeks = 11
	p := mustPlan(t, in, 2)
	safe := float64(p.Verdicts.Effects[2].Safe)
	if promised := float64(p.Metrics[1].PowerAtEnd); math.Abs(safe-promised) > 0.03 || safe < 0.3 || safe > 0.8 {
		t.Errorf("shown safe in %.3f, promised %.3f", safe, promised)
	}
	plain := planOf(1, math.NaN())
	plain.Weeks = 11
	alone := mustPlan(t, plain, 2)
	if got, want := verdictAt(p, 2, report.Ship), safe*verdictAt(alone, 2, report.Ship); math.Abs(got-want) > 0.03 {
		t.Errorf("ship in %.3f, want %.3f", got, want)
	}
	if hold := verdictAt(p, 2, report.Hold); math.Abs(hold-(1-safe)) > 0.03 {
		t.Errorf("hold in %.3f, not safe in %.3f", hold, 1-safe)
	}
}

// TestAlwaysValidVerdict: by the always-valid interval there is one more verdict,
// to keep running.
func TestAlwaysValidVerdict(t *testing.T) {
	in := planOf(1, math.NaN())
	in.Sequential = true
	p := mustPlan(t, in, 2)
	if d := float64(p.Verdicts.Effects[1].Better - p.Metrics[0].ValidAtEnd); math.Abs(d) > 0.03 {
		t.Errorf("better in %v, promised %v", p.Verdicts.Effects[1].Better, p.Metrics[0].ValidAtEnd)
	}
	if keep := verdictAt(p, 1, report.KeepRunning); !(keep > 0.1 && keep < 0.25) {
		t.Errorf("keep running in %v", keep)
	}
}

// TestBinomialDeviates: counts made of normal deviates have the binomial's mean,
// variance and rejection of the tails, for rare, middling and common outcomes.
func TestBinomialDeviates(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 2))
	for _, c := range []struct{ n, p float64 }{{30, 0.1}, {400, 0.02}, {400, 0.98}, {4000, 0.31}, {1e6, 0.5}} {
		const draws = 40000
		sum, squares, cut, over := 0.0, 0.0, math.Round(c.n*c.p+1.5*math.Sqrt(c.n*c.p*(1-c.p))), 0.0
		for range draws {
			x := float64(binomial(r.NormFloat64(), c.n, c.p))
			sum, squares = sum+x, squares+x*x
			if x > cut {
				over++
			}
		}
		mean := sum / draws
		v := squares/draws - mean*mean
		want := c.n * c.p * (1 - c.p)
		_, sf := stats.BinomialLogTails(cut, c.n, c.p)
		tail := math.Exp(sf)
		if math.Abs(mean-c.n*c.p) > 4*math.Sqrt(want/draws) || math.Abs(v/want-1) > 0.04 ||
			math.Abs(over/draws-tail) > 4*math.Sqrt(tail/draws) {
			t.Errorf("binomial(%g, %g): mean %g, variance %g of %g, above %g in %.4f of %.4f", c.n, c.p, mean, v, want,
				cut, over/draws, tail)
		}
	}
}

// TestPlanBudget: without an effect the planned experiment ends in a wrong word as
// often as its levels say: a primary metric worse in 2.5 of 100, better in 2.5, the
// band in 1, and the split in 0.1.
func TestPlanBudget(t *testing.T) {
	in := planOf(1, math.NaN())
	p := mustPlan(t, in, 2)
	b := p.Verdicts.Budget
	for _, r := range b.Rows {
		if r.Word == string(report.DoNotShip) && !(math.Abs(float64(r.Chance)-0.0245) < 3.29*math.Sqrt(0.0245/Usual)) {
			t.Errorf("do not ship in %v, meant 0.0245", r.Chance)
		}
	}
	if !(b.Total.Chance > 0.04 && b.Total.Chance < 0.075) {
		t.Errorf("total %+v", b.Total)
	}
}
