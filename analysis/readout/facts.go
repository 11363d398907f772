package readout

import (
	"slices"
	"strings"

	"uptake/analysis"
	"uptake/analysis/compare"
	"uptake/analysis/health"
	"uptake/analysis/metric"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
	"uptake/analysis/study"
	"uptake/analysis/sums"
)

// facts are what the checks look at: those of every study, and those of its metrics.
func facts(w *work) *health.Facts {
	h := w.by.Facts(w.t, w.f.Result, w.r.Rows)
	h.Ended = w.by.Ended
	logged(w.by, h, w.t, &w.f.Tally)
	covariates(h, w.list, w.f.Result)
	values(w.by, h, w.list, w.samples)
	cellFacts(w.by, h, w.list, w.demand, &w.f.Tally)
	return h
}

// covariates adds the covariates of every metric that has them.
func covariates(h *health.Facts, list []analysis.Entry, f *sums.Result) {
	for _, e := range list {
		if e.Col < 0 || len(e.Before) == 0 {
			continue
		}
		m := health.Before{Metric: e.Metric.Name}
		for _, with := range f.Adjusted[e.Col].With {
			s := metric.Sums(with, append(append([]int{}, e.Scales...), e.Before...)...)
			m.Samples = append(m.Samples, s.From(len(e.Scales)))
		}
		h.Before = append(h.Before, m)
	}
}

// logged adds to the facts what every arm's units logged: rows, the last day
// and the kinds of events. Covariates are no kind of their own, and of variables
// made of the same rows only the first is.
func logged(by *compare.Terms, h *health.Facts, t *study.Tables, tally *sums.Tally) {
	if len(tally.Arms) == 0 {
		return
	}
	of := func(kind int) []int64 {
		out := make([]int64, len(by.Names))
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
			h.Arms[i].LastDay, h.Arms[i].Ended = spec.DayOf(a.Last, by.Exp.Zone), a.Ended
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

// values adds the units with and without a value of every metric, where a unit is
// a row with a column for each.
func values(by *compare.Terms, h *health.Facts, list []analysis.Entry, samples [][]stats.Sample) {
	if by.Exp.Layout != spec.Units {
		return
	}
	for i, e := range list {
		v := health.Values{Metric: e.Metric.Name, Deciding: e.Metric.Role == spec.Primary ||
			e.Metric.Role == spec.Guardrail}
		for a := range by.Names {
			n, units := samples[i][a].N, by.Counting(a)
			v.Has, v.Missing = append(v.Has, n), append(v.Missing, units-n)
		}
		h.Values = append(h.Values, v)
	}
}

// cellFacts adds the rows with and without the value that each metric is made of.
func cellFacts(by *compare.Terms, h *health.Facts, list []analysis.Entry, demand spec.Demand, t *sums.Tally) {
	if by.Exp.Layout == spec.Units {
		return
	}
	values := demand.Values()
	for _, e := range list {
		v := health.Values{Metric: e.Metric.Name, Has: make([]int64, len(by.Names)), Missing: make([]int64,
			len(by.Names))}
		for _, k := range demand.ValuesOf(e.Metric) {
			if values[k].Covariate || !values[k].Cells || k >= len(t.Values) {
				continue
			}
			for a := range by.Names {
				lost := t.Values[k][a].Missing + t.Values[k][a].Broken
				v.Has[a], v.Missing[a] = v.Has[a]+t.Values[k][a].Rows-lost, v.Missing[a]+lost
			}
		}
		h.Cells = append(h.Cells, v)
	}
}
