package lint

import (
	"fmt"
	"math"
	"slices"

	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/sums"
	"uptake/ingest/phrase"
)

// mostOdd is the share of answers or suggestions of which something odd may be so.
const mostOdd = 0.01

// odd looks at how often rules of the state machine fired, beside the suggestions shown.
func odd(what string, rules ...string) func(*subject) (string, []report.Example) {
	return func(s *subject) (string, []report.Example) {
		n, shown := s.rule(rules...), s.shown()
		if n == 0 || float64(n) <= mostOdd*float64(max(shown, 1)) {
			return "", nil
		}
		return fmt.Sprintf("%s, beside %s shown (%.3g %%; the limit is %g %%).", fmt.Sprintf(what, n), phrase.Counted(shown, "suggestion"), 100*float64(n)/float64(max(shown, 1)), 100*mostOdd), nil
	}
}

var answersUnshown = lint{
	code:    "answers_without_shown",
	look:    odd("%d answers name a suggestion that no row before them shows", "decision_without_shown"),
	meaning: "What was shown is not all in the export, so the rates of those that are may be too high or too low.",
	causes:  []string{"the event of showing is sampled or lost", "two clients name suggestions differently", "the export begins in the middle"},
	todo:    "Compare the ids of answers with those of what is shown, by client and version.",
}

var answersEarly = lint{
	code:    "answers_before_shown",
	look:    odd("%d answers come before their suggestion is shown", "decided_before_shown"),
	meaning: "The order of events is not that in which they happened; times to decide are wrong.",
	causes:  []string{"two clocks", "times cut to whole seconds", "events are dated by when they are sent"},
	todo:    "Bind the time at which the client saw the event, of one clock.",
}

var answersSeveral = lint{
	code:    "several_answers",
	look:    odd("%d answers follow another answer to the same suggestion", "later_decision"),
	meaning: "The first answer counts. Where the last is what people meant, rates are wrong.",
	causes:  []string{"one click is logged twice", "suggestions share an id", "people may change their answers"},
	todo:    "Look whether suggestion_id names one showing; bind event_id, so that what is logged twice counts once.",
}

// mostTwice is the share of rows read that may be copies.
const mostTwice = 0.05

var deliveredTwice = lint{
	code: "delivered_twice",
	look: func(s *subject) (string, []report.Example) {
		for _, d := range s.report.Rows.Dropped {
			if d.Reason == sums.Duplicate.String() && float64(d.Rows) > mostTwice*float64(s.report.Rows.Read) {
				var rows []report.Example
				if d.Example != nil {
					rows = []report.Example{{File: d.Example.File, Row: d.Example.Row, Value: d.Example.Value}}
				}
				return fmt.Sprintf("%d of %d rows (%.3g %%) are copies of others and count once; the limit is %g %%.", d.Rows, s.report.Rows.Read, 100*float64(d.Rows)/float64(s.report.Rows.Read), 100*mostTwice), rows
			}
		}
		return "", nil
	},
	meaning: "Much is delivered twice. Copies are set aside, but only where their ids or all their columns are equal.",
	causes:  []string{"the same days are in two files", "a client sends again what was received", "a join multiplied rows"},
	todo:    "Look at the rows named, and export each event once.",
}

var neverAccepted = lint{
	code: "outcome_missing",
	look: func(s *subject) (string, []report.Example) {
		if s.report.Suggestions == nil {
			return "", nil
		}
		var rated, accepted []int64
		var all, took int64
		for _, o := range s.report.Suggestions.Outcomes {
			n, k := o.Shown-o.Immature, o.Accepted+o.Edited+o.Partial+o.Reverted
			rated, accepted, all, took = append(rated, n), append(accepted, k), all+n, took+k
		}
		if all >= 200 && took == 0 {
			return fmt.Sprintf("Of %d suggestions shown not one is accepted.", all), nil
		}
		for i, o := range s.report.Suggestions.Outcomes {
			others, n := all-rated[i], rated[i]
			if accepted[i] > 0 || others == 0 {
				continue
			}
			// With the others' rate the chance of none here.
			if p := math.Pow(1-float64(took)/float64(others), float64(n)); p < 1e-6 {
				return fmt.Sprintf("Of %d suggestions shown in the arm %q not one is accepted, while of %d in the others %d are; by chance that happens less than once in a million times.", n, o.Arm, others, took), nil
			}
		}
		return "", nil
	},
	meaning: "An answer that does not occur is more often not logged than not given.",
	causes:  []string{"the event is called otherwise in one arm or client", "suggestions: events: lacks a name"},
	todo:    "List the events that the arm's rows have, and name those of answers under suggestions: events:.",
}

var otherExperiments = lint{
	code: "other_experiments",
	look: func(s *subject) (string, []report.Example) {
		for _, x := range s.exports {
			name, unit := x.column("experiment"), x.column("unit")
			if s.exp.Exposure.Experiment != "" {
				name = x.Column(s.exp.Exposure.Experiment)
			}
			if name == nil || unit == nil {
				continue
			}
			exposes := func(int) bool { return true }
			if s.exp.Layout == spec.Events && s.exp.Assignments == nil { // a column may say other things of other events
				named := x.column("event")
				if named == nil {
					continue
				}
				events := x.Texts(named)
				exposes = func(i int) bool { return slices.Contains(s.exp.Exposure.Event, events[i]) }
			}
			mine, both := map[string]bool{}, map[string]map[string]bool{}
			ids, units := x.Texts(name), x.Texts(unit)
			for i, id := range ids {
				if id == s.exp.ID && exposes(i) {
					mine[units[i]] = true
				}
			}
			for i, id := range ids {
				if id != "" && id != s.exp.ID && mine[units[i]] && exposes(i) {
					if both[id] == nil {
						both[id] = map[string]bool{}
					}
					both[id][units[i]] = true
				}
			}
			worst, n := "", 0
			for id, units := range both {
				if len(units) > n || len(units) == n && id < worst {
					worst, n = id, len(units)
				}
			}
			if n*2 > len(mine) {
				return fmt.Sprintf("%s of this experiment in the first rows of %s are in the experiment %q too.", share(n, len(mine), "units"), x.Source, worst), nil
			}
		}
		return "", nil
	},
	meaning: "Most users are in another experiment at the same time. Where the two are assigned apart that is harmless; where not, the effect of the one is seen as that of the other.",
	causes:  []string{"experiments share the users", "one flag depends on another"},
	todo:    "Compare the arms within each arm of the other: segments, or uptake nightly over both, whose index shows pairs.",
}
