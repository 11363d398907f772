package config

import (
	"fmt"
	"time"

	"uptake/analysis/spec"
)

var retentionKind = metricKind{
	name: "retention", kind: spec.Proportion, whole: always,
	is: func(m spec.Metric) bool { return m.Retention > 0 },
	lacks: func(layout spec.Layout) string {
		switch layout {
		case spec.Events:
			return ""
		case spec.Suggestions:
			return "retention needs the events of later days, which only layout events has"
		}
		return "retention needs the events of later days, which only layout events has; in layout " + string(layout) +
			" name the column as a proportion"
	},
	read: func(t *object, m *spec.Metric) bool {
		share(t, m)
		retention(t, m)
		return false
	},
	says: func(m spec.Metric) string {
		return fmt.Sprintf("on day %d after exposure (day 0 is its first 24 hours), share of units with %s",
			m.Retention, aggregateWords(m.Numerator))
	},
}

// retention reads {kind: retention, event: …, day: 7}: the share of units with
// the event in [N·24 h, (N+1)·24 h) after first exposure, over units for which the
// data hold all of that day; the others are immature.
func retention(t *object, m *spec.Metric) {
	m.Retention = t.whole("day")
	if !t.has("day") {
		t.bad("day", "retention is measured on a day after exposure, such as day: 7")
	}
	m.Window = time.Duration(m.Retention+1) * 24 * time.Hour
}

// retentionFits refuses an experiment's window that ends before the day that a
// metric of kind retention looks at does.
func retentionFits(o *object, e *spec.Experiment) {
	for _, m := range e.Metrics {
		if m.Retention > 0 && e.Window > 0 && e.Window < m.Window {
			o.bad("window", "is %s, and the metric %s looks at day %d after exposure, which is over %s after it; "+
				"give a window of %s or more, or leave it out",
				spec.Span(e.Window), m.Name, m.Retention, spec.Span(m.Window), spec.Span(m.Window))
		}
	}
}
