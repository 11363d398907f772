package config

import (
	"fmt"
	"math"
	"strings"

	"uptake/analysis/spec"
)

var gradedKind = metricKind{
	name: "graded", kind: spec.Graded, carried: true, down: true, whole: always,
	lacks: func(layout spec.Layout) string {
		if layout != spec.Events && layout != spec.Suggestions {
			return "grades are borne by shown suggestions, which layout " + string(layout) + " does not have"
		}
		return ""
	},
	read: func(t *object, m *spec.Metric) bool {
		graded(t, m)
		return true
	},
	says: func(m spec.Metric) string {
		var grades []string
		for _, g := range m.Grades {
			grades = append(grades, fmt.Sprintf("%s %g", g.Name, float64(g.Cost)/math.Pow10(m.Scale)))
		}
		return "cost per graded suggestion, each " + list(grades)
	},
}

// graded reads the grades with their costs: {kind: graded, grades: [{name: works,
// cost: 0}, {name: hallucinated, cost: 6}]}. Costs are kept exactly, with as many
// decimals as the file writes.
func graded(t *object, m *spec.Metric) {
	var costs []string
	seen := map[string]bool{}
	for _, g := range t.objects("grades") {
		name, cost := g.text("name"), g.text("cost")
		switch v, err := parseNumber(cost, false); {
		case name == "":
			g.bad("name", "a grade has a name: the value that labels have for it")
		case seen[name]:
			g.bad("name", "there are two grades named %q", name)
		case err != nil || v < 0:
			g.bad("cost", "a grade says what one such suggestion costs, 0 or more, such as cost: 6")
		}
		seen[name] = true
		if _, after, ok := strings.Cut(cost, "."); ok && !strings.ContainsAny(cost, "eE") {
			m.Scale = max(m.Scale, len(after))
		}
		g.done()
		m.Grades, costs = append(m.Grades, spec.Grade{Name: name}), append(costs, cost)
	}
	if len(m.Grades) < 2 {
		t.bad("grades", "name at least two grades with their costs, such as [{name: works, cost: 0}, {name: "+
			"hallucinated, cost: 6}]")
	}
	if m.Scale > 6 {
		t.bad("grades", "a cost has %d decimals; at most 6 are kept", m.Scale)
	}
	for i, c := range costs {
		v, _ := parseNumber(c, false)
		if v *= math.Pow10(m.Scale); v > 1e12 {
			t.bad("grades", "the cost %s is too large; count costs in thousands", c)
		}
		m.Grades[i].Cost = int64(math.Round(v))
	}
}
