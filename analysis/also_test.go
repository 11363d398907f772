package analysis_test

import (
	"context"
	"encoding/json"
	"math"
	"slices"
	"testing"

	"uptake/analysis/readout"
	"uptake/analysis/report"
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

// TestAlsoUnits: conventions that need units rest on the units of the readout.
func TestAlsoUnits(t *testing.T) {
	w := draw(9, 900)
	w.exp.Statistics.Also = []string{"mann_whitney", "permutation", "bootstrap", "ols", "logistic"}
	read := func(workers, parts int) *report.Report {
		tables, demand := w.tables(t, parts)
		r, err := readout.Analyze(context.Background(), w.exp, demand, tables, readout.Options{Workers: workers})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	r := read(1, 3)
	text := func(r *report.Report) string { // numbers as JSON, where undefined equals undefined
		b, err := json.Marshal(r.Metrics[1].Comparisons[0].Also)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	if text(r) != text(read(4, 3)) {
		t.Error("the workers change the conventions")
	}
	names := func(c report.Comparison) (out []string) {
		for _, a := range c.Also {
			out = append(out, a.Method)
			if (a.Method == "permutation" || a.Method == "bootstrap") &&
				math.Abs(float64(a.Value-c.Abs.Value)) > 1e-12 {
				t.Errorf("%s is of %v, the readout of %v", a.Method, a.Value, c.Abs.Value)
			}
		}
		return out
	}
	if got := names(r.Metrics[1].Comparisons[0]); !slices.Equal(got, []string{"mann_whitney", "permutation",
		"bootstrap", "ols"}) {
		t.Errorf("a mean has %v", got)
	}
	if got := names(r.Metrics[3].Comparisons[0]); len(got) != 5 {
		t.Errorf("a proportion has %v", got)
	}
	if got := names(r.Metrics[0].Comparisons[0]); got != nil || !slices.ContainsFunc(r.Metrics[0].Cautions,
		func(c report.Caution) bool { return c.Code == "also_unavailable" }) {
		t.Errorf("a ratio has %v, and does not say why", got)
	}
}
