package analysis_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"uptake/analysis/report"
	"uptake/analysis/spec"
)

// TestNoIntervalIsSaidTruly: an arm without an interval says why, by what is so.
func TestNoIntervalIsSaidTruly(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 6))
	for _, c := range []struct {
		says   string
		values func(i int) (y, x int64)
	}{
		{"In control every unit's ratio is 0.5, over 350 units", func(i int) (y, x int64) {
			return int64(1 + i%3), int64(2 * (1 + i%3))
		}},
		// both signs cancel
		{"In control the denominators of 350 units add up to ", func(i int) (y, x int64) {
			return 3 + r.Int64N(5), r.Int64N(2001) - 1000
		}},
		// one unit holds nearly all
		{"Control rests on 1.0 effective units of 350: few units hold most of the denominator",
			func(i int) (y, x int64) {
				if i < 2 {
					return 500_000, 1_000_000
				}
				return r.Int64N(4), r.Int64N(4)
			}},
	} {
		w := comparable(spec.Units)
		w.units, w.exp.Statistics.Looks = w.units[:700], 0
		for i := range w.units {
			u := &w.units[i].row
			u.Crossover = false
			y, x := c.values(i)
			u.Var[1], u.Var[2] = y*1_000_000_000, x*1_000_000_000
		}
		rep := w.analyze(t, 2, 2)
		undefinedSaid(t, rep)
		m := metricOf(t, rep, "spend_per_task")
		all := slices.Concat(m.Cautions, m.Comparisons[0].Cautions)
		if !slices.ContainsFunc(all, func(x report.Caution) bool { return strings.HasPrefix(x.Detail, c.says) }) {
			t.Errorf("want %q, cautions %v", c.says, all)
		}
		for _, x := range all {
			if strings.Contains(x.Detail, "agree") || strings.Contains(x.Detail, "nearly all suggestions") ||
				strings.Contains(x.Detail, "have the value") {
				t.Errorf("untrue: %q", x.Detail)
			}
		}
	}
}
