package readout

import (
	"fmt"
	"strings"

	"uptake/analysis"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
	"uptake/analysis/study"
	"uptake/analysis/sums"
)

// traits lists what about the export leads to doubt.
func traits(exp *spec.Experiment, t *study.Tables, f *sums.Result, demand spec.Demand) []report.Caution {
	var out []report.Caution
	if t.NoUnit {
		out = append(out, report.Cautionf("no_unit", "The export names no unit, so each of the %d rows counts as its "+
			"own; if people have several rows the errors are too small.", stats.Total(f.Units)))
	}
	if stats.Total(f.Shown) > 0 && t.NoSuggestionID && exp.Layout == spec.Events {
		out = append(out, report.Cautionf("no_suggestion_id", "The export has no suggestion id, so a decision closes "+
			"its unit's last open suggestion."))
	}
	if t.NoEventID && exp.Duplicates != spec.Keep && (exp.Layout == spec.Events || exp.Layout == spec.Suggestions &&
		t.NoSuggestionID) {
		out = append(out, noEventID(t, f))
	}
	if demand.Suggestions && exp.Layout == spec.Suggestions && !t.HasDecisionTime {
		out = append(out, report.Cautionf("no_decision_time", "The export has no decided_at, so no attribution "+
			"window and no maturity rule apply: outcomes are taken as final."))
	}
	if analysis.Attributed(exp, t) && !exp.Suggestions.AttributionGiven && f.Tally.Accepts > 0 {
		out = append(out, report.Cautionf("default_attribution", "suggestions.attribution is not given, so %s is "+
			"used; %d of %d accepts (%.1f%%) came later and do not count.",
			spec.Span(exp.Suggestions.Attribution), f.Tally.LateAccepts, f.Tally.Accepts,
			100*float64(f.Tally.LateAccepts)/float64(f.Tally.Accepts)))
	}
	for _, n := range t.Notes {
		out = append(out, report.Caution{Code: "note", Detail: n})
	}
	return out
}

// noEventID says by what copies are told where no id does, and which column may
// be an id.
func noEventID(t *study.Tables, f *sums.Result) report.Caution {
	said := []string{"The export has no event id"}
	if n := t.EventIDLike; n != "" {
		said = []string{fmt.Sprintf("No event id is bound, but the column %q looks like one: with columns: "+
			"{event_id: %q} an event that was sent twice counts once", n, n)}
	}
	if f.Tally.EqualKept+f.Tally.EqualDropped == 0 {
		said = append(said, "no two rows of a unit are equal, so none is set aside as a copy")
	} else if len(t.Coarse) > 0 {
		var times []string
		for _, c := range t.Coarse {
			times = append(times, c.String())
		}
		said = append(said, fmt.Sprintf("the %s, so rows that equal another (%d) count as rows of their own; "+
			"duplicates: row takes them as copies", strings.Join(times, ", the "), f.Tally.EqualKept))
	}
	if f.Tally.EqualDropped > 0 {
		where := ""
		if len(t.Coarse) > 0 {
			where = "elsewhere "
		}
		said = append(said, fmt.Sprintf("%sonly rows equal in every column count as duplicates; %d did", where,
			f.Tally.EqualDropped))
	}
	return report.Cautionf("no_event_id", "%s.", strings.Join(said, "; "))
}
