package config

import (
	"cmp"
	"strings"

	"uptake/analysis/spec"
)

// The fewest and the most steps of a funnel.
const fewestSteps, mostSteps = 2, 20

var funnelKind = metricKind{
	name: "funnel", kind: spec.Proportion, whole: always,
	is: func(m spec.Metric) bool { return len(m.Steps) > 0 },
	lacks: func(layout spec.Layout) string {
		switch layout {
		case spec.Events:
			return ""
		case spec.Suggestions:
			return "a funnel needs events in their order, which only layout events has"
		}
		return "a funnel needs events in their order, which only layout events has; in layout " + string(layout) +
			" name the column of each step as a proportion"
	},
	read: func(t *object, m *spec.Metric) bool {
		funnel(t, m)
		return false
	},
	says: func(m spec.Metric) string {
		return "share of units that reach the last of these steps, one after the other: " + list(stepWords(m))
	},
}

// funnel reads {kind: funnel, within: 7d, steps: [{event: basket}, {event: purchase}]}: the
// share of units that have the events in this order.
func funnel(t *object, m *spec.Metric) {
	m.Window, m.Within, m.Numerator.How = t.duration("window"), t.duration("within"), spec.Any
	seen := map[string]bool{}
	for i, s := range t.objects("steps") {
		step := spec.Step{Name: s.text("name"), Event: s.texts("event"), Where: filters(s),
			Within: s.duration("within")}
		step.Name = cmp.Or(step.Name, strings.Join(step.Event, " or "))
		switch {
		case len(step.Event) == 0 && s.missing("event"):
			s.p.add(s.path, placeOf(s.m), "a step says which event it is made of, such as event: basket_opened")
		case seen[step.Name]:
			s.bad("name", "there are two steps called %s; give each a name of its own", step.Name)
		case i == 0 && step.Within > 0:
			s.bad("within", "counts from the step before, and the first has none; within beside steps counts from "+
				"the first")
		case m.Within > 0 && step.Within > m.Within:
			s.bad("within", "is longer than the %s after the first step that the whole funnel has; remove one of them",
				spec.Span(m.Within))
		}
		seen[step.Name] = true
		s.done()
		m.Steps = append(m.Steps, step)
	}
	if n := t.written("steps"); n < fewestSteps || n > mostSteps {
		t.bad("steps", "a funnel has %d to %d steps, such as [{event: basket_opened}, {event: purchase}]; this one "+
			"has %d",
			fewestSteps, mostSteps, n)
	}
}

// stepWords tells the steps of a funnel.
func stepWords(m spec.Metric) []string {
	var out []string
	for _, step := range m.Steps {
		s := aggregateWords(spec.Aggregate{Event: step.Event, Where: step.Where, How: spec.Any})
		if step.Name != strings.Join(step.Event, " or ") {
			s = step.Name + " (" + s + ")"
		}
		if step.Within > 0 {
			s += " at most " + spec.Span(step.Within) + " after the step before"
		}
		out = append(out, s)
	}
	if m.Within > 0 {
		out[len(out)-1] += "; all at most " + spec.Span(m.Within) + " after the first"
	}
	return out
}
