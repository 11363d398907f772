package config

import "uptake/analysis/spec"

var meanKind = metricKind{
	name: "mean", kind: spec.Mean, whole: wholeValue,
	read: func(t *object, m *spec.Metric) bool {
		oneValue(t, m, spec.Count)
		return false
	},
	says: func(m spec.Metric) string { return "per unit, " + aggregateWords(m.Numerator) },
}
