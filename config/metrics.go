package config

import (
	"strings"

	"uptake/analysis/spec"
)

func metrics(o *object, layout spec.Layout) []spec.Metric {
	var out []spec.Metric
	seen := map[string]bool{}
	for _, t := range o.objects("metrics") {
		m := metric(t, layout)
		if seen[m.Name] {
			t.bad("name", "there are two metrics named %s", m.Name)
		}
		seen[m.Name] = true
		t.done()
		out = append(out, m)
	}
	if len(out) == 0 && (layout == spec.Units || layout == spec.Summary) {
		o.bad("metrics", "layout %s needs the metrics that its columns hold, such as [{name: retention_7, kind: proportion}]", layout)
	}
	return out
}

func metric(t *object, layout spec.Layout) spec.Metric {
	m := spec.Metric{Name: t.text("name", "")}
	if m.Name == "" {
		t.p.add(t.path, lineOf(t.m), "a metric has a name")
	}
	m.Role = spec.Role(t.oneOf("role", "secondary", "primary", "secondary", "guardrail"))
	b, builtin := spec.FindBuiltin(m.Name)
	suggestions := layout == spec.Events || layout == spec.Suggestions
	m.Builtin = builtin && suggestions && !t.has("kind")
	m.Down = t.oneOf("better", better(m.Builtin && b.Down || t.text("kind", "") == "graded"), "up", "down") == "down"
	m.MinimumEffect, m.Margin = t.amount("minimum_effect"), t.amount("margin")
	if m.Builtin {
		m.Kind = b.Kind
		m.Scale = 0
		return m
	}
	kind := t.text("kind", "")
	switch kind {
	case "":
		t.bad("name", "%s is not a built-in metric, so it needs a kind: proportion, mean, ratio, quantile, retention or graded%s", m.Name, builtinHint(m.Name, suggestions))
	case "funnel":
		t.bad("kind", "not built yet in this version: metrics of kind %s; use proportion, mean, ratio, quantile, retention or graded", kind)
	case "retention":
		m.Kind = spec.Proportion
		retention(t, &m, layout)
	default:
		m.Kind = spec.Kind(t.oneOf("kind", "mean", "proportion", "mean", "ratio", "quantile", "retention", "graded"))
	}
	if m.Margin.Given() && m.Role != spec.Guardrail {
		t.bad("margin", "a margin says how much worse a guardrail may get; this metric's role is %s", m.Role)
	}
	switch {
	case m.Kind == "":
		t.skip("winsorize", "grades", "quantile", "of", "covariate", "event", "field", "aggregate", "where", "column", "numerator", "denominator", "window")
	case m.Kind == spec.Graded:
		graded(t, &m, layout)
		return m
	case m.Kind == spec.Quantile && quantile(t, &m, layout): // over suggestions
		m.Scale = 9
		return m
	case layout == spec.Units || layout == spec.Summary:
		columnMetric(t, &m, layout)
	default:
		eventMetric(t, &m)
	}
	winsorize(t, &m, layout)
	fallback := 9
	if exact(m.Kind, m.Numerator) && (m.Kind != spec.Ratio || exact(m.Kind, m.Denominator)) {
		fallback = 0
	}
	m.Scale = t.whole("scale", fallback, 0)
	if m.Scale > 15 {
		t.bad("scale", "%d decimals do not fit beside whole numbers; give at most 15", m.Scale)
	}
	return m
}

func better(down bool) string {
	if down {
		return "down"
	}
	return "up"
}

// exact reports whether an aggregate is a whole number by nature.
func exact(k spec.Kind, a spec.Aggregate) bool {
	return k == spec.Proportion || (a.Column == "" && a.How != spec.Sum)
}

func columnMetric(t *object, m *spec.Metric, layout spec.Layout) {
	m.Column = t.text("column", m.Name)
	covariate(t, m, layout)
	if m.Kind == spec.Ratio {
		if layout == spec.Summary {
			t.bad("kind", "a ratio needs the products of both sides for each unit, which layout summary does not carry; use layout units")
			return
		}
		m.Numerator.Column, m.Denominator.Column = t.text("numerator", ""), t.text("denominator", "")
		if m.Numerator.Column == "" || m.Denominator.Column == "" {
			t.bad("kind", "a ratio names two columns: {numerator: revenue, denominator: orders}")
		}
		return
	}
	m.Numerator.Column = m.Column
}

func builtinHint(name string, suggestions bool) string {
	if !suggestions {
		return ""
	}
	var names []string
	for _, b := range spec.Builtins {
		names = append(names, b.Name)
	}
	if n := nearest(name, names); n != "" {
		return "; did you mean the built-in " + n + "?"
	}
	return "; built-in are " + strings.Join(names, ", ")
}

// covariate reads the columns known before exposure that CUPED adjusts for.
func covariate(t *object, m *spec.Metric, layout spec.Layout) {
	if !t.has("covariate") {
		return
	}
	if layout == spec.Summary {
		t.bad("covariate", "adjusting needs the products of metric and covariate for each unit, which layout summary does not carry; use layout units")
		t.skip("covariate")
		return
	}
	if m.Kind != spec.Ratio {
		if c := t.text("covariate", ""); c != "" {
			m.Covariate = []string{c}
		}
		return
	}
	if o, ok := t.object("covariate"); ok {
		m.Covariate = []string{o.text("numerator", ""), o.text("denominator", "")}
		o.done()
	}
	if len(m.Covariate) != 2 || m.Covariate[0] == "" || m.Covariate[1] == "" {
		m.Covariate = nil
		t.bad("covariate", "a ratio is adjusted for a ratio: {numerator: revenue_before, denominator: orders_before}")
	}
}

func eventMetric(t *object, m *spec.Metric) {
	if t.has("covariate") {
		t.bad("covariate", "a column from before exposure exists in layout units; here the time before exposure itself is used: statistics: {cuped: 14d}")
		t.skip("covariate")
	}
	m.Window = t.duration("window", 0)
	if m.Kind == spec.Ratio {
		for _, side := range []struct {
			key string
			to  *spec.Aggregate
		}{{"numerator", &m.Numerator}, {"denominator", &m.Denominator}} {
			o, ok := t.object(side.key)
			if !ok {
				if !t.has(side.key) {
					t.bad(side.key, "a ratio has a numerator and a denominator, such as %s: {event: purchase, field: value, aggregate: sum}", side.key)
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
}

func aggregate(o *object, fallback spec.How) spec.Aggregate {
	a := spec.Aggregate{Event: o.texts("event"), Field: o.text("field", ""), Where: filters(o, "where")}
	if a.Field != "" && fallback == spec.Count {
		fallback = spec.Sum
	}
	a.How = spec.How(o.oneOf("aggregate", string(fallback), "count", "sum", "any"))
	if len(a.Event) == 0 {
		o.p.add(o.path, lineOf(o.m), "the metric must say which event it is made of, such as event: task_completed")
	}
	if a.How == spec.Sum && a.Field == "" {
		o.bad("aggregate", "a sum needs the field it adds up, such as field: value")
	}
	if a.How != spec.Sum && a.Field != "" {
		o.bad("field", "a field is added up by aggregate: sum only; this metric has aggregate: %s", a.How)
	}
	return a
}
