package config

import (
	"slices"
	"strings"

	"uptake/analysis/spec"
)

// alsoBounds refuses tests of a margin where primary metrics or guardrails, or
// all metrics, have none: a test against nothing would be left out unseen.
func alsoBounds(o *object, e *spec.Experiment) {
	for _, n := range e.Statistics.Also {
		what := map[string]string{"tost": "a margin or minimum_effect", "noninferiority": "a margin"}[n]
		if what == "" {
			continue
		}
		var without []string
		with := 0
		for _, m := range e.Metrics {
			has := m.Margin.Given() || n == "tost" && m.MinimumEffect.Given()
			if has {
				with++
			} else if n == "tost" && m.Role == spec.Primary || m.Role == spec.Guardrail {
				without = append(without, m.Name)
			}
		}
		slices.Sort(without)
		switch {
		case len(without) > 0:
			o.bad("statistics", "also: %s tests against %s, which %s does not give; add it to the metric or leave %s "+
				"out", n, what, strings.Join(without, " and "), n)
		case with == 0:
			o.bad("statistics", "also: %s tests against %s, and no metric gives one; add it to a metric or leave %s "+
				"out", n, what, n)
		}
	}
}
