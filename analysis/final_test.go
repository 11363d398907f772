package analysis

import (
	"math"
	"testing"

	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// TestCritical: what a reading is held against, by what else is read beside it. The
// bounds are normal quantiles by hand: 0.8, 0.7 and 0.1 of alpha with the band, 0.9
// and 0.1 without.
func TestCritical(t *testing.T) {
	var even []watched // 28 days, and 14 more of an extension
	for d := 1; d <= 42; d++ {
		n := float64(d) * 180
		even = append(even, watched{information: n, units: n, band: n >= 200, reading: d == 28 || d == 42})
	}
	for _, c := range []struct {
		name              string
		sequential, timed bool
		extension         int
		extended          bool
		days              []watched
		least, most       float64
		how               string
	}{
		{"without band", false, true, 0, false, nil, 1.959964, 1.959964, "single"},
		{"without time", true, false, 0, false, nil, 1.959964, 1.959964, "single"},
		{"days not known", true, true, 0, false, nil, 2.053749, 2.053749, "bound"},
		{"days known", true, true, 0, false, even[:28], 1.9605, 1.98, "days"},
		{"first of two", true, true, 14, false, even[:28], 2.0052, 2.03, "days"},
		{"second of two", true, true, 14, true, even, 2.42, 2.4437027, "days"},
		{"first of two, days not known", true, true, 14, false, nil, 2.108358, 2.108358, "bound"},
		{"second of two, days not known", true, true, 14, true, nil, 2.807034, 2.807034, "bound"},
		{"first of two without band", false, true, 14, false, nil, 2.004654, 2.004654, "bound"},
		{"second without its first day", true, true, 14, true, even[29:], 2.807034, 2.807034, "bound"},
	} {
		exp := &spec.Experiment{End: 27, Statistics: spec.Statistics{Alpha: 0.05, Sequential: c.sequential}, Decision: spec.Decision{GuardAlpha: 0.05, Extension: c.extension}}
		b := newBoard(exp, nil, -1, nil)
		b.ended, b.extended = true, c.extended
		if len(c.days) > 0 {
			c.days[len(c.days)-1].reading = true
		}
		z, how := b.critical(c.days, 0.025, c.timed)
		if z < c.least-1e-6 || z > c.most+1e-6 || how != c.how {
			t.Errorf("%s: %.6f by %s, want %.6f to %.6f by %s", c.name, z, how, c.least, c.most, c.how)
		}
		if one, _ := b.critical(c.days, 0.05, c.timed); !(one < z) {
			t.Errorf("%s: one-sided 5 %% at %v", c.name, one)
		}
	}
}

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
			if !guard && ((d.P < 0.05) != (d.State == "up" || d.State == "down") || d.Abs != f.Abs || c.Decided(true).Abs != c.Adjusted().Abs) {
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
		if a := r.Decision.Alpha; a == nil || a.By != "end" || a.Critical != metricOf(t, r, "acceptance_rate").Comparisons[0].Final.Critical || a.Band.Defined() != sequential {
			t.Errorf("alpha %+v", a)
		}
	}
}
