package compare

import (
	"testing"

	"uptake/analysis"
	"uptake/analysis/health"
	"uptake/analysis/metric"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// TestAgain: a comparison without p is read again at the end only where it is a
// guardrail whose one-sided bound is there; what has no numbers at all never is.
func TestAgain(t *testing.T) {
	margin := spec.Amount{Value: 0.1, Form: spec.Relative}
	guard := spec.Metric{Name: "m", Role: spec.Guardrail, Margin: margin}
	for _, c := range []struct {
		m     spec.Metric
		p     report.Num
		state string
		want  bool
	}{
		{spec.Metric{Name: "m"}, 0.5, "open", true},
		{spec.Metric{Name: "m"}, report.Undefined(), "none", false},
		{guard, 0.5, "open", true},
		{guard, report.Undefined(), "safe", true},
		{guard, report.Undefined(), "breached", true},
		{guard, report.Undefined(), "none", false},
	} {
		again := again(health.Leave{}, analysis.Entry{Metric: c.m, Kind: metric.Mean}, nil, stats.Sample{},
			stats.Sample{}, report.Comparison{P: c.p, State: c.state})
		if got := again != nil; got != c.want {
			t.Errorf("%s, p %v, %s: kept %v", c.m.Role, c.p, c.state, got)
		}
	}
}
