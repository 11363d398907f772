package compare

import (
	"strings"
	"testing"
	"uptake/analysis"
	"uptake/analysis/health"
	"uptake/analysis/metric"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// TestGuardrailByItsOwnBound: where the one-sided bound settles a guardrail and
// the printed two-sided interval reaches past the limit, a caution says so.
func TestGuardrailByItsOwnBound(t *testing.T) {
	for _, c := range []struct {
		mean        float64
		state, word string
	}{{1.02, "safe", "(+18%)"}, {1.05, "open", ""}, {0.9, "safe", ""}, {1.39, "breached", "(+23%)"}} {
		exp := &spec.Experiment{Statistics: spec.Statistics{Alpha: 0.05}, Decision: spec.Decision{GuardAlpha: 0.05}}
		by := &Terms{Arms: &analysis.Arms{Exp: exp, Names: []string{"a", "b"}, Units: []int64{1000, 1000}}, Ended: true}
		e := analysis.Entry{Metric: spec.Metric{Role: spec.Guardrail, Down: true, Margin: spec.Amount{Value: 0.2,
			Form: spec.Relative}}, Kind: metric.Mean}
		got := by.Compare(health.Drawn().Arms(), e, stats.FromMoments(1000, 1, 4), stats.FromMoments(1000, c.mean, 4),
			1)
		said := ""
		for _, x := range got.Cautions {
			if x.Code == "one_sided" {
				said = x.Detail
			}
		}
		if got.State != c.state || (c.word == "") != (said == "") || !strings.Contains(said, c.word) {
			t.Errorf("mean %g: %s, %q; two-sided %v", c.mean, got.State, said, got.Rel)
		}
	}
}
