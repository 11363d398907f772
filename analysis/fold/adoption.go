package fold

import (
	"uptake/analysis/spec"
	"uptake/analysis/study"
)

// Adoption counts units of the result on their way to using the feature.
type Adoption struct {
	Funnel [FunnelSteps]int64
	// First holds, by whole minutes since first exposure, how many units first
	// accepted then and how many were last observed then without having accepted.
	First map[int64]FirstAccept
}

// FirstAccept counts units at one minute.
type FirstAccept struct{ Accepted, Censored int64 }

// The steps of the funnel; every step's units are among those of the one before.
const (
	StepExposed = iota
	StepShown   // a mature suggestion was shown
	StepSeen
	StepAccepted
	StepKept
	StepOutcome // and has a value above 0 of the first declared metric that is no built-in
	FunnelSteps
)

// OutcomeMetric is the metric whose value ends the funnel, "" without one.
func OutcomeMetric(exp *spec.Experiment) string {
	for _, m := range exp.Metrics {
		if !m.Builtin && (m.Kind == spec.Mean || m.Kind == spec.Proportion) && m.Role != spec.Guardrail {
			return m.Name
		}
	}
	return ""
}

// adopts counts one unit of the result.
func (a *accumulator) adopts(u *oneUnit, rows *ownRows) {
	if !u.counts || rows.sugg.UnitRow == nil {
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
	reached := []bool{true, any(study.MatureStates), any(study.SeenStates), any(study.AcceptedStates), any(study.KeptStates), a.outcome >= 0 && a.u.vars[max(a.outcome, 0)].Sign() > 0}
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
	f, at := FirstAccept{Censored: 1}, max(end-u.exposedAt, 0)/minute
	if first >= 0 {
		f, at = FirstAccept{Accepted: 1}, max(first-u.exposedAt, 0)/minute
	}
	d.add(at, f)
}

func (d *Adoption) add(at int64, f FirstAccept) {
	if d.First == nil {
		d.First = map[int64]FirstAccept{}
	}
	old := d.First[at]
	d.First[at] = FirstAccept{old.Accepted + f.Accepted, old.Censored + f.Censored}
}

func (d *Adoption) merge(o Adoption) {
	for i, n := range o.Funnel {
		d.Funnel[i] += n
	}
	for at, f := range o.First {
		d.add(at, f)
	}
}
