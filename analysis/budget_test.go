package analysis

import (
	"context"
	"math"
	"testing"

	"uptake/analysis/report"
	"uptake/analysis/spec"
)

// TestPlanBudget: without an effect the planned experiment ends in a wrong word as
// often as its levels say: a primary metric worse in 2.5 of 100, better in 2.5, the
// band in 1, and the split in 0.1; guardrails and arms add theirs.
func TestPlanBudget(t *testing.T) {
	for _, c := range []struct {
		name         string
		change       func(*spec.Experiment)
		suggestions  bool
		band, lowest float64 // by levels, with and without time
	}{
		{"one primary", func(*spec.Experiment) {}, false, 0.01, 0},
		{"three arms", func(e *spec.Experiment) { e.Arms = make([]spec.Arm, 3) }, false, 0.02, 0},
		{"a guardrail", func(e *spec.Experiment) {
			e.Metrics = append(e.Metrics, spec.Metric{Role: spec.Guardrail, Margin: spec.Amount{Value: 0.1, Form: spec.Relative, Text: "10%"}})
		}, false, 0.02, 0},
		{"a secondary", func(e *spec.Experiment) { e.Metrics = append(e.Metrics, spec.Metric{Role: spec.Secondary}) }, false, 0.02, 0},
		// 0.1 · (0.025 worse + 0.025 better) beside the band.
		{"a second reading", func(e *spec.Experiment) { e.Decision.Extension = 14 }, false, 0.01 + 0.005, 0},
		// ... and 0.1 · 0.05 of its margin; the band 0.2 · 0.05 more.
		{"a second reading with a guardrail", func(e *spec.Experiment) {
			e.Decision.Extension = 14
			e.Metrics = append(e.Metrics, spec.Metric{Role: spec.Guardrail, Margin: spec.Amount{Value: 0.1, Form: spec.Relative, Text: "10%"}})
		}, false, 0.02 + 0.01, 0},
		{"looks", func(e *spec.Experiment) { e.Statistics.Looks = 4 }, false, 0, 0},
		// The band 0.2 · (0.05 + 0.05 + 0.01); at the end 0.05 of accepted per unit and 0.01 of the others.
		{"suggestions", func(*spec.Experiment) {}, true, 0.022 + 0.06, 0.06},
		{"suggestions and accepted declared", func(e *spec.Experiment) {
			e.Metrics = append(e.Metrics, spec.Metric{Name: spec.Accepted, Builtin: true, Role: spec.Diagnostic})
		}, true, 0.022 + 0.01, 0.01},
	} {
		e := &spec.Experiment{Arms: make([]spec.Arm, 2), Metrics: []spec.Metric{{Role: spec.Primary}},
			Statistics: spec.Statistics{Alpha: 0.05, Sequential: true, SRMAlpha: 0.001}, Decision: spec.Decision{GuardAlpha: 0.05}}
		c.change(e)
		b := budget(e, map[report.Verdict]int{report.DoNotShip: 25, report.LooksPromising: 20, report.CannotTell: 955}, 1000, true, c.suggestions, nil)
		if got, want := float64(b.Total.Chance), 0.045+c.band+0.001; math.Abs(got-want) > 1e-12 || b.Total.Wrong != 45 || !(float64(b.Total.Lo) < 0.045 && float64(b.Total.Hi) > want) {
			t.Errorf("%s: total %+v, want %.4f", c.name, b.Total, want)
		}
		if untimed := budget(e, map[report.Verdict]int{}, 1000, false, c.suggestions, nil); math.Abs(float64(untimed.Total.Chance)-c.lowest-0.001) > 1e-12 {
			t.Errorf("%s: without time %v", c.name, untimed.Total.Chance)
		}
	}
	in := planOf(1, math.NaN())
	p := mustPlan(t, in, 2)
	b := p.Verdicts.Budget
	for _, r := range b.Rows {
		if r.Word == string(report.DoNotShip) && !(math.Abs(float64(r.Chance)-0.0245) < 3.29*math.Sqrt(0.0245/planDraws)) {
			t.Errorf("do not ship in %v, meant 0.0245", r.Chance)
		}
	}
	if !(b.Total.Chance > 0.04 && b.Total.Chance < 0.075) {
		t.Errorf("total %+v", b.Total)
	}
}

// TestAABudget: shuffles run through the verdict rules, and their wrong words are
// about as many as the levels say; what shuffling keeps is told.
func TestAABudget(t *testing.T) {
	w := draw(3, 600)
	w.exp.Metrics[0].Role = spec.Primary
	tables, demand := w.tables(t, 2)
	a, err := AA(context.Background(), w.exp, demand, tables, AAOptions{Options: Options{Workers: 2}, Runs: 1000, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	b := a.Budget
	sum := 0
	for _, r := range b.Rows {
		sum += r.Wrong
	}
	if sum != b.Total.Wrong || b.Runs != 1000 || len(b.Facts) < 2 {
		t.Errorf("%+v", b)
	}
	if !(b.Total.Wrong > 10 && b.Total.Wrong < 120) {
		t.Errorf("%d of 1000 shuffles end in a wrong word", b.Total.Wrong)
	}
	t.Logf("%+v", b)
}

// TestRunsWithLooks: planned looks spend all of alpha, so a run with them is read
// at 1.960; without, the band's fifth is taken off: 2.054, and 2.108 before a second reading.
func TestRunsWithLooks(t *testing.T) {
	for _, c := range []struct {
		looks, extension int
		want             float64
	}{{0, 0, 2.05375}, {4, 0, 1.95996}, {0, 14, 2.10836}} {
		e := &spec.Experiment{Arms: make([]spec.Arm, 2), Statistics: spec.Statistics{Alpha: 0.05, Sequential: true, Looks: c.looks}, Decision: spec.Decision{Extension: c.extension}}
		b := newBoard(e, []string{"a", "b"}, 0, []int64{100, 100})
		b.ended = true
		if z, _ := (&verdictRun{board: b, timed: true}).critical(0.025); math.Abs(z-c.want) > 1e-4 {
			t.Errorf("%d looks, extension %d: %v, want %v", c.looks, c.extension, z, c.want)
		}
	}
}
