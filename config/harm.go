package config

import (
	"fmt"
	"slices"
	"strings"

	"uptake/analysis/spec"
)

// acceptHarm reads the metrics that may do harm. What can do none is refused: it
// would look as if something had been accepted.
func acceptHarm(t *object, e *spec.Experiment) []string {
	out := t.texts("accept_harm")
	var known []string
	for _, m := range e.Metrics {
		known = append(known, m.Name)
	}
	if e.Layout == spec.Events || e.Layout == spec.Suggestions {
		for _, b := range spec.Builtins {
			known = append(known, b.Name)
		}
	}
	for i, n := range out {
		at := slices.IndexFunc(e.Metrics, func(m spec.Metric) bool { return m.Name == n })
		switch {
		case slices.Contains(out[:i], n):
			t.bad("accept_harm", "%s is listed twice", n)
		case !slices.Contains(known, n):
			hint := "; there are " + strings.Join(known, ", ")
			if near := nearest(n, known); near != "" {
				hint = fmt.Sprintf("; did you mean %s?", near)
			}
			t.bad("accept_harm", "%q is not a metric of this experiment, so it can do no harm%s", n, hint)
		case at >= 0 && e.Metrics[at].Role == spec.Primary:
			t.bad("accept_harm", "%s is a primary metric, by which the verdict is made: where it is worse nothing "+
				"ships; make it secondary if it may get worse", n)
		case at >= 0 && e.Metrics[at].Limited():
			t.bad("accept_harm", "%s is a guardrail that its margin alone judges; a wider margin (now %s) accepts more",
				n, e.Metrics[at].Margin.Text)
		case at < 0 && (n == spec.Shown || n == spec.Seen || n == "coverage"):
			t.bad("accept_harm", "neither more nor less of %s counts as harm unless it is among the metrics; list it "+
				"there with better: up or down, or leave it out here", n)
		}
	}
	return out
}
