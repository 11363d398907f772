package analysis

import (
	"fmt"
	"strings"

	"uptake/analysis/fold"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/study"
)

// ledger accounts for every row: read = used + dropped, checked. Reasons come in
// the order in which they are tried, only those that occurred.
func ledger(read int64, t *study.Tally) (report.Rows, error) {
	rows := report.Rows{Read: read, Used: t.Used, Dropped: []report.Dropped{}, Notes: []report.Note{}}
	sum := t.Used
	for r := study.Reason(0); r < study.NumReasons; r++ {
		n := t.Dropped[r]
		if n == 0 {
			continue
		}
		sum += n
		d := report.Dropped{Reason: r.String(), Kind: "aside", Rows: n}
		if r.Bad() {
			d.Kind = "bad"
		}
		d.Example = example(t.Example[r])
		rows.Dropped = append(rows.Dropped, d)
	}
	if sum != read {
		return rows, &MismatchError{"the number of rows used and dropped", sum, read}
	}
	for _, n := range []report.Note{{Name: "duplicates_with_other_payload", Count: t.DiffersFromKept, Example: example(t.Differs)}, {Name: "crossover_units", Count: t.Crossovers}} {
		if n.Count > 0 {
			rows.Notes = append(rows.Notes, n)
		}
	}
	return rows, nil
}

// counted is the ledger of the study's rows, refused where too many cells are broken.
func counted(t *study.Tables, all *study.Tally) (report.Rows, error) {
	if err := t.CheckValues(all); err != nil {
		return report.Rows{}, err
	}
	return ledger(t.Read, all)
}

func example(x *study.Example) *report.Example {
	if x == nil {
		return nil
	}
	return &report.Example{File: x.File, Row: x.Row, Value: x.Value}
}

func bad(rows report.Rows) int64 {
	var n int64
	for _, d := range rows.Dropped {
		if d.Kind == "bad" {
			n += d.Rows
		}
	}
	return n
}

// attributed reports whether an attribution window applies: always for events,
// and for suggestion rows that carry the time of the decision.
func attributed(exp *spec.Experiment, t *study.Tables) bool {
	return hasSuggestions(exp) && (exp.Layout == spec.Events || t.HasDecisionTime)
}

// traits lists what about the export leads to doubt.
func traits(exp *spec.Experiment, t *study.Tables, f *fold.Result, demand spec.Demand) []report.Caution {
	var out []report.Caution
	if t.NoUnit {
		out = append(out, caution("no_unit", "The export names no unit, so each of the %d rows counts as its own; if people have several rows the errors are too small.", total(f.Units)))
	}
	if total(f.Shown) > 0 && t.NoSuggestionID && exp.Layout == spec.Events {
		out = append(out, caution("no_suggestion_id", "The export has no suggestion id, so a decision closes its unit's last open suggestion."))
	}
	if t.NoEventID && exp.Duplicates != spec.Keep && (exp.Layout == spec.Events || exp.Layout == spec.Suggestions && t.NoSuggestionID) {
		out = append(out, noEventID(t, f))
	}
	if demand.Suggestions && exp.Layout == spec.Suggestions && !t.HasDecisionTime {
		out = append(out, caution("no_decision_time", "The export has no decided_at, so no attribution window and no maturity rule apply: outcomes are taken as final."))
	}
	if attributed(exp, t) && !exp.Suggestions.AttributionGiven && f.Tally.Accepts > 0 {
		out = append(out, caution("default_attribution", "suggestions.attribution is not given, so %s is used; %d of %d accepts (%.1f%%) came later and do not count.",
			spec.Span(exp.Suggestions.Attribution), f.Tally.LateAccepts, f.Tally.Accepts, 100*float64(f.Tally.LateAccepts)/float64(f.Tally.Accepts)))
	}
	for _, n := range t.Notes {
		out = append(out, report.Caution{Code: "note", Detail: n})
	}
	return out
}

// noEventID says by what copies are told where no id does, and which column may
// be an id.
func noEventID(t *study.Tables, f *fold.Result) report.Caution {
	said := []string{"The export has no event id"}
	if n := t.EventIDLike; n != "" {
		said = []string{fmt.Sprintf("No event id is bound, but the column %q looks like one: with columns: {event_id: %q} an event that was sent twice counts once", n, n)}
	}
	if f.Tally.EqualKept+f.Tally.EqualDropped == 0 {
		said = append(said, "no two rows of a unit are equal, so none is set aside as a copy")
	} else if len(t.Coarse) > 0 {
		var times []string
		for _, c := range t.Coarse {
			times = append(times, c.String())
		}
		said = append(said, fmt.Sprintf("the %s, so rows that equal another (%d) count as rows of their own; duplicates: row takes them as copies", strings.Join(times, ", the "), f.Tally.EqualKept))
	}
	if f.Tally.EqualDropped > 0 {
		where := ""
		if len(t.Coarse) > 0 {
			where = "elsewhere "
		}
		said = append(said, fmt.Sprintf("%sonly rows equal in every column count as duplicates; %d did", where, f.Tally.EqualDropped))
	}
	return caution("no_event_id", "%s.", strings.Join(said, "; "))
}
