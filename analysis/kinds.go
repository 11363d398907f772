package analysis

import (
	"slices"
	"strings"

	"uptake/analysis/fold"
	"uptake/analysis/health"
	"uptake/analysis/metric"
	"uptake/analysis/spec"
	"uptake/analysis/study"
)

// logged adds to the facts what every arm's units logged: rows, the last day
// and the kinds of events. Covariates are no kind of their own, and of variables
// made of the same rows only the first is.
func (b *board) logged(h *health.Facts, t *study.Tables, tally *study.Tally) {
	if len(tally.Arms) == 0 {
		return
	}
	of := func(kind int) []int64 {
		out := make([]int64, len(b.arms))
		for i, a := range tally.Arms {
			if kind < len(a.Units) {
				out[i] = a.Units[kind]
			}
		}
		return out
	}
	for i, a := range tally.Arms {
		h.Arms[i].Rows = a.Rows
		if a.Rows > 0 && t.HasTime {
			h.Arms[i].LastDay, h.Arms[i].Ended = spec.DayOf(a.Last, b.exp.Zone), a.Ended
		}
	}
	if h.Suggestions {
		for i, role := range spec.Roles {
			h.Kinds = append(h.Kinds, health.Kind{Name: role, Suggestion: true, Units: of(i)})
		}
	}
	var seen []string
	for i, v := range t.Shape.Variables {
		name := strings.Join(v.Agg.Event, " or ")
		switch {
		case v.Agg.Column != "":
			name = v.Agg.Column
		case len(v.Agg.Where) > 0:
			name += " (" + v.Name + ")"
		}
		if v.Covariate || slices.Contains(seen, name) {
			continue
		}
		seen = append(seen, name)
		h.Kinds = append(h.Kinds, health.Kind{Name: name, Units: of(len(spec.Roles) + i)})
	}
}

// before adds the covariates of every metric that has them.
func (b *board) before(h *health.Facts, list []entry, f *fold.Result) {
	for _, e := range list {
		if e.col < 0 || len(e.before) == 0 {
			continue
		}
		m := health.Before{Metric: e.m.Name}
		for _, with := range f.Adjusted[e.col].With {
			s := metric.Sums(with, append(append([]int{}, e.scales...), e.before...)...)
			m.Samples = append(m.Samples, s.From(len(e.scales)))
		}
		h.Before = append(h.Before, m)
	}
}
