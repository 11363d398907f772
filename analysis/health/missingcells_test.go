package health

import (
	"strings"
	"testing"
)

func TestMissingCells(t *testing.T) {
	for _, c := range []struct {
		name, status string
		said, unsaid string
		missing, has []int64
	}{
		{"alike and few", "ok", "The arms are alike", "Most rows", []int64{60, 71}, []int64{440, 429}},
		{"more in one arm", "warn", "m has no value in 10 of 500 rows in a and 90 of 500 rows in b.", "Most rows",
			[]int64{10, 90}, []int64{490, 410}},
		{"half of all, alike", "warn", "m has none in 500 of 1,000 rows.", "The arms differ", []int64{250, 250},
			[]int64{250, 250}},
		{"a row less than half", "ok", "The arms are alike", "Most rows", []int64{250, 249}, []int64{250, 251}},
		{"most, and more in one arm", "warn", "in b. Most rows lack the value", "are alike", []int64{300, 450},
			[]int64{200, 50}},
	} {
		f := facts()
		f.Cells = []Values{{Metric: "m", Missing: c.missing, Has: c.has}}
		h, g := Run(f)
		got, detail := status(h, "missing_cells")
		if got != c.status || !strings.Contains(detail, c.said) || strings.Contains(detail, c.unsaid) {
			t.Errorf("%s: %s %q", c.name, got, detail)
		}
		if !g.Arms().Given() || !g.Metric("m").Given() {
			t.Errorf("%s: it hides the metric", c.name)
		}
	}
}
