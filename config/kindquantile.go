package config

import (
	"fmt"

	"uptake/analysis/spec"
)

var quantileKind = metricKind{
	name: "quantile", kind: spec.Quantile, carried: true, whole: wholeValue,
	lacks: func(layout spec.Layout) string {
		if layout == spec.Summary {
			return "a quantile needs the values one by one, which layout summary does not carry"
		}
		return ""
	},
	read: func(t *object, m *spec.Metric) bool {
		if quantile(t, m) {
			m.Scale = 9
			return true
		}
		oneValue(t, m, spec.Count)
		return false
	},
	says: func(m spec.Metric) string {
		over := "units by " + aggregateWords(m.Numerator)
		if m.Of != "" {
			over = "shown suggestions by their " + m.Of
		}
		return fmt.Sprintf("the value below which %g %% lie, over %s", 100*m.Quantile, over)
	},
}

// quantile reads the level of a quantile and what it is over; done reports that
// it is over what shown suggestions carry and needs nothing more.
func quantile(t *object, m *spec.Metric) (done bool) {
	if m.Quantile = t.share("quantile"); t.missing("quantile") {
		t.bad("quantile", "%s", spec.WhichQuantile)
	}
	if m.Of = t.text("of"); m.Of == "" {
		return false
	}
	if t.has("event") || t.has("field") {
		t.bad("of", "a quantile is over the numbers of shown suggestions (of: latency_ms) or over units (event: …), "+
			"not both")
		t.skip()
	}
	for _, key := range []string{"window", "where", "scale", "aggregate"} {
		if t.has(key) {
			t.bad(key, "does not apply to a quantile over suggestions")
		}
	}
	return true
}
