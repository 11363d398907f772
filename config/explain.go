package config

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"uptake/analysis/counted"
	"uptake/analysis/spec"
)

// Explain says back in sentences what the experiment file asks for.
func Explain(e *spec.Experiment) []string {
	var out []string
	say := func(format string, args ...any) { out = append(out, counted.Sprintf(format, args...)) }
	rows := map[spec.Layout]string{spec.Events: "one row per event", spec.Suggestions: "one row per shown suggestion " +
		"with its outcome",
		spec.Units: "one row per unit", spec.Summary: "one row per arm and metric"}
	said := func(section string) { out = append(out, saidOf(e, section)...) }
	say("The experiment %q reads exports with %s.", e.ID, rows[e.Layout])
	out = append(out, taken(e)...)
	said("The experiment")
	var paths []string
	for _, s := range e.Sources {
		paths = append(paths, s.Written)
	}
	say("Rows come from %s.", list(paths))
	for _, x := range e.Sources {
		if len(x.Where) > 0 {
			say("Of %s only rows pass with %s.", x.Written, list(filterWords(x.Where)))
		}
		if j := x.Join; j != nil && len(j.Where) > 0 {
			say("They are joined to rows of %s with %s.", j.Written, list(filterWords(j.Where)))
		}
	}
	said("What is read")
	if w := copyWords[e.Duplicates]; w != "" {
		say("%s", w)
	}
	say("%s", dates(e))
	if e.Embargo > 0 {
		say("%s", embargoSentence(e))
	}
	say("%s", armsSentence(e))
	if (e.Layout == spec.Events || e.Assignments != nil) && len(e.Arms) > 0 {
		say("%s", exposureSentence(e))
	}
	said("Who is in which arm")
	made := e.Derived
	for _, s := range e.Sources {
		made = slices.Concat(made, s.Derived)
	}
	for _, d := range made {
		if len(d.Where) > 0 {
			say("%s holds something only in rows with %s.", d.Name, list(filterWords(d.Where)))
		}
	}
	if len(e.Where) > 0 {
		say("Only rows pass with %s.", list(filterWords(e.Where)))
	}
	if e.Window > 0 {
		tail := "units still inside it count with what they have"
		if e.CompleteWindows {
			tail = "units still inside it are left out"
		}
		say("What happens in the %s after first exposure counts; %s.", spec.Span(e.Window), tail)
	} else if e.Layout == spec.Events {
		say("What happens from first exposure to the end of the data counts.")
	}
	if e.Layout == spec.Events || e.Layout == spec.Suggestions {
		out = append(out, suggestionSentences(e)...)
	}
	if l := e.Labels; l != nil {
		if from := l.Evals; from != nil {
			say("Suggestions are graded by %s of %s in the evaluation %s.", from.Metric, from.Version, l.Written)
		} else {
			say("Grades of suggestions are read from %s.", l.Written)
		}
	}
	said("What counts")
	if len(e.Arms) > 0 && !slices.ContainsFunc(e.Metrics, func(m spec.Metric) bool { return m.Role == spec.Primary }) {
		say("No metric has role: primary, so there is nothing to decide by: the verdict will be \"cannot tell\".")
	}
	for _, m := range e.Metrics {
		say("%s", metricSentence(m))
	}
	if margin, ok := e.HoldsAccepted(); ok {
		say("Where fewer suggestions are seen, a better rate ships only when accepted suggestions per unit are shown "+
			"to fall by less than %s.", amountWords(margin))
	}
	if len(e.Statistics.Also) > 0 {
		say("Beside the defaults the page also gives %s, where they apply.", list(e.Statistics.Also))
	}
	if a := e.Statistics.Adjust; a != "" && a != "holm" {
		say("p is adjusted for several metrics and arms by %s instead of Holm, and harm of what is declared is read "+
			"by it; the verdict over several arms stays with Holm.", a)
	}
	if sd := e.Statistics.PriorSD; sd > 0 {
		say("Chances start from a normal prior on the relative lift with a standard deviation of %g %%.", 100*sd)
	}
	if s := e.Statistics.PostStratify; s != "" {
		say("Means and proportions are also given post-stratified by %s: each level weighs by its share of all units.",
			s)
	}
	if d := e.Statistics.CUPED; d > 0 {
		say("Metrics are also adjusted for what a unit did in the %s before its first exposure (CUPED, %s), and the "+
			"verdict uses the adjusted numbers.", spec.Span(d), thetaWords[e.Statistics.Theta])
	}
	if e.Layout == spec.Units && gives(e, "statistics", "cuped_theta") {
		say("CUPED takes %s.", thetaWords[e.Statistics.Theta])
	}
	if len(e.Segments) > 0 {
		say("Segments: %s, frozen at first exposure; each level needs %d units in every arm.", list(e.Segments),
			e.Statistics.SegmentMinUnits)
	} else if gives(e, "statistics", "segment_min_units") {
		say("Where levels are compared, each needs %d units.", e.Statistics.SegmentMinUnits)
	}
	said("What is sliced and investigated")
	said("Statistics")
	say("Intervals are %g %%; more than %g %% broken rows stop the run.", 100*(1-e.Statistics.Alpha), 100*e.MaxBadRows)
	if e.Statistics.Looks > 0 {
		say("%s", looksSentence(e))
	}
	if e.Decision.Extension > 0 {
		say("%s", extensionSentence(e))
	}
	if d := e.Decision; d.Planned != spec.NoDay {
		say("The plan was written on %s; shipping needs %d full weeks and guardrails shown safe at %g one-sided.",
			d.Planned, d.MinWeeks, d.GuardAlpha)
	} else {
		say("No plan date is given (decision: {planned: …}), so nothing stronger than \"looks promising\" can come " +
			"out.")
		if gives(e, "decision", "min_weeks") || gives(e, "decision", "guardrail_alpha") {
			say("With one, shipping needs %d full weeks and guardrails shown safe at %g one-sided.", d.MinWeeks,
				d.GuardAlpha)
		}
	}
	if len(e.Arms) > 0 {
		say("A decision needs %d units in every arm, and 25 of them with a non-zero value of each primary metric.",
			e.Decision.MinUnits)
	}
	said("Decision")
	for _, n := range e.Decision.AcceptHarm {
		when := "after the data were seen, unless a plan from before the start says so"
		if d := e.Decision.Planned; d != spec.NoDay {
			when = fmt.Sprintf("before the start, if the plan of %s is from then", d)
		}
		say("Harm to %s is accepted: it holds nothing back, and the page says that it was accepted %s.", n, when)
	}
	for _, s := range e.Set {
		say("Changed on the command line: %s.", s)
	}
	return out
}

// copyWords say which rows are copies; by default the export tells.
var copyWords = map[spec.Duplicates]string{spec.ByID: "Rows of a unit with one event id are copies of each other.",
	spec.ByRow: "Equal rows are copies of each other.", spec.Keep: "No row counts as a copy of another."}

var thetaWords = map[spec.Theta]string{spec.PooledTheta: "one slope over both arms", spec.WithinTheta: "one slope " +
	"within arms", spec.PerArmTheta: "each arm its own slope"}

func filterWords(filters []spec.Filter) []string {
	var out []string
	for _, f := range filters {
		var parts []string
		if len(f.Is) > 0 {
			parts = append(parts, fmt.Sprintf("%q", f.Is))
		}
		if len(f.Not) > 0 {
			parts = append(parts, fmt.Sprintf("not %q", f.Not))
		}
		if f.From != "" {
			parts = append(parts, "from "+f.From)
		}
		if f.To != "" {
			parts = append(parts, "to "+f.To)
		}
		out = append(out, f.Column+" "+strings.Join(parts, ", "))
	}
	sort.Strings(out)
	return out
}
