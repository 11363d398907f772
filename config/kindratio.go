package config

import "uptake/analysis/spec"

var ratioKind = metricKind{
	name: "ratio", kind: spec.Ratio,
	whole: func(m spec.Metric) bool { return wholeAggregate(m.Numerator) && wholeAggregate(m.Denominator) },
	lacks: func(layout spec.Layout) string {
		if layout == spec.Summary {
			return "a ratio needs the products of both sides for each unit, which layout summary does not carry; use " +
				"layout units"
		}
		return ""
	},
	read: func(t *object, m *spec.Metric) bool {
		if ofColumns(t) {
			ratioColumns(t, m)
		} else {
			ratioEvents(t, m)
		}
		return false
	},
	says: func(m spec.Metric) string {
		return aggregateWords(m.Numerator) + " divided by " + aggregateWords(m.Denominator)
	},
}

func ratioColumns(t *object, m *spec.Metric) {
	if t.has("covariate") { // known before exposure, for CUPED
		if o, ok := t.object("covariate"); ok {
			m.Covariate = []string{o.text("numerator"), o.text("denominator")}
			o.done()
		}
		if len(m.Covariate) != 2 || m.Covariate[0] == "" || m.Covariate[1] == "" {
			m.Covariate = nil
			t.bad("covariate", "a ratio is adjusted for a ratio: {numerator: revenue_before, denominator: "+
				"orders_before}")
		}
	}
	m.Numerator.Column, m.Denominator.Column = t.text("numerator"), t.text("denominator")
	if m.Numerator.Column == "" || m.Denominator.Column == "" {
		t.bad("kind", "a ratio names two columns: {numerator: revenue, denominator: orders}")
	}
}

func ratioEvents(t *object, m *spec.Metric) {
	m.Window = t.duration("window")
	for _, side := range []struct {
		key string
		to  *spec.Aggregate
	}{{"numerator", &m.Numerator}, {"denominator", &m.Denominator}} {
		o, ok := t.object(side.key)
		if !ok {
			if !t.has(side.key) {
				t.bad(side.key, "a ratio has a numerator and a denominator, such as %s: {event: purchase, field: "+
					"value, aggregate: sum}", side.key)
			}
			continue
		}
		*side.to = aggregate(o, spec.Count)
		o.done()
	}
}
