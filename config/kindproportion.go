package config

import "uptake/analysis/spec"

var proportionKind = metricKind{
	name: "proportion", kind: spec.Proportion, whole: always,
	read: func(t *object, m *spec.Metric) bool {
		share(t, m)
		return false
	},
	says: func(m spec.Metric) string { return "share of units with " + aggregateWords(m.Numerator) },
}

// share reads a value of each unit that is 0 or 1.
func share(t *object, m *spec.Metric) {
	oneValue(t, m, spec.Any)
	if !ofColumns(t) && m.Numerator.How != spec.Any {
		t.bad("aggregate", "a proportion asks whether a unit had any such event; use aggregate: any, or kind: mean")
	}
}
