package analysis

import "uptake/analysis/spec"

// Needs returns what must be collected for the experiment: one variable per
// declared mean or proportion (named as the metric) and two per declared ratio
// (name.numerator and name.denominator), the suggestions table where there are
// suggestions, and unit days where rows are events.
func Needs(exp *spec.Experiment) spec.Plan {
	p := spec.Plan{Suggestions: hasSuggestions(exp), Days: exp.Layout == spec.Events}
	if exp.Layout == spec.Summary {
		return spec.Plan{}
	}
	for _, m := range exp.Metrics {
		if m.Builtin {
			continue
		}
		if m.Kind == spec.Ratio {
			p.Variables = append(p.Variables, variable(exp, m, m.Name+".numerator", m.Numerator), variable(exp, m, m.Name+".denominator", m.Denominator))
		} else {
			p.Variables = append(p.Variables, variable(exp, m, m.Name, m.Numerator))
		}
	}
	return p
}

func variable(exp *spec.Experiment, m spec.Metric, name string, agg spec.Aggregate) spec.Variable {
	v := spec.Variable{Name: name, Metric: m.Name, Agg: agg, Window: m.Window, Scale: m.Scale}
	switch {
	case m.Kind == spec.Proportion:
		v.Scale = 0
		v.Binary = exp.Layout == spec.Units
		if exp.Layout == spec.Events {
			v.Agg.How = spec.Any
		}
	case exp.Layout == spec.Events && agg.How != spec.Sum: // counts are whole
		v.Scale = 0
	}
	return v
}

func hasSuggestions(exp *spec.Experiment) bool {
	switch exp.Layout {
	case spec.Suggestions:
		return true
	case spec.Events:
		return len(exp.Suggestions.Events["shown"]) > 0
	}
	return false
}
