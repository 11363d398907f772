package analysis

import (
	"testing"

	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// TestAdjustmentsAreNamed: the experiment file knows every correction and no other.
func TestAdjustmentsAreNamed(t *testing.T) {
	if len(spec.Adjustments) != len(stats.Adjustments) {
		t.Fatalf("%d named, %d built", len(spec.Adjustments), len(stats.Adjustments))
	}
	for i, a := range stats.Adjustments {
		if spec.Adjustments[i] != a.Name || a.Words == "" {
			t.Errorf("%s is named %s", a.Name, spec.Adjustments[i])
		}
	}
	if a, ok := stats.FindAdjustment(""); !ok || a.Name != "holm" {
		t.Errorf("the default is %+v", a.Name)
	}
}
