package readout

import (
	"math"
	"testing"

	"uptake/analysis/report"
	"uptake/analysis/spec"
)

// TestFamilySize: beside a corrected p stands how many were corrected together. Holm's of
// 0.01, 0.04 and 0.02 are 0.03, 0.04 and 0.04; a p that is not known is no test, and
// diagnostics are of another family.
func TestFamilySize(t *testing.T) {
	u := float64(report.Undefined())
	metric := func(role string, p ...float64) report.Metric {
		m := report.Metric{Name: "m", Role: role}
		for _, v := range p {
			m.Comparisons = append(m.Comparisons, report.Comparison{P: report.Num(v)})
		}
		return m
	}
	metrics := []report.Metric{metric("primary", 0.01, 0.04), metric("secondary", u, 0.02), metric("diagnostic", 0.001,
		0.001)}
	if way := families(&spec.Experiment{}, metrics); way != "holm" {
		t.Errorf("by %s", way)
	}
	want := [][]float64{{0.03, 0.04}, {u, 0.04}, {0, 0}}
	sizes := [][]int{{3, 3}, {0, 3}, {0, 0}}
	for i, m := range metrics {
		for j, c := range m.Comparisons {
			same := c.PAdjusted.Defined() == !math.IsNaN(want[i][j]) && (!c.PAdjusted.Defined() ||
				math.Abs(float64(c.PAdjusted)-want[i][j]) < 1e-15)
			if !same || c.FamilySize != sizes[i][j] {
				t.Errorf("metric %d, arm %d: %v of %d", i, j, c.PAdjusted, c.FamilySize)
			}
		}
	}
}
