package evals

import (
	"uptake/analysis/report"
	"uptake/analysis/spec"
)

// Needs are what holds a launch back, by the verdict: the gates that are shown worse where it
// is to be patched or rolled back, those that are not decided where nothing can be told; none
// where it may be launched, but whom it is shown worse for where no gate decides on that.
func Needs(r *report.Evals) []report.EvalNeed {
	out := []report.EvalNeed{}
	d := r.Decision
	if d.Code == "no_primary" {
		return append(out, report.EvalNeed{Check: "primary"})
	}
	for _, g := range r.Gates {
		if g.Version != d.Version {
			continue
		}
		deciding := g.Rule == "superiority" || g.Tier == string(spec.Critical)
		holds := false
		switch d.Verdict {
		case report.EvalPatch, report.EvalRollBack:
			holds = g.Worse
		case report.EvalCannotTell:
			holds = deciding && (g.Verdict != report.GatePass || g.Hangs())
		}
		if !holds {
			continue
		}
		n := report.EvalNeed{Metric: g.Metric, Category: g.Category, Rule: g.Rule, Verdict: g.Verdict}
		if g.Hangs() {
			n.Check = "errors"
		}
		if missing := g.ItemsNeeded - int64(g.Items); g.ItemsNeeded > 0 && missing > 0 &&
			d.Verdict == report.EvalCannotTell {
			n.ItemsMissing = missing
		}
		out = append(out, n)
	}
	if d.Verdict != report.EvalShip && d.Verdict != report.EvalAccept {
		return out
	}
	for _, f := range r.Fairness { // nothing holds it back, and nobody decided upon them
		for _, l := range f.Levels {
			if f.Version == d.Version && (l.Worse || l.WorseFailed) {
				out = append(out, report.EvalNeed{Check: "segment", Metric: f.Metric, Category: spoken(f.Segment,
					l.Level)})
			}
		}
	}
	return out
}
