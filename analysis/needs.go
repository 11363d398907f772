package analysis

import (
	"slices"
	"time"

	"uptake/analysis/metric"
	"uptake/analysis/spec"
)

// Needs returns what must be collected for the experiment: one variable per
// declared mean or proportion (named as the metric), two per declared ratio
// (name.numerator and name.denominator) and one per step of a funnel (name.step1 … and
// name), then the covariates (name.before and
// name.before.denominator), the suggestions table where there are suggestions,
// and unit days where rows are events.
func Needs(exp *spec.Experiment) spec.Demand {
	d := spec.Demand{Suggestions: HasSuggestions(exp), Days: exp.Layout == spec.Events, Grades: exp.GradeNames()}
	if exp.Layout == spec.Summary {
		return spec.Demand{}
	}
	for _, m := range exp.Metrics {
		if !m.Builtin {
			d.Variables = append(d.Variables, variables(exp, m)...)
		}
		if m.Of != "" && !slices.Contains(d.Numbers, m.Of) {
			d.Numbers = append(d.Numbers, m.Of)
		}
	}
	for _, m := range exp.Metrics {
		d.Variables = append(d.Variables, covariates(exp, m)...)
	}
	return d
}

// covariates are the variables that CUPED adjusts the metric for: named columns
// in layout units, in layout events the same as the metric in the time before
// first exposure; none where there is no such time.
func covariates(exp *spec.Experiment, m spec.Metric) []spec.Variable {
	var out []spec.Variable
	add := func(v spec.Variable) {
		v.Name, v.Metric, v.Covariate = m.Name+".before", m.Name, true
		if len(out) > 0 {
			v.Name += ".denominator"
		}
		out = append(out, v)
	}
	back := exp.Statistics.CUPED
	for _, c := range m.Covariate {
		add(spec.Variable{Agg: spec.Aggregate{Column: c}, Scale: 9})
	}
	if exp.Layout != spec.Events || back == 0 || m.Kind == spec.Quantile || m.Kind == spec.Graded || m.Retention > 0 ||
		len(m.Steps) > 0 {
		return out
	}
	if m.Builtin {
		b, _ := metric.FindBuiltin(m.Name)
		how := spec.Count
		if b.Any {
			how = spec.Any
		}
		add(spec.Variable{Before: back, States: b.Y.Names(), Agg: spec.Aggregate{How: how}})
		if b.X != 0 {
			add(spec.Variable{Before: back, States: b.X.Names(), Agg: spec.Aggregate{How: spec.Count}})
		}
		return out
	}
	for _, v := range variables(exp, m) {
		add(spec.Variable{Before: back, Of: v.Name, Scale: v.Scale, Agg: spec.Aggregate{How: v.Agg.How}})
	}
	return out
}

// variables are those of a declared metric that is no built-in.
func variables(exp *spec.Experiment, m spec.Metric) []spec.Variable {
	switch {
	case m.Kind == spec.Graded, m.Kind == spec.Quantile && m.Of != "": // made of what suggestions carry
		return nil
	case m.Kind == spec.Ratio:
		return []spec.Variable{variable(exp, m, m.Name+".numerator", m.Numerator),
			variable(exp, m, m.Name+".denominator", m.Denominator)}
	}
	if len(m.Steps) > 0 {
		return steps(exp, m)
	}
	return []spec.Variable{variable(exp, m, m.Name, m.Numerator)}
}

// steps are the variables of a funnel, in the order of its steps; the last is the value of
// the metric.
func steps(exp *spec.Experiment, m spec.Metric) []spec.Variable {
	var out []spec.Variable
	for k, s := range m.Steps {
		v := variable(exp, m, m.StepVariable(k), spec.Aggregate{Event: s.Event, Where: s.Where})
		v.Step, v.Follows, v.Within = k+1, s.Within, m.Within
		out = append(out, v)
	}
	return out
}

func variable(exp *spec.Experiment, m spec.Metric, name string, agg spec.Aggregate) spec.Variable {
	v := spec.Variable{Name: name, Metric: m.Name, Agg: agg, Window: m.Window, Scale: m.Scale,
		After: time.Duration(m.Retention) * 24 * time.Hour}
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

func HasSuggestions(exp *spec.Experiment) bool {
	switch exp.Layout {
	case spec.Suggestions:
		return true
	case spec.Events:
		return len(exp.Suggestions.Events["shown"]) > 0
	}
	return false
}

// HasCovariate reports whether a metric is adjusted for the time before exposure.
func HasCovariate(exp *spec.Experiment) bool {
	return slices.ContainsFunc(exp.Metrics, func(m spec.Metric) bool { return len(covariates(exp, m)) > 0 })
}
