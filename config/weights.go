package config

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"uptake/analysis/spec"
)

// weights reads what metrics are worth to one another, in the order of the metrics.
func weights(t *object, e *spec.Experiment) []spec.MetricWeight {
	known, directed := weighable(e)
	var out []spec.MetricWeight
	given := t.groups("weights")
	for _, g := range given {
		v := math.NaN()
		if len(g.values) == 1 {
			if n, err := strconv.ParseFloat(strings.TrimSpace(g.values[0]), 64); err == nil {
				v = n
			}
		}
		switch {
		case !slices.Contains(known, g.name):
			hint := "; there are " + strings.Join(known, ", ")
			if near := nearest(g.name, known); near != "" {
				hint = fmt.Sprintf("; did you mean %s?", near)
			}
			t.bad("weights", "%q is not a metric of this experiment%s", g.name, hint)
		case !slices.Contains(directed, g.name):
			t.bad("weights", "neither more nor less of %s is better unless it is among the metrics; list it "+
				"there with better: up or down, or leave it out here", g.name)
		case !(v > 0) || math.IsInf(v, 0):
			t.bad("weights", "%s needs a number above 0, what one percent better of it is worth beside the others; "+
				"whether up or down is better the metric says", g.name)
		default:
			out = append(out, spec.MetricWeight{Metric: g.name, Weight: v})
		}
	}
	slices.SortStableFunc(out, func(a, b spec.MetricWeight) int {
		return cmp.Compare(slices.Index(known, a.Metric), slices.Index(known, b.Metric))
	})
	if len(given) == 1 && len(out) == 1 {
		t.bad("weights", "%s alone has nothing to be weighed against; name another metric beside it", out[0].Metric)
	}
	return out
}

// weighable are the metrics that there are, and those of them of which more or less is better.
func weighable(e *spec.Experiment) (known, directed []string) {
	for _, m := range e.Metrics {
		known, directed = append(known, m.Name), append(directed, m.Name)
	}
	if e.Layout == spec.Events || e.Layout == spec.Suggestions {
		for _, b := range spec.Builtins {
			if slices.Contains(known, b.Name) {
				continue
			}
			if known = append(known, b.Name); b.Name != spec.Shown && b.Name != spec.Seen && b.Name != "coverage" {
				directed = append(directed, b.Name)
			}
		}
	}
	return known, directed
}
