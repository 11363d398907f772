package analysis_test

import (
	"math"
	"testing"

	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// TestFinal: at the end every comparison decides by its own interval at its critical
// value, consistent with p; what is printed stays at 95 %; the decision says so.
func TestFinal(t *testing.T) {
	for _, sequential := range []bool{false, true} {
		w := draw(11, 900)
		w.exp.Statistics.Sequential = sequential
		r := w.analyze(t, 3, 2)
		again := draw(11, 900)
		again.exp.Statistics.Sequential = false
		plain := again.analyze(t, 3, 2)
		seen := 0
		for _, m := range r.Metrics {
			c := m.Comparisons[0]
			if !c.P.Defined() {
				continue
			}
			seen++
			f := c.Final
			if f == nil {
				t.Fatalf("%s has no reading", m.Name)
			}
			if p := metricOf(t, plain, m.Name).Comparisons[0]; p.Abs != c.Abs || p.Rel != c.Rel || p.P != c.P {
				t.Errorf("%s: the printed numbers moved: %+v, %+v", m.Name, c.Abs, p.Abs)
			}
			guard := m.Role == string(spec.Guardrail) && m.Margin != nil
			level := float64(f.Level)
			if guard {
				level *= 2
			}
			if z := stats.NormalISF(level / 2); math.Abs(z-float64(f.Critical)) > 1e-9 {
				t.Errorf("%s: level %v is %v, not %v", m.Name, f.Level, z, f.Critical)
			}
			d := c.Deciding(true, 0.05)
			if !guard && ((d.P < 0.05) != (d.State == "up" || d.State == "down") || d.Abs != f.Abs ||
				c.Decided(true).Abs != c.Adjusted().Abs) {
				t.Errorf("%s: p %v, state %s", m.Name, d.P, d.State)
			}
			wide := float64(f.Abs.Hi-f.Abs.Lo) / float64(c.Abs.Hi-c.Abs.Lo)
			switch {
			case !sequential && (f.Path != "single" || !guard && (f.Abs != c.Abs || float64(f.Level) != 0.05)):
				t.Errorf("%s: without the band %+v", m.Name, f)
			case sequential && (f.Path == "single" || !guard && !(wide > 1 && wide < 1.06)):
				t.Errorf("%s: with the band %+v, %v times as wide", m.Name, f, wide)
			}
		}
		if seen < 4 {
			t.Errorf("only %d comparisons", seen)
		}
		if a := r.Decision.Alpha; a == nil || a.By != "end" || a.Critical != metricOf(t, r,
			"acceptance_rate").Comparisons[0].Final.Critical || a.Band.Defined() != sequential {
			t.Errorf("alpha %+v", a)
		}
	}
}
