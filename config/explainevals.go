package config

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"uptake/analysis/counted"
	"uptake/analysis/spec"
)

// ExplainEvals says an evaluation file back in sentences.
func ExplainEvals(e *spec.Evals) []string {
	var out []string
	say := func(format string, args ...any) { out = append(out, counted.Sprintf(format, args...)) }
	var others []string
	for _, v := range e.Versions {
		if v.Name != e.Baseline {
			others = append(others, v.Name)
		}
	}
	say("The evaluation %s holds %s against %s.", e.Name, strings.Join(others, ", "), e.Baseline)
	for _, v := range e.Versions {
		text := fmt.Sprintf("The results of %s are %s", v.Name, strings.Join(v.Asks, ", "))
		if v.Label != "" {
			text += fmt.Sprintf(", of these the rows of %q", v.Label)
		}
		if v.Tool != "" {
			text += ", read as " + v.Tool
		}
		out = append(out, text+".")
	}
	for _, name := range slices.Sorted(maps.Keys(e.Columns)) {
		say("%s stands at %s.", name, e.Columns[name])
	}
	if e.Items != nil {
		say("The data set itself is %s.", e.Items.Written)
	}
	for _, m := range e.Metrics {
		out = append(out, metricSaid(m))
	}
	if len(e.Metrics) == 0 {
		say("No metric is declared: every score that is found is compared, and none decides.")
	}
	for _, c := range e.Categories {
		text := "The category " + c.Name
		if c.Tier != "" {
			text += " is " + string(c.Tier)
		}
		if c.MinItems > 0 {
			text += counted.Sprintf(" and needs %d items", c.MinItems)
		}
		out = append(out, text+".")
	}
	if len(e.Weights) > 0 {
		var list []string
		for _, w := range e.Weights {
			list = append(list, fmt.Sprintf("%s %.4g%%", w.Category, 100*w.Share))
		}
		say("The traffic is %s.", strings.Join(list, ", "))
	}
	if j := e.Judge; j.Labels != nil {
		say("How good the judge is tell the labels in %s.", j.Labels.Written)
	} else if j.Stated {
		say("The judge says 1 in %.4g%% of what people call 1, and 0 in %.4g%% of what they call 0.",
			100*j.Sensitivity, 100*j.Specificity)
	}
	if len(e.Segments) > 0 {
		say("Items are told apart by %s, for fairness.", strings.Join(e.Segments, ", "))
	}
	if e.Population != nil {
		say("The shares of categories%s among users stand in %s.",
			map[bool]string{true: " and levels"}[len(e.Segments) > 0], e.Population.Written)
	}
	if e.Declared != nil {
		say("This was declared on %s.", e.Declared)
	}
	say("A gain is two-sided at %.4g%%, a margin one-sided.", 100*e.Alpha)
	return out
}

// metricSaid is a metric with its gates in a sentence.
func metricSaid(m spec.EvalMetric) string {
	way := "more"
	if m.Down {
		way = "less"
	}
	text := fmt.Sprintf("%s is %s; %s of it is better", m.Name, m.Role, way)
	if !m.Directed && !m.Down {
		text += " unless the results say otherwise"
	}
	add := func(format string, args ...any) { text += counted.Sprintf(format, args...) }
	if m.Minimum.Given() {
		add(", %s of gain matter", m.Minimum.Text)
	}
	if m.Margin.Given() {
		add(", less than %s may be lost", m.Margin.Text)
	}
	if m.HasLimit {
		add(", its own mean may not be %s %.4g", map[bool]string{true: "above", false: "below"}[m.Down], m.Limit)
	}
	if m.By != "" {
		add(", with a gate for every %s", m.By)
	}
	if m.Tier != "" {
		add(", %s", m.Tier)
	}
	if m.MinItems > 0 {
		add(", measured from %d items on", m.MinItems)
	}
	if m.HasRange {
		add(", scores lie from %g to %g", m.Range[0], m.Range[1])
	}
	if m.HasCut {
		add(", scores of %.4g or more count as 1", m.Threshold)
	}
	for i, g := range m.Grades {
		add("%s %s costs %g", map[bool]string{true: ";", false: ","}[i == 0], g.Name, g.Cost)
	}
	return text + "."
}
