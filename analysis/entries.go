package analysis

import (
	"fmt"

	"uptake/analysis/fold"
	"uptake/analysis/metric"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/study"
)

// entry is one metric on its way from columns to the report.
type entry struct {
	m      spec.Metric
	kind   metric.Kind
	col    int // its fold column, −1 for kinds made of values
	scales []int
	before []int           // scales of the covariates; none: no CUPED
	flat   *report.Caution // its caps leave nothing to compare
	rate   bool            // conditional on being shown: a share of seen suggestions
}

// ratioKind is the kind of every rate, meanKind that of every count per unit,
// shareKind that of every share of units.
var (
	shareKind, _ = metric.Find(spec.Proportion)
	ratioKind, _ = metric.Find(spec.Ratio)
	meanKind, _  = metric.Find(spec.Mean)
)

// share reports whether the metric is printed as a percentage.
func (e entry) share() bool { return e.m.Kind == spec.Proportion || e.rate }

// nonNegative reports whether no unit's value can be below 0: shares and counts,
// but not sums of a field, of which nothing says so.
func (e entry) nonNegative() bool {
	counted := func(a spec.Aggregate) bool { return len(a.Event) > 0 && a.How != spec.Sum }
	return e.share() || e.m.Builtin || e.m.Kind == spec.Mean && counted(e.m.Numerator) || e.m.Kind == spec.Ratio && counted(e.m.Numerator) && counted(e.m.Denominator)
}

// entries lists the declared metrics in file order, then, where suggestions
// exist, every built-in nobody declared as a diagnostic; with a fold column each
// but for quantiles.
func entries(exp *spec.Experiment, demand spec.Demand, shape study.Shape) ([]entry, []fold.Column, error) {
	var out []entry
	var cols []fold.Column
	declared := map[string]bool{}
	for _, m := range exp.Metrics {
		declared[m.Name] = true
		e, c, err := newEntry(exp, m, demand, shape)
		if err != nil {
			return nil, nil, err
		}
		if m.Kind == spec.Quantile {
			e.col = -1
			out = append(out, e)
			continue
		}
		c.Series = (m.Builtin || demand.Days) && m.Kind != spec.Graded
		c.Segments = true
		c.Extremes = influences(e)
		e.col = len(cols)
		out, cols = append(out, e), append(cols, c)
	}
	if !demand.Suggestions {
		return out, cols, nil
	}
	for _, b := range spec.Builtins {
		if declared[b.Name] {
			continue
		}
		e, c, err := newEntry(exp, spec.Metric{Name: b.Name, Kind: b.Kind, Role: spec.Diagnostic, Down: b.Down, Builtin: true}, demand, shape)
		if err != nil {
			return nil, nil, err
		}
		c.Segments = b.Name == "acceptance_rate" || b.Name == "ignore_rate"
		c.Series = c.Segments || b.Name == "accepted_per_unit"
		e.col = len(cols)
		out, cols = append(out, e), append(cols, c)
	}
	return out, cols, nil
}

func newEntry(exp *spec.Experiment, m spec.Metric, demand spec.Demand, shape study.Shape) (entry, fold.Column, error) {
	e, c := entry{m: m}, fold.Column{Name: m.Name, Window: m.Window}
	if m.Builtin {
		about, ok := spec.FindBuiltin(m.Name)
		b, known := metric.FindBuiltin(m.Name)
		if !ok || !known {
			return e, c, fmt.Errorf("there is no built-in metric %s", m.Name)
		}
		if !demand.Suggestions {
			return e, c, fmt.Errorf("the built-in metric %s needs suggestions, and the experiment names no suggestion events", m.Name)
		}
		e.m.Kind, e.m.Scale, e.rate = about.Kind, 0, about.Shown
		c.Y = fold.Value{From: fold.Suggestions, Count: b.Y, Any: b.Any}
		if b.X != 0 {
			c.X = &fold.Value{From: fold.Suggestions, Count: b.X}
		}
		e.scales = make([]int, c.Dim())
	} else if m.Kind == spec.Graded {
		y, x := gradedColumn(exp, m)
		c.Y, c.X, e.scales = y, &x, []int{m.Scale, 0}
	} else if m.Kind != spec.Quantile || m.Of == "" {
		names := []string{m.Name}
		if m.Kind == spec.Ratio {
			names = []string{m.Name + ".numerator", m.Name + ".denominator"}
		}
		for i, n := range names {
			at := -1
			for j, v := range shape.Variables {
				if v.Name == n {
					at = j
				}
			}
			if at < 0 {
				return e, c, fmt.Errorf("the study tables hold no variable %s for the metric %s", n, m.Name)
			}
			v := fold.Value{From: fold.Variable, Var: at}
			e.scales = append(e.scales, shape.Variables[at].Scale)
			if i == 0 {
				c.Y = v
			} else {
				c.X = &v
			}
		}
	}
	for j, v := range shape.Variables {
		if v.Covariate && v.Metric == m.Name {
			c.Covariate = append(c.Covariate, fold.Value{From: fold.Variable, Var: j})
			e.before = append(e.before, v.Scale)
		}
	}
	kind, ok := metric.Find(e.m.Kind)
	if !ok {
		return e, c, fmt.Errorf("the metric %s has the kind %q, which is not built yet; use proportion, mean, ratio, quantile or graded", m.Name, e.m.Kind)
	}
	e.kind = kind
	return e, c, nil
}
