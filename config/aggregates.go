package config

import (
	"cmp"

	"uptake/analysis/spec"
)

// oneValue reads what a unit's value is made of where there is one: a column of units, or
// events, which are counted unless fallback says otherwise.
func oneValue(t *object, m *spec.Metric, fallback spec.How) {
	if ofColumns(t) {
		if c := t.text("covariate"); c != "" { // known before exposure, for CUPED
			m.Covariate = []string{c}
		}
		m.Column = cmp.Or(t.text("column"), m.Name)
		m.Numerator.Column = m.Column
		return
	}
	m.Window = t.duration("window")
	m.Numerator = aggregate(t, fallback)
}

// ofColumns reports whether the rows have a column with each unit's value.
func ofColumns(t *object) bool { return t.file.layout == spec.Units || t.file.layout == spec.Summary }

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
