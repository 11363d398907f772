package config

import (
	"slices"
	"strings"
	"testing"

	"uptake/analysis/spec"
)

// TestWeights: what metrics are worth to one another is read in the order of the metrics; what cannot be weighed is
// refused.
func TestWeights(t *testing.T) {
	read := func(weights string) ([]spec.MetricWeight, error) {
		e, err := parse([]byte("experiment: x\nsources: [{path: a.csv}]\narms: [{name: a, control: true}, {name: b}]\n"+
			"metrics: [{name: acceptance_rate, role: primary}, {name: tickets, kind: mean, event: ticket, "+
			"better: down}]\n"+
			"decision: {weights: "+weights+"}\n"), "x.yaml", "/", nil)
		if err != nil {
			return nil, err
		}
		return e.Decision.Weights, nil
	}
	got, err := read("{tickets: 3, acceptance_rate: 0.5, kept_per_unit: 1}")
	if want := []spec.MetricWeight{{Metric: "acceptance_rate", Weight: 0.5}, {Metric: "tickets", Weight: 3},
		{Metric: "kept_per_unit", Weight: 1}}; err != nil || !slices.Equal(got, want) {
		t.Errorf("%v, %v", got, err)
	}
	for text, want := range map[string]string{
		"{ticket: 3, acceptance_rate: 1}":     "did you mean tickets?",
		"{tickets: -3, acceptance_rate: 1}":   "tickets needs a number above 0",
		"{tickets: lots, acceptance_rate: 1}": "tickets needs a number above 0",
		"{tickets: 3}":                        "tickets alone has nothing to be weighed against",
		"{coverage: 3, acceptance_rate: 1}":   "neither more nor less of coverage is better",
	} {
		if _, err := read(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}
