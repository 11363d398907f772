package readout

import (
	"math"
	"testing"

	"uptake/analysis/report"
	"uptake/charts/internal/fixture"
)

// The inner half of a bar: 0.6745 / 1.96 of the whole for large samples, skew kept.
func TestInnerInterval(t *testing.T) {
	c := &report.Comparison{Rel: fixture.Interval(0.1, 0.0, 0.3), DF: report.Undefined()}
	got := innerInterval(c, 0.05)
	f := 0.6744897501960817 / 1.959963984540054
	if math.Abs(got[0]-(0.1-0.1*f)) > 1e-9 || math.Abs(got[1]-(0.1+0.2*f)) > 1e-9 {
		t.Errorf("inner interval %v", got)
	}
	c.DF = 4 // quantiles 0.7407 and 2.7764
	if got := innerInterval(c, 0.05); math.Abs((got[1]-0.1)/0.2-0.7406971/2.7764451) > 1e-6 {
		t.Errorf("inner interval with 4 degrees of freedom %v", got)
	}
	c.Rel.Hi = report.Undefined()
	if got := innerInterval(c, 0.05); !math.IsNaN(got[0]) {
		t.Errorf("an open interval has an inner one: %v", got)
	}
}
