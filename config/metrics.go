package config

import (
	"strings"

	"uptake/analysis/spec"
)

func metrics(o *object) []spec.Metric {
	var out []spec.Metric
	seen := map[string]bool{}
	for _, t := range o.objects("metrics") {
		m := metric(t)
		if seen[m.Name] {
			t.bad("name", "there are two metrics named %s", m.Name)
		}
		seen[m.Name] = true
		t.done()
		out = append(out, m)
	}
	if layout := o.file.layout; len(out) == 0 && (layout == spec.Units || layout == spec.Summary) {
		o.bad("metrics", "layout %s needs the metrics that its columns hold, such as [{name: retention_7, kind: "+
			"proportion}]", layout)
	}
	return out
}

// builtIn stands for the kind of a metric that is built in: keys that are for
// some kinds are not for it.
const builtIn = "built-in"

func metric(t *object) spec.Metric {
	layout := t.file.layout
	m := spec.Metric{Name: t.text("name"), Role: spec.Role(t.oneOf("role"))}
	if m.Name == "" {
		t.p.add(t.path, placeOf(t.m), "a metric has a name")
	}
	b, builtin := spec.FindBuiltin(m.Name)
	suggestions := layout == spec.Events || layout == spec.Suggestions
	m.Builtin = builtin && suggestions && !t.has("kind")
	m.Down = m.Builtin && b.Down || kindNamed(t.text("kind")).down
	if way := t.oneOf("better"); way != "" {
		m.Down = way == "down"
	}
	m.MinimumEffect, m.Margin = t.amount("minimum_effect"), t.amount("margin")
	if m.Margin.Given() && m.Role != spec.Guardrail && !(m.Builtin && m.Name == spec.Accepted) {
		t.bad("margin", "a margin says how much worse a guardrail may get; this metric's role is %s", m.Role)
	}
	if m.Builtin {
		t.kind, m.Kind, m.Scale = builtIn, b.Kind, 0
		amounts(t, m, b.Shown || b.Kind == spec.Proportion)
		return m
	}
	if !t.has("kind") {
		if t.missing("kind") {
			t.bad("name", "%s is not a built-in metric, so it needs a kind: %s%s", m.Name,
				either(t.key("kind").Choices), builtinHint(m.Name, suggestions))
		}
		t.skip()
		return m
	}
	if t.kind = t.oneOf("kind"); t.kind == "" {
		t.skip()
		return m
	}
	k := kindNamed(t.kind)
	m.Kind = k.kind
	amounts(t, m, m.Kind == spec.Proportion)
	if problem := k.lacking(layout); problem != "" {
		t.bad("kind", "%s", problem)
		t.skip()
		return m
	}
	if k.read(t, &m) {
		return m
	}
	winsorize(t, &m)
	scale(t, &m, k.whole(m))
	return m
}

// amounts refuses effects and margins that a metric cannot have: whole numbers of
// a rate, which lies between 0 and 1, and points of what is no rate.
func amounts(t *object, m spec.Metric, rate bool) {
	for _, a := range []struct {
		key string
		spec.Amount
	}{{"minimum_effect", m.MinimumEffect}, {"margin", m.Margin}} {
		switch text := strings.TrimSpace(a.Text); {
		case rate && a.Form == spec.Absolute && a.Value >= 1:
			t.bad(a.key, "%s would be %g points of a rate, which has 100: %s%% or %spp? (%s%% is relative to "+
				"control, %spp are points)", text, 100*a.Value, text, text, text, text)
		case rate && a.Form == spec.Points && a.Value >= 1:
			t.bad(a.key, "%s are more points than a rate has; it lies between 0 and 100", text)
		case !rate && a.Form == spec.Points && m.Kind != spec.Ratio:
			t.bad(a.key, "%s are points of a rate, and this metric is a %s: write it relative to control (%s%%), or "+
				"as a bare number in the metric's unit", text, m.Kind, strings.TrimSuffix(text, "pp"))
		}
	}
}

// scale reads the decimals that are kept; what counts is whole.
func scale(t *object, m *spec.Metric, whole bool) {
	m.Scale = 9
	if whole {
		m.Scale = 0
	}
	if !t.has("scale") {
		return
	}
	if m.Scale == 0 {
		t.bad("scale", "this metric counts in whole numbers, so no decimals are kept; remove it")
		return
	}
	m.Scale = t.whole("scale")
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
