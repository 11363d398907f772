package analysis

import (
	"fmt"
	"slices"

	"uptake/analysis/fold"
	"uptake/analysis/metric"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
	"uptake/analysis/study"
	"uptake/analysis/sums"
)

// Entry is one metric on its way from columns to the report.
type Entry struct {
	Metric spec.Metric
	Kind   metric.Kind
	Col    int // its fold column, −1 for kinds made of values
	Kept   int // of a quantile over units: the column of the units' values
	Scales []int
	Before []int           // scales of the covariates; none: no CUPED
	Flat   *report.Caution // its caps leave nothing to compare
	Rate   bool            // conditional on being shown: a share of seen suggestions
}

// Share reports whether the metric is printed as a percentage.
func (e Entry) Share() bool { return e.Kind.Binary || e.Rate }

// NonNegative reports whether no unit's value can be below 0.
func (e Entry) NonNegative() bool {
	return e.Share() || e.Metric.Builtin || e.Kind.Positive(e.Metric)
}

// Influences reports whether single units can make the metric's difference: where a
// unit may weigh without bound, and somebody decides or watches.
func (e Entry) Influences() bool {
	return e.Kind.Adds && !e.Rate && e.Metric.Role != spec.Diagnostic
}

// Planned says what part the metric has in a plan: primary metrics and guardrails
// are planned for; accepted per unit is drawn where a primary is a rate among
// shown suggestions, because Ship then asks for it.
func (e Entry) Planned(exp *spec.Experiment) (spec.Role, bool) {
	if e.Metric.Role == spec.Primary || e.Metric.Role == spec.Guardrail {
		return e.Metric.Role, true
	}
	if _, held := exp.HoldsAccepted(); held && e.Metric.Builtin && e.Metric.Name == spec.Accepted {
		return spec.Diagnostic, true
	}
	return "", false
}

// Samples makes every arm's sample of the entry from a column of a block.
func (e Entry) Samples(block sums.Block, column int) []stats.Sample {
	var out []stats.Sample
	for _, m := range block[column] {
		out = append(out, e.Kind.Sample(metric.Sums(m, e.Scales...)))
	}
	return out
}

// Entries lists the declared metrics in file order, then, where suggestions
// exist, every built-in nobody declared as a diagnostic; with a fold column each
// but for quantiles.
func Entries(exp *spec.Experiment, demand spec.Demand, shape study.Shape) ([]Entry, []fold.Column, error) {
	var out []Entry
	var cols []fold.Column
	declared := map[string]bool{}
	for _, m := range exp.Metrics {
		declared[m.Name] = true
		e, c, err := newEntry(exp, m, demand, shape)
		if err != nil {
			return nil, nil, err
		}
		if e.Kind.Valued {
			if m.Of == "" {
				e.Kept = len(cols)
				cols = append(cols, fold.Column{Name: m.Name, Y: c.Y, Window: m.Window, Keep: true})
			}
			e.Col = -1
			out = append(out, e)
			continue
		}
		c.Series = (m.Builtin || demand.Days) && e.Kind.Carried == nil
		c.Segments = true
		c.Extremes, c.Bounds = e.Influences(), e.bounds(&c)
		e.Col = len(cols)
		out, cols = append(out, e), append(cols, c)
	}
	if !demand.Suggestions {
		return out, cols, nil
	}
	for _, b := range spec.Builtins {
		if declared[b.Name] {
			continue
		}
		e, c, err := newEntry(exp, spec.Metric{Name: b.Name, Kind: b.Kind, Role: spec.Diagnostic, Down: b.Down,
			Builtin: true}, demand, shape)
		if err != nil {
			return nil, nil, err
		}
		c.Segments = b.Name == "acceptance_rate" || b.Name == "ignore_rate"
		c.Series = c.Segments || b.Name == "accepted_per_unit"
		e.Col = len(cols)
		out, cols = append(out, e), append(cols, c)
	}
	return out, cols, nil
}

func newEntry(exp *spec.Experiment, m spec.Metric, demand spec.Demand, shape study.Shape) (Entry, fold.Column, error) {
	e, c := Entry{Metric: m}, fold.Column{Name: m.Name, Window: m.Window}
	if m.Builtin {
		about, ok := spec.FindBuiltin(m.Name)
		b, known := metric.FindBuiltin(m.Name)
		if !ok || !known {
			return e, c, fmt.Errorf("there is no built-in metric %s", m.Name)
		}
		if !demand.Suggestions {
			return e, c, fmt.Errorf("the built-in metric %s needs suggestions, and the experiment names no "+
				"suggestion events", m.Name)
		}
		e.Metric.Kind, e.Metric.Scale, e.Rate = about.Kind, 0, about.Shown
		c.Y = fold.Value{From: fold.Suggestions, Count: b.Y, Any: b.Any}
		if b.X != 0 {
			c.X = &fold.Value{From: fold.Suggestions, Count: b.X}
		}
		e.Scales = make([]int, c.Dim())
	}
	kind, ok := metric.Find(e.Metric.Kind)
	switch {
	case !ok:
		return e, c, fmt.Errorf("the metric %s has the kind %q, which is not built yet; use proportion, mean, ratio, "+
			"quantile or graded", m.Name, e.Metric.Kind)
	case m.Builtin:
	case kind.Carried != nil:
		c, e.Scales = kind.Carried(exp, m)
	default:
		own := kind.Variables(exp.Layout, m)
		for i, want := range own[max(0, len(own)-max(1, kind.Dim)):] {
			at := slices.IndexFunc(shape.Variables, func(v spec.Variable) bool { return v.Name == want.Name })
			if at < 0 {
				return e, c, fmt.Errorf("the study tables hold no variable %s for the metric %s", want.Name, m.Name)
			}
			v := fold.Value{From: fold.Variable, Var: at}
			e.Scales = append(e.Scales, shape.Variables[at].Scale)
			if i == 0 {
				c.Y = v
			} else {
				c.X = &v
			}
		}
	}
	e.Kind = kind
	for j, v := range shape.Variables {
		if v.Covariate && v.Metric == m.Name {
			c.Covariate = append(c.Covariate, fold.Value{From: fold.Variable, Var: j})
			e.Before = append(e.Before, v.Scale)
		}
	}
	return e, c, nil
}
