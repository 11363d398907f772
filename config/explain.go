package config

import (
	"fmt"
	"math"
	"slices"
	"sort"
	"strconv"
	"strings"

	"uptake/analysis/spec"
)

// Explain says back in sentences what the experiment file asks for.
func Explain(e *spec.Experiment) []string {
	var out []string
	say := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	rows := map[spec.Layout]string{spec.Events: "one row per event", spec.Suggestions: "one row per shown suggestion with its outcome",
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
		say("Grades of suggestions are read from %s.", l.Written)
	}
	said("What counts")
	if len(e.Arms) > 0 && !slices.ContainsFunc(e.Metrics, func(m spec.Metric) bool { return m.Role == spec.Primary }) {
		say("No metric has role: primary, so there is nothing to decide by: the verdict will be \"cannot tell\".")
	}
	for _, m := range e.Metrics {
		say("%s", metricSentence(m))
	}
	if margin, ok := e.HoldsAccepted(); ok {
		say("Where fewer suggestions are seen, a better rate ships only when accepted suggestions per unit are shown to fall by less than %s.", amountWords(margin))
	}
	if len(e.Statistics.Also) > 0 {
		say("Beside the defaults the page also gives %s, where they apply.", list(e.Statistics.Also))
	}
	if a := e.Statistics.Adjust; a != "" && a != "holm" {
		say("p is adjusted for several metrics and arms by %s instead of Holm, and harm of what is declared is read by it; the verdict over several arms stays with Holm.", a)
	}
	if sd := e.Statistics.PriorSD; sd > 0 {
		say("Chances start from a normal prior on the relative lift with a standard deviation of %g %%.", 100*sd)
	}
	if s := e.Statistics.PostStratify; s != "" {
		say("Means and proportions are also given post-stratified by %s: each level weighs by its share of all units.", s)
	}
	if d := e.Statistics.CUPED; d > 0 {
		say("Metrics are also adjusted for what a unit did in the %s before its first exposure (CUPED, %s), and the verdict uses the adjusted numbers.", spec.Span(d), thetaWords[e.Statistics.Theta])
	}
	if e.Layout == spec.Units && gives(e, "statistics", "cuped_theta") {
		say("CUPED takes %s.", thetaWords[e.Statistics.Theta])
	}
	if len(e.Segments) > 0 {
		say("Segments: %s, frozen at first exposure; each level needs %d units in every arm.", list(e.Segments), e.Statistics.SegmentMinUnits)
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
		say("The plan was written on %s; shipping needs %d full weeks and guardrails shown safe at %g one-sided.", d.Planned, d.MinWeeks, d.GuardAlpha)
	} else {
		say("No plan date is given (decision: {planned: …}), so nothing stronger than \"looks promising\" can come out.")
		if gives(e, "decision", "min_weeks") || gives(e, "decision", "guardrail_alpha") {
			say("With one, shipping needs %d full weeks and guardrails shown safe at %g one-sided.", d.MinWeeks, d.GuardAlpha)
		}
	}
	if len(e.Arms) > 0 {
		say("A decision needs %d units in every arm, and 25 of them with a non-zero value of each primary metric.", e.Decision.MinUnits)
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
var copyWords = map[spec.Duplicates]string{spec.ByID: "Rows of a unit with one event id are copies of each other.", spec.ByRow: "Equal rows are copies of each other.", spec.Keep: "No row counts as a copy of another."}

var thetaWords = map[spec.Theta]string{spec.PooledTheta: "one slope over both arms", spec.WithinTheta: "one slope within arms", spec.PerArmTheta: "each arm its own slope"}

func dates(e *spec.Experiment) string {
	zone := e.Zone.String()
	switch {
	case e.Start == spec.NoDay && e.End == spec.NoDay:
		return fmt.Sprintf("No start or end is given: first exposures of any day count, days are those of %s, and without an end the data are read without a plan: nothing stronger than \"looks promising\" can come out.", zone)
	case e.End == spec.NoDay:
		return fmt.Sprintf("First exposures from %s on count (days of %s); there is no end, so they are read without a plan: nothing stronger than \"looks promising\" can come out.", e.Start, zone)
	case e.Start == spec.NoDay:
		return fmt.Sprintf("First exposures up to and including %s count (days of %s).", e.End, zone)
	}
	return fmt.Sprintf("First exposures from %s to %s, both included, count (days of %s).", e.Start, e.End, zone)
}

func armsSentence(e *spec.Experiment) string {
	if len(e.Arms) == 0 {
		return "No arms are declared: everyone is one group, described but not compared."
	}
	var words []string
	for _, a := range e.Arms {
		w := fmt.Sprintf("%q (%.4g %%", a.Name, 100*a.Share)
		if a.Of != nil {
			w += ", which is " + list(quotedAll(a.Of)) + " together"
		}
		if a.Control {
			w += ", control"
		}
		if a.Share == 0 {
			w += ", to have no units: any found there are a warning, more than 0.1 % a failure"
		}
		words = append(words, w+")")
	}
	s := fmt.Sprintf("The arms are %s.", list(words))
	if e.ShareTotal > 0 {
		s += fmt.Sprintf(" The shares as written add up to %.4g %%, so they were scaled to 100 %%; a typing error would look like a split that is off.", 100*e.ShareTotal)
	}
	return s
}

func exposureSentence(e *spec.Experiment) string {
	if a := e.Assignments; a != nil {
		from := "the first time in the data"
		if e.Start != spec.NoDay {
			from = "the start"
		}
		return fmt.Sprintf("Who is in which arm is read from %s instead of exposure rows; where it has no times, units count from %s. A unit in two arms is left out and counted.", a.Written, from)
	}
	column := func(given, canonical string) string {
		if given != "" {
			return given
		}
		if c, ok := e.Columns[canonical]; ok {
			return c
		}
		return canonical
	}
	s := fmt.Sprintf("A unit is exposed by its first %s row whose %s is %q (where the export has that column); %s names the arm.",
		list(e.Exposure.Event), column(e.Exposure.Experiment, "experiment"), e.ID, column(e.Exposure.Variant, "variant"))
	if len(e.Exposure.Where) > 0 {
		s += fmt.Sprintf(" Such rows count only with %s.", list(filterWords(e.Exposure.Where)))
	}
	return s + " A unit seen in two arms is left out and counted."
}

func suggestionSentences(e *spec.Experiment) []string {
	g := e.Suggestions
	var out []string
	var roles []string
	table, order := g.Events, spec.Roles
	if e.Layout == spec.Suggestions {
		table, order = g.Outcomes, spec.Outcomes
	}
	for _, r := range order {
		if names := table[r]; len(names) > 0 {
			roles = append(roles, r+" = "+strings.Join(names, " or "))
		}
	}
	if len(roles) > 0 {
		out = append(out, fmt.Sprintf("Suggestions: %s.", list(roles)))
	}
	w := spec.Span(g.Attribution)
	if !g.AttributionGiven {
		w += " (the default; give suggestions: {attribution: …})"
	}
	if e.Layout == spec.Suggestions {
		out = append(out, fmt.Sprintf("Where the export has decided_at, answers within %s of showing count, and only suggestions whose whole window lies inside the data are rated; else outcomes are final.", w))
	} else {
		out = append(out, fmt.Sprintf("The first answer within %s of showing decides; only suggestions whose whole window lies inside the data are rated.", w))
	}
	if g.MinVisible > 0 {
		out = append(out, fmt.Sprintf("A suggestion on screen for less than %s and not answered was not seen.", spec.Span(g.MinVisible)))
	}
	if g.KnownGood > 0 {
		out = append(out, fmt.Sprintf("The investigation takes %g %% of what is shown to be good where there are no labels.", 100*g.KnownGood))
	}
	for _, c := range e.Compare {
		if c.From == "" {
			out = append(out, fmt.Sprintf("Compared in the investigation: %s.", periodWords[c.By]))
		} else {
			out = append(out, fmt.Sprintf("The investigation sets %s %q against %q.", c.By, c.To, c.From))
		}
	}
	if e.Replay != "" {
		out = append(out, fmt.Sprintf("Sessions to watch link to %s.", e.Replay))
	}
	if len(g.Events["edited"])+len(g.Events["reverted"]) > 0 {
		s := fmt.Sprintf("An edit within %s of the accept makes it edited, one of more than %g %% of it reverted", spec.Span(g.EditWindow), 100*g.RevertAbove)
		if g.EditAbove > 0 {
			s += fmt.Sprintf(", one of at most %g %% changes nothing", 100*g.EditAbove)
		}
		out = append(out, s+".")
	} else if gives(e, "suggestions", "edit_window") || gives(e, "suggestions", "edit_above") || gives(e, "suggestions", "revert_above") {
		out = append(out, "No event is listed as edited or reverted, so which edits count changes nothing.")
	}
	return out
}

func metricSentence(m spec.Metric) string {
	s := fmt.Sprintf("Metric %s (%s): ", m.Name, m.Role)
	if b, ok := spec.FindBuiltin(m.Name); ok && m.Builtin {
		s += b.About
	} else {
		switch m.Kind {
		case spec.Graded:
			var grades []string
			for _, g := range m.Grades {
				grades = append(grades, fmt.Sprintf("%s %g", g.Name, float64(g.Cost)/math.Pow10(m.Scale)))
			}
			s += "cost per graded suggestion, each " + list(grades)
		case spec.Quantile:
			over := "units by " + aggregateWords(m.Numerator)
			if m.Of != "" {
				over = "shown suggestions by their " + m.Of
			}
			s += fmt.Sprintf("the value below which %g %% lie, over %s", 100*m.Quantile, over)
		case spec.Proportion:
			if m.Retention > 0 {
				s += fmt.Sprintf("on day %d after exposure (day 0 is its first 24 hours), ", m.Retention)
			}
			s += "share of units with " + aggregateWords(m.Numerator)
		case spec.Mean:
			s += "per unit, " + aggregateWords(m.Numerator)
		case spec.Ratio:
			s += aggregateWords(m.Numerator) + " divided by " + aggregateWords(m.Denominator)
		}
	}
	if m.Down {
		s += "; down is better"
	}
	s += capWords(m.Winsorize)
	if m.Retention > 0 {
		s += "; a unit counts once the data hold that whole day"
	}
	if m.Window > 0 && m.Retention == 0 {
		s += "; within " + spec.Span(m.Window) + " of exposure, finished windows only"
	}
	if len(m.Covariate) > 0 {
		s += "; adjusted for " + strings.Join(m.Covariate, " / ") + " (CUPED)"
	}
	if m.MinimumEffect.Given() {
		s += "; " + amountWords(m.MinimumEffect) + " is the smallest effect that matters"
	}
	if m.Margin.Given() {
		s += "; it may get worse by less than " + amountWords(m.Margin)
	} else if m.Role == spec.Guardrail {
		s += "; without a margin it is watched for proven harm and never shown safe: say how much worse it may get, such as margin: 5%"
	}
	if m.Scale > 0 && m.Kind != spec.Graded {
		s += fmt.Sprintf("; kept to %d decimals", m.Scale)
	}
	return s + "."
}

func capWords(w spec.Winsorize) string {
	over := "all units, both arms together, "
	if w.SkipZeros {
		over = "all units that are not 0, both arms together, "
	}
	switch {
	case w.Upper > 0 && w.Lower > 0:
		return fmt.Sprintf("; values below the %g %% and above the %g %% quantile of %sare set to that quantile", 100*w.Lower, 100*w.Upper, over)
	case w.Upper > 0:
		return fmt.Sprintf("; values above the %g %% quantile of %sare capped there", 100*w.Upper, over)
	case w.Lower > 0:
		return fmt.Sprintf("; values below the %g %% quantile of %sare raised to it", 100*w.Lower, over)
	}
	return ""
}

func amountWords(a spec.Amount) string {
	switch a.Form {
	case spec.Relative:
		return fmt.Sprintf("%g %% of control", 100*a.Value)
	case spec.Points:
		return fmt.Sprintf("%g points", 100*a.Value)
	}
	return fmt.Sprintf("%g in the metric's unit", a.Value)
}

func aggregateWords(a spec.Aggregate) string {
	if a.Column != "" {
		return "the column " + a.Column
	}
	s := ""
	switch a.How {
	case spec.Sum:
		s = fmt.Sprintf("the sum of %s over %s rows", a.Field, list(a.Event))
	case spec.Any:
		s = fmt.Sprintf("any %s row", list(a.Event))
	default:
		s = fmt.Sprintf("the number of %s rows", list(a.Event))
	}
	if len(a.Where) > 0 {
		s += " with " + list(filterWords(a.Where))
	}
	return s
}

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

func quotedAll(words []string) (out []string) {
	for _, w := range words {
		out = append(out, strconv.Quote(w))
	}
	return out
}

func list(words []string) string {
	switch len(words) {
	case 0:
		return "nothing"
	case 1:
		return words[0]
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}
