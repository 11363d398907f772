package compare

import (
	"math"

	"uptake/analysis/report"
	"uptake/analysis/spec"
)

// limitCautions say what is odd about a metric's minimum effect and margin, given
// control's value: an amount above it is hardly meant, and a guardrail without a
// margin is never shown safe.
func limitCautions(m spec.Metric, base float64) []report.Caution {
	var out []report.Caution
	for _, a := range []struct {
		name string
		spec.Amount
	}{{"minimum_effect", m.MinimumEffect}, {"margin", m.Margin}} {
		if v, ok := a.Abs(base); a.Given() && ok && base != 0 && v > math.Abs(base) {
			out = append(out, report.Cautionf("large_"+a.name, "The %s of %s is more than control's whole value of "+
				"%.4g: was a smaller one meant?", a.name, a.Text, base))
		}
	}
	if m.Role == spec.Guardrail && !m.Margin.Given() {
		out = append(out, report.Cautionf("no_margin", "This guardrail has no margin, so it is watched for proven "+
			"harm and never shown safe: say how much worse it may get, such as margin: 5%%."))
	}
	return out
}
