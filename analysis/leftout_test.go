package analysis_test

import (
	"encoding/json"
	"math"
	"testing"

	"uptake/analysis/stats"
	"uptake/analysis/study"
)

// TestLeftOut: a ratio over few effective units gets the jackknife's interval,
// worked out here by leaving out one person after the other; in a segment level
// too, and however the units are partitioned.
func TestLeftOut(t *testing.T) {
	w := draw(11, 100)
	r := w.analyze(t, 4, 2)
	m := metricOf(t, r, "acceptance_rate")
	c := m.Comparisons[0]
	if c.Abs.Method != "cr3" || !(float64(m.Arms[0].EffectiveUnits) < 60) {
		t.Fatalf("the world has %v effective units and the method %s", m.Arms[0].EffectiveUnits, c.Abs.Method)
	}
	jackknife := func(arm int, in func(person) bool) (float64, int) {
		var y, x []float64
		for _, p := range w.units {
			if p.row.Arm != arm || p.row.Crossover || !in(p) {
				continue
			}
			var a, s float64
			for _, g := range p.suggs {
				if g.ClosesAt > w.to || g.NotSeen || g.Decision == study.Superseded {
					continue
				}
				s++
				if g.Decision >= study.Accepted && g.Decision <= study.Reverted {
					a++
				}
			}
			y, x = append(y, a), append(x, s)
		}
		ratio := func(without int) float64 {
			var a, s float64
			for i := range y {
				if i != without {
					a += y[i]
					s += x[i]
				}
			}
			return a / s
		}
		q := 0.0
		for i := range y {
			d := ratio(i) - ratio(-1)
			q += d * d
		}
		return q, len(y)
	}
	check := func(what string, lo, hi, df float64, in func(person) bool) {
		qc, _ := jackknife(0, in)
		qt, _ := jackknife(1, in)
		want := 2 * stats.StudentISF(0.025, df) * math.Sqrt(qc+qt)
		if got := hi - lo; math.Abs(got/want-1) > 1e-9 {
			t.Errorf("%s: the interval is %v wide, the jackknife's %v", what, got, want)
		}
	}
	check("all", float64(c.Abs.Lo), float64(c.Abs.Hi), float64(c.DF), func(person) bool { return true })
	w.exp.Statistics.SegmentMinUnits = 5
	levels := 0
	for _, g := range w.analyze(t, 3, 1).Segments {
		if c := g.Comparisons[0]; g.Metric == "acceptance_rate" && c.Abs.Method == "cr3" {
			levels++
			check(g.Level, float64(c.Abs.Lo), float64(c.Abs.Hi), float64(c.DF),
				func(p person) bool { return []string{"", "mac", "linux"}[p.row.Seg[0]] == g.Level })
		}
	}
	if levels != 3 {
		t.Errorf("%d segment levels leave one unit out, of 3", levels)
	}
	w.exp.Statistics.SegmentMinUnits = 30
	a, _ := json.Marshal(r)
	b, _ := json.Marshal(w.analyze(t, 1, 1))
	if string(a) != string(b) {
		t.Error("another partition gives another report")
	}
}
