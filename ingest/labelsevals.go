package ingest

import (
	"context"
	"fmt"
	"slices"

	"uptake/analysis/scored"
	"uptake/analysis/spec"
	"uptake/ingest/evaltool"
)

// evaluatedLabels visits the labels out of an evaluation whose items are suggestions, a run a label: whose it
// is, its grade, "" where the run has no score, and where it stands. A graded score says its grade; of
// scores 0 and 1 the better one is the cheapest grade of the experiment's metric and the other the dearest.
func evaluatedLabels(ctx context.Context, e *spec.Experiment, visit func(id, grade, file string,
	row int64)) (notes []string, err error) {
	from := e.Labels.Evals
	set, err := evaltool.Read(ctx, from.Evals, evaltool.Options{Small: 1}) // no texts
	if err != nil {
		return nil, fmt.Errorf("labels (metric %s of version %s in %s): %w", from.Metric, from.Version,
			e.Labels.Written, err)
	}
	graded := gradedBy(e, from.Evals.Metrics[0])
	at := slices.Index(set.Metrics, from.Evals.Metrics[0].Name)
	version := &set.Versions[0]
	for i, r := range version.Runs {
		text := ""
		if score, state := version.Of(at).At(i); !r.Errored && state == scored.Scored {
			var ok bool
			if text, ok = graded(score); !ok {
				return nil, fmt.Errorf("labels: %s, record %d: the score %g of %s is neither 0 nor 1, so it grades "+
					"nothing; give the metric a threshold or grades in %s", r.File, r.Line, score, from.Metric,
					e.Labels.Written)
			}
		}
		visit(r.Item, text, r.File, int64(r.Line))
	}
	for _, n := range set.Notes {
		notes = append(notes, "Labels: "+n.Detail+".")
	}
	return notes, nil
}

// gradedBy makes grades of the scores of a metric; false where a score is none.
func gradedBy(e *spec.Experiment, m spec.EvalMetric) func(score float64) (string, bool) {
	cheapest, dearest := ends(e)
	return func(v float64) (string, bool) {
		switch {
		case m.Grades != nil:
			return m.Grades[int(v)].Name, true
		case m.HasCut && v >= m.Threshold:
			v = 1
		case m.HasCut:
			v = 0
		}
		switch {
		case v != 0 && v != 1:
			return "", false
		case (v == 1) != m.Down:
			return cheapest, true
		}
		return dearest, true
	}
}

// ends are the cheapest and the dearest grade of the experiment's first graded metric.
func ends(e *spec.Experiment) (cheapest, dearest string) {
	for _, m := range e.Metrics {
		if m.Kind != spec.Graded || len(m.Grades) == 0 {
			continue
		}
		low, high := m.Grades[0], m.Grades[0]
		for _, g := range m.Grades {
			if g.Cost < low.Cost {
				low = g
			}
			if g.Cost > high.Cost {
				high = g
			}
		}
		return low.Name, high.Name
	}
	return "", ""
}
