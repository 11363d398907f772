package analysis_test

import (
	"context"
	"testing"
	"uptake/analysis/aa"
	"uptake/analysis/spec"
)

// TestAABudget: shuffles run through the verdict rules, and their wrong words are
// about as many as the levels say; what shuffling keeps is told.
func TestAABudget(t *testing.T) {
	w := draw(3, 600)
	w.exp.Metrics[0].Role = spec.Primary
	tables, demand := w.tables(t, 2)
	a, err := aa.Run(context.Background(), w.exp, demand, tables, aa.Options{Workers: 2, Runs: 1000, Seed: 1})
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
