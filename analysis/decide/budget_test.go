package decide

import (
	"math"
	"testing"
	"uptake/analysis/report"
	"uptake/analysis/spec"
)

// TestBudget: what was not run is added by its levels: the band 1 of 100, the split
// 0.1; guardrails and arms add theirs.
func TestBudget(t *testing.T) {
	for _, c := range []struct {
		name         string
		change       func(*spec.Experiment)
		suggestions  bool
		band, lowest float64 // by levels, with and without time
	}{
		{"one primary", func(*spec.Experiment) {}, false, 0.01, 0},
		{"three arms", func(e *spec.Experiment) { e.Arms = make([]spec.Arm, 3) }, false, 0.02, 0},
		{"a guardrail", func(e *spec.Experiment) {
			e.Metrics = append(e.Metrics, spec.Metric{Role: spec.Guardrail, Margin: spec.Amount{Value: 0.1,
				Form: spec.Relative, Text: "10%"}})
		}, false, 0.02, 0},
		{"a secondary", func(e *spec.Experiment) { e.Metrics = append(e.Metrics, spec.Metric{Role: spec.Secondary}) },
			false, 0.02, 0},
		// 0.1 · (0.025 worse + 0.025 better) beside the band.
		{"a second reading", func(e *spec.Experiment) { e.Decision.Extension = 14 }, false, 0.01 + 0.005, 0},
		// ... and 0.1 · 0.05 of its margin; the band 0.2 · 0.05 more.
		{"a second reading with a guardrail", func(e *spec.Experiment) {
			e.Decision.Extension = 14
			e.Metrics = append(e.Metrics, spec.Metric{Role: spec.Guardrail, Margin: spec.Amount{Value: 0.1,
				Form: spec.Relative, Text: "10%"}})
		}, false, 0.02 + 0.01, 0},
		{"looks", func(e *spec.Experiment) { e.Statistics.Looks = 4 }, false, 0, 0},
		// The band 0.2 · (0.05 + 0.05 + 0.01); at the end 0.05 of accepted per unit and 0.01 of the others.
		{"suggestions", func(*spec.Experiment) {}, true, 0.022 + 0.06, 0.06},
		{"suggestions and accepted declared", func(e *spec.Experiment) {
			e.Metrics = append(e.Metrics, spec.Metric{Name: spec.Accepted, Builtin: true, Role: spec.Diagnostic})
		}, true, 0.022 + 0.01, 0.01},
	} {
		e := &spec.Experiment{Arms: make([]spec.Arm, 2), Metrics: []spec.Metric{{Role: spec.Primary}},
			Statistics: spec.Statistics{Alpha: 0.05, Sequential: true, SRMAlpha: 0.001},
			Decision:   spec.Decision{GuardAlpha: 0.05}}
		c.change(e)
		b := Budget(e, map[report.Verdict]int{report.DoNotShip: 25, report.LooksPromising: 20, report.CannotTell: 955},
			1000, true, c.suggestions, nil)
		if got, want := float64(b.Total.Chance), 0.045+c.band+0.001; math.Abs(got-want) > 1e-12 ||
			b.Total.Wrong != 45 || !(float64(b.Total.Lo) < 0.045 && float64(b.Total.Hi) > want) {
			t.Errorf("%s: total %+v, want %.4f", c.name, b.Total, want)
		}
		if untimed := Budget(e, map[report.Verdict]int{}, 1000, false, c.suggestions,
			nil); math.Abs(float64(untimed.Total.Chance)-c.lowest-0.001) > 1e-12 {
			t.Errorf("%s: without time %v", c.name, untimed.Total.Chance)
		}
	}
}
