package draw

import (
	"math"
	"testing"

	"uptake/analysis/report"
	"uptake/charts/say"
)

// The marks of the forest stand where the numbers say.
func TestForestDrawsTheNumbers(t *testing.T) {
	row := func(metric string, iv report.Interval) Effect {
		return Effect{Role: "primary", Metric: metric, Rel: say.Difference(iv, say.Percent), Interval: iv,
			Inner: [2]float64{math.NaN(), math.NaN()}, Strip: math.NaN(), Limit: math.NaN()}
	}
	rows := []Effect{row("Acceptance rate", iv(0.118, 0.042, 0.195)), row("Latency", iv(-0.01, -0.03, 0.01)),
		row("Crashes", iv(0.5, -9.5, 10.5))}
	p := Forest{Groups: []ForestGroup{{Heading: "Primary", Rows: rows[:2]}, {Heading: "Guardrails", Rows: rows[2:]}}}
	p.Lo, p.Hi = ForestDomain(rows)
	d := p.Drawing(WholePage)
	spec := d.data.(forestData)
	i := 0
	for _, row := range spec.Rows {
		if row.Kind != "row" {
			continue
		}
		e := rows[i]
		i++
		if row.Value != e.Rel.String() {
			t.Errorf("%s says %q beside its bar, %q in the table", row.Name, row.Value, e.Rel.String())
		}
		for _, c := range []struct {
			got  *float64
			want report.Num
		}{{row.V, e.Interval.Value}, {row.Lo, e.Interval.Lo}, {row.Hi, e.Interval.Hi}} {
			if c.got == nil || math.Abs(*c.got-100*float64(c.want)) > 1e-12 {
				t.Errorf("%s is drawn at %v, not at %v", row.Name, c.got, c.want)
			}
		}
	}
	if i != len(rows) {
		t.Errorf("%d of %d rows are drawn", i, len(rows))
	}
}

// A number is never cut: where an interval has not room beside its reading the estimate stands alone.
func TestForestCutsNoNumber(t *testing.T) {
	e := Effect{Role: "secondary", Metric: "Accepted per unit", Rel: say.Difference(iv(0.18, 0.03, 0.34), say.Percent),
		Interval: iv(0.18, 0.03, 0.34), Inner: [2]float64{math.NaN(), math.NaN()}, Strip: math.NaN(), Limit: math.NaN()}
	for word, want := range map[string]string{"unclear": e.Rel.String(),
		"up, unclear after correction": e.Rel.Estimate()} {
		e.State.Word = word
		p := Forest{Groups: []ForestGroup{{Heading: "Secondary", Rows: []Effect{e}}}, Lo: -0.5, Hi: 0.5}
		for _, row := range p.Drawing(Phone).data.(forestData).Rows {
			if row.Kind == "row" && row.Value != want {
				t.Errorf("beside %q stands %q, want %q", word, row.Value, want)
			}
		}
	}
}

// An option with a number that is not finite is an error, never an empty chart.
func TestUndefinedNumberIsAnError(t *testing.T) {
	for _, bad := range []float64{math.NaN(), math.Inf(1)} {
		p := Forest{Lo: -0.1, Hi: 0.1}
		d := p.Drawing(WholePage)
		d.data = forestData{Rows: []forestRow{{Kind: "row", V: &bad}}}
		if _, err := d.encode(); err == nil {
			t.Errorf("%g in the data is no error", bad)
		}
		p.Lo = bad
		d = p.Drawing(WholePage)
		if _, err := d.encode(); err == nil {
			t.Errorf("%g in the option is no error", bad)
		}
	}
}
