package metric

import (
	"time"

	"uptake/analysis/spec"
)

// Variables are what is collected of a unit's rows for a declared metric of this kind, its
// value, or the two sides of it, last; none of what suggestions carry.
func (k Kind) Variables(layout spec.Layout, m spec.Metric) []spec.Variable {
	if k.variables == nil {
		return nil
	}
	return k.variables(k, layout, m)
}

// one is the variable of a kind with one value a unit, named as the metric.
func one(k Kind, layout spec.Layout, m spec.Metric) []spec.Variable {
	return []spec.Variable{k.variable(layout, m, m.Name, m.Numerator)}
}

func (k Kind) variable(layout spec.Layout, m spec.Metric, name string, agg spec.Aggregate) spec.Variable {
	v := spec.Variable{Name: name, Metric: m.Name, Agg: agg, Window: m.Window, Scale: m.Scale,
		After: time.Duration(m.Retention) * 24 * time.Hour}
	switch {
	case k.Binary:
		v.Scale = 0
		v.Binary = layout == spec.Units
		if layout == spec.Events {
			v.Agg.How = spec.Any
		}
	case layout == spec.Events && agg.How != spec.Sum: // counts are whole
		v.Scale = 0
	}
	return v
}
