package config

import (
	"cmp"

	"uptake/analysis/spec"
)

func columnMetric(t *object, m *spec.Metric) {
	covariate(t, m)
	if m.Kind == spec.Ratio {
		m.Numerator.Column, m.Denominator.Column = t.text("numerator"), t.text("denominator")
		if m.Numerator.Column == "" || m.Denominator.Column == "" {
			t.bad("kind", "a ratio names two columns: {numerator: revenue, denominator: orders}")
		}
		return
	}
	m.Column = cmp.Or(t.text("column"), m.Name)
	m.Numerator.Column = m.Column
}

// covariate reads the columns known before exposure that CUPED adjusts for.
func covariate(t *object, m *spec.Metric) {
	if !t.has("covariate") {
		return
	}
	if m.Kind != spec.Ratio {
		if c := t.text("covariate"); c != "" {
			m.Covariate = []string{c}
		}
		return
	}
	if o, ok := t.object("covariate"); ok {
		m.Covariate = []string{o.text("numerator"), o.text("denominator")}
		o.done()
	}
	if len(m.Covariate) != 2 || m.Covariate[0] == "" || m.Covariate[1] == "" {
		m.Covariate = nil
		t.bad("covariate", "a ratio is adjusted for a ratio: {numerator: revenue_before, denominator: orders_before}")
	}
}

func eventMetric(t *object, m *spec.Metric) {
	window := t.duration("window")
	if m.Kind == spec.Ratio {
		m.Window = window
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
		return
	}
	fallback := spec.Count
	if m.Kind == spec.Proportion {
		fallback = spec.Any
	}
	m.Numerator = aggregate(t, fallback)
	if m.Kind == spec.Proportion && m.Numerator.How != spec.Any {
		t.bad("aggregate", "a proportion asks whether a unit had any such event; use aggregate: any, or kind: mean")
	}
	if m.Window = window; t.kind == "retention" {
		retention(t, m)
	}
}

func aggregate(o *object, fallback spec.How) spec.Aggregate {
	a := spec.Aggregate{Event: o.texts("event"), Field: o.text("field"), Where: filters(o)}
	if a.Field != "" && fallback == spec.Count {
		fallback = spec.Sum
	}
	a.How = cmp.Or(spec.How(o.oneOf("aggregate")), fallback)
	if len(a.Event) == 0 && o.missing("event") {
		o.p.add(o.path, placeOf(o.m), "the metric must say which event it is made of, such as event: task_completed")
	}
	if a.How == spec.Sum && a.Field == "" {
		o.bad("aggregate", "a sum needs the field it adds up, such as field: value")
	}
	if a.How != spec.Sum && a.Field != "" {
		o.bad("field", "a field is added up by aggregate: sum only; this metric has aggregate: %s", a.How)
	}
	return a
}
