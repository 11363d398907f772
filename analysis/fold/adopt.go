package fold

import (
	"uptake/analysis/study"
	"uptake/analysis/sums"
)

// adopts counts one unit of the result.
func (a *accumulator) adopts(u *oneUnit, rows *ownRows) {
	if !u.counts || !rows.suggestions { // a table without rows is a table: its units were exposed
		return
	}
	d := &a.res.Adoption[u.arm]
	any := func(s study.States) bool {
		for st, n := range a.u.states {
			if n > 0 && s.Has(study.State(st)) {
				return true
			}
		}
		return false
	}
	reached := []bool{true, any(study.MatureStates), any(study.SeenStates), any(study.AcceptedStates),
		any(study.KeptStates), a.outcome >= 0 && a.u.vars[max(a.outcome, 0)].Sign() > 0}
	for step, ok := range reached {
		if !ok {
			break
		}
		d.Funnel[step]++
	}
	if !a.tables.HasTime {
		return
	}
	end := a.tables.To
	if w := a.exp.Window; w > 0 {
		end = min(end, u.exposedAt+w.Microseconds())
	}
	first := int64(-1)
	for i := rows.shown0; i < rows.shown1; i++ {
		if k := study.Decision(rows.sugg.Decision[i]); k >= study.Accepted && k <= study.Reverted {
			at := int64(rows.sugg.ShownAt[i])
			if !rows.sugg.DecidedAt.IsNull(i) {
				at = int64(rows.sugg.DecidedAt.Value(i))
			}
			if at <= end && (first < 0 || at < first) {
				first = at
			}
		}
	}
	const minute = 60_000_000
	f, at := sums.Wait{Censored: 1}, max(end-u.exposedAt, 0)/minute
	if first >= 0 {
		f, at = sums.Wait{Over: 1}, max(first-u.exposedAt, 0)/minute
	}
	d.First.Add(at, f)
}
