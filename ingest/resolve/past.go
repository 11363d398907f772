package resolve

import (
	"slices"

	"uptake/analysis/moment"
	"uptake/analysis/spec"
	"uptake/analysis/study"
	"uptake/ingest/store"
)

// past knows the covariates: variables made of what a unit did before its first
// exposure.
type past struct {
	of     [][]lookBack // by variable: the covariates that its contributions feed
	states []lookBack   // those that count suggestions
	all    []lookBack
	span   int64 // the longest look-back over suggestions, microseconds; 0 = none
}

// lookBack is one covariate.
type lookBack struct {
	variable int
	span     int64 // microseconds
	states   study.States
	any      bool // 1 when there is one, else 0
}

func newPast(variables []spec.Variable) past {
	p := past{of: make([][]lookBack, len(variables))}
	for i, v := range variables {
		if v.Before == 0 {
			continue
		}
		b := lookBack{variable: i, span: v.Before.Microseconds(), any: v.Agg.How == spec.Any}
		if len(v.States) > 0 {
			b.states = study.StatesNamed(v.States)
			p.states, p.all = append(p.states, b), append(p.all, b)
			p.span = max(p.span, b.span)
			continue
		}
		of := slices.IndexFunc(variables, func(o spec.Variable) bool { return o.Name == v.Of })
		p.of[of], p.all = append(p.of[of], b), append(p.all, b)
	}
	return p
}

// begin makes the covariates that look back beyond the data missing.
func (w *unitWork) beginPast(x exposed) {
	first := w.between(x.at, x.day, w.r.Rules.From, w.r.Rules.FromDay)
	for _, b := range w.past.all {
		w.missing[b.variable] = -b.span < first
	}
}

// before adds a row from before the exposure to the covariates that it feeds.
func (w *unitWork) before(r *store.Row, since int64) (used bool) {
	for i := range r.Values {
		v := &r.Values[i]
		if int(v.Variable) >= len(w.totals) {
			continue
		}
		for _, b := range w.past.of[v.Variable] {
			if since >= -b.span {
				used = true
				w.values.count(b.variable, v, r.Place)
				if v.Lack == store.None {
					w.addPast(b, v.Value)
				}
			}
		}
	}
	return used
}

func (w *unitWork) addPast(b lookBack, value moment.Sum128) {
	if b.any {
		w.totals[b.variable] = moment.Int(1)
		return
	}
	w.totals[b.variable].Add(value)
}

// earlier adds a suggestion whose window had closed by the exposure.
func (w *unitWork) earlier(g *suggestion) {
	state := study.State(g.row.Decision) // the first states parallel the decisions
	if g.row.NotSeen {
		state = study.StateNotSeen
	}
	for _, b := range w.past.states {
		if b.states.Has(state) && g.since >= -b.span {
			w.addPast(b, moment.Int(1))
		}
	}
}
