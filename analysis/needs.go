package analysis

import (
	"slices"

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
			d.Variables = append(d.Variables, kindOf(m).Variables(exp.Layout, m)...)
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

// kindOf is the kind of a metric whose file has been read.
func kindOf(m spec.Metric) metric.Kind {
	k, _ := metric.Find(m.Kind)
	return k
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
	if exp.Layout != spec.Events || back == 0 || !kindOf(m).Before || m.Retention > 0 || len(m.Steps) > 0 {
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
	for _, v := range kindOf(m).Variables(exp.Layout, m) {
		add(spec.Variable{Before: back, Of: v.Name, Scale: v.Scale, Agg: spec.Aggregate{How: v.Agg.How}})
	}
	return out
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
