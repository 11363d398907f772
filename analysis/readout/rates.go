package readout

import (
	"fmt"
	"sort"

	"uptake/analysis"
	"uptake/analysis/compare"
	"uptake/analysis/fold"
	"uptake/analysis/metric"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/study"
)

// rates lists the suggestion rates: which end states count among seen
// suggestions, and which sessions count among those with a seen one.
var rates = []struct {
	name    string
	count   study.States
	session study.States
	without bool // sessions with none of the states
}{
	{"acceptance", study.AcceptedStates, study.AcceptedStates, false},
	{"ignore", study.IgnoredStates, study.AcceptedStates | study.DismissStates, true},
	{"dismiss", study.DismissStates, study.DismissStates, false},
	{"edit", study.EditStates, study.EditStates, false},
	{"non_use", study.NonUseStates, study.AcceptedStates, true},
}

var weightings = []string{"pooled", "per_unit", "per_session"}

// rateColumns lists the fold columns of all rates: pooled ratios, per-unit
// quotients and, where sessions are logged, per-session ratios.
func rateColumns(noSession bool) []fold.Column {
	var out []fold.Column
	for _, w := range weightings {
		if w == "per_session" && noSession {
			continue
		}
		for _, r := range rates {
			c := fold.Column{Name: r.name + "/" + w}
			if w == "per_session" {
				c.Y = fold.Value{From: fold.Sessions, Within: study.SeenStates, Count: r.session, Without: r.without}
				c.X = &fold.Value{From: fold.Sessions, Within: study.SeenStates, Count: study.SeenStates}
			} else {
				c.Y = fold.Value{From: fold.Suggestions, Count: r.count}
				c.X = &fold.Value{From: fold.Suggestions, Count: study.SeenStates}
				c.Quotient = w == "per_unit"
			}
			out = append(out, c)
		}
	}
	return out
}

// outcomes reports the end states and the rates; cols are the rate columns,
// from the fold's column number first on. An arm without a seen suggestion, or
// with too many immature ones, has undefined rates.
func outcomes(by *compare.Terms, cols []fold.Column, first int, left *leftOut) *report.Suggestions {
	out := &report.Suggestions{Outcomes: []report.Outcomes{}, Rates: []report.Rate{}, Rules: []report.Note{}}
	for i, o := range left.f.Outcomes {
		out.Outcomes = append(out.Outcomes, report.Outcomes{Arm: by.Names[i], Shown: by.Shown[i],
			Immature: by.Immature[i],
			Pending:  o[study.StatePending], NotSeen: o[study.StateNotSeen], Accepted: o[study.StateAccepted],
			Edited:  o[study.StateEdited],
			Partial: o[study.StatePartial], Reverted: o[study.StateReverted], Dismissed: o[study.StateDismissed],
			Superseded: o[study.StateSuperseded], TypedThrough: o[study.StateTypedThrough],
			Ignored: o[study.StateIgnored]})
	}
	for n, c := range cols {
		kind, scales := spec.Ratio, []int{0, 0}
		if c.Quotient {
			kind, scales = spec.Mean, []int{fold.QuotientScale}
		}
		k, _ := metric.Find(kind)
		e := analysis.Entry{Kind: k, Scales: scales, Rate: true}
		r, w := rates[n%len(rates)], weightings[n/len(rates)]
		for i, sample := range left.of(e, first+n) {
			est, why := by.Estimate(e, sample, i)
			out.Rates = append(out.Rates, report.Rate{Rate: r.name, Weighting: w, Arm: by.Names[i], Value: est.Value,
				SE: est.SE, Lo: est.Lo, Hi: est.Hi,
				Numerator: est.Numerator, Denominator: est.Denominator, Units: est.Units, Cautions: why})
		}
	}
	for name, n := range left.f.Tally.Rules {
		out.Rules = append(out.Rules, report.Note{Name: name, Count: n})
	}
	sort.Slice(out.Rules, func(i, j int) bool { return out.Rules[i].Name < out.Rules[j].Name })
	return out
}

// signed prints a share as a percentage with its sign.
func signed(v float64) string {
	if v < 0 {
		return fmt.Sprintf("−%.1f%%", -100*v)
	}
	return fmt.Sprintf("+%.1f%%", 100*v)
}
