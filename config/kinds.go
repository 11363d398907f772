package config

import (
	"slices"

	"uptake/analysis/spec"
)

// metricKind is a kind of metric as the file writes it.
type metricKind struct {
	name string
	kind spec.Kind // what its numbers are made by
	down bool      // less is better unless the file says
	// is tells it from others with the same numbers; nil where there are none.
	is func(m spec.Metric) bool
	// carried: it can be made of what shown suggestions carry, without a row or a column of its own.
	carried bool
	// lacks says why a layout other than suggestions has none, "" where it has; nil for all.
	lacks func(layout spec.Layout) string
	// read reads its own keys; done reports that neither caps nor decimals are to be read.
	read func(t *object, m *spec.Metric) (done bool)
	// says tells what it measures.
	says func(m spec.Metric) string
	// whole reports whether its values are whole numbers by nature.
	whole func(m spec.Metric) bool
}

var metricKinds = []metricKind{retentionKind, funnelKind, proportionKind, meanKind, ratioKind, quantileKind, gradedKind}

// kindNamed is the kind that the file calls so; without a function where it knows none.
func kindNamed(name string) metricKind {
	if i := slices.IndexFunc(metricKinds, func(k metricKind) bool { return k.name == name }); i >= 0 {
		return metricKinds[i]
	}
	return metricKind{}
}

// kindOf is the kind of a metric that has been read; false where none fits, after a problem.
func kindOf(m spec.Metric) (metricKind, bool) {
	i := slices.IndexFunc(metricKinds, func(k metricKind) bool {
		return k.kind == m.Kind && (k.is == nil || k.is(m))
	})
	if i < 0 {
		return metricKind{}, false
	}
	return metricKinds[i], true
}

// lacking says why a layout has no metrics of the kind, "" where it has.
func (k metricKind) lacking(layout spec.Layout) string {
	if k.lacks != nil {
		if why := k.lacks(layout); why != "" {
			return why
		}
	}
	if layout == spec.Suggestions && !k.carried {
		return "a " + k.name + " is made of events or of columns of units, which layout suggestions does not have; " +
			"name a built-in metric, a graded one, or a quantile of what suggestions carry (of: latency_ms)"
	}
	return ""
}

// wholeValue reports whether what one value is made of is a whole number by nature.
func wholeValue(m spec.Metric) bool { return wholeAggregate(m.Numerator) }

func wholeAggregate(a spec.Aggregate) bool { return a.Column == "" && a.How != spec.Sum }

func always(spec.Metric) bool { return true }
