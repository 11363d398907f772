package job

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"uptake/analysis/decide"
	"uptake/analysis/report"
	"uptake/analysis/spec"
)

// KeepFirstCut keeps the verdict of the first data cut at or after the planned
// end, or after a declared extension. A reading is made once: made again every
// night after the end it gives wrong verdicts far more often than it says. So where
// the output folder holds the readout of an earlier cut with the same reading, of
// the same experiment with the same metrics, its decision stands and the page says
// what the later cut would have said; only the always-valid band, which is watched
// on, decides anew. An end that was moved or taken out, an extension declared or a
// harm accepted after a reading makes no second one; an end that was moved before it
// is said. The comparisons keep what that reading made of them; their numbers are
// those of the later cut.
func KeepFirstCut(dir string, r *report.Report) {
	first := lastReadout(dir, r) // nil: this is the first
	if first == nil || !compares(first) || !compares(r) || !reflect.DeepEqual(asked(first), asked(r)) {
		return
	}
	for _, name := range r.Decision.AcceptHarm {
		late := func(h report.Harm) bool { return h.Metric == name && h.Accepted == "after_data" }
		if !slices.Contains(first.Decision.AcceptHarm, name) || slices.ContainsFunc(first.Decision.Harms, late) {
			decide.AcceptedLate(&r.Decision, name)
		}
	}
	if a := first.Decision.Alpha; declared(&r.Decision) && a != nil && (!declared(&first.Decision) ||
		a.ExtensionDeclared == "after_data") {
		decide.ExtendedLate(&r.Decision)
	}
	for _, c := range first.Cautions {
		if c.Code == endMoved {
			r.Cautions = append(r.Cautions, c) // later nights say it too
		}
	}
	moved, made := first.End != r.End, readAtEnd(first)
	if moved && !made {
		r.Cautions = append(r.Cautions, report.Caution{Code: endMoved, Detail: fmt.Sprintf(
			"The end was %s after the data to %s had been seen. What is read at an end that is chosen so is wrong "+
				"more often than it says.", moveOf(first, r), first.DataTo)})
	}
	cut := first.DataTo
	if first.Decision.FirstCut != "" {
		cut = first.Decision.FirstCut
	}
	second := readingOf(&first.Decision) != readingOf(&r.Decision)
	// that reading, made again
	same := cut == r.DataTo && first.Decision.FirstCut == "" && declared(&first.Decision) == declared(&r.Decision)
	if !made || !moved && (cut > r.DataTo || same || second && declared(&first.Decision)) {
		return
	}
	if moved {
		r.Cautions = append(r.Cautions, report.Caution{Code: endMoved, Detail: fmt.Sprintf(
			"The end was %s after the data to %s had been read at it. A second reading would be wrong more often "+
				"than 1 − alpha says, so none is made, and the always-valid band alone can change the first verdict. "+
				"Plan a new experiment, and declare a second reading before its start (decision: {extension: 14d}).",
			moveOf(first, r), cut)})
	}
	later := r.Decision
	band := later.Band
	if later.Early && r.Looks == nil {
		band = &later
	}
	banded := slices.IndexFunc(first.Cautions, func(c report.Caution) bool { return c.Code == bandAfterEnd })
	if band != nil && (overrules(band, &first.Decision) || banded >= 0 && harmed(band, "")) {
		r.Decision = *band
		r.Decision.FirstCut = cut
		harmReadings(r)
		if reading := first.Decision.Alpha; band.Alpha != nil && reading != nil {
			a := *band.Alpha
			if a.Reading = reading.Reading; a.Reading == "" {
				a.Reading = reading.By
			}
			r.Decision.Alpha = &a
		}
		if band.Verdict == report.KeepRunning || band.Verdict == report.CannotTell {
			decide.HoldByBand(&r.Decision)
		}
		said := report.Caution{Code: bandAfterEnd, Detail: fmt.Sprintf(
			"The reading at the end was made of the data to %s and said: %s; the verdict is that of the always-valid "+
				"band, which is watched on after it.", cut, strings.TrimSuffix(first.Decision.Headline, "."))}
		if banded >= 0 { // what the reading said, the earlier night knows
			said = first.Cautions[banded]
		}
		r.Cautions = append(r.Cautions, said)
		return
	}
	r.Decision = first.Decision
	r.Decision.FirstCut = cut
	keepReadings(r, first, moved)
	if banded >= 0 {
		r.Cautions = append(r.Cautions, first.Cautions[banded])
		return
	}
	if second {
		r.Cautions = append(r.Cautions, report.Caution{Code: "extension_late", Detail: fmt.Sprintf(
			"The extension was declared after the data to %s had been read, when that reading had spent all of "+
				"alpha, so it makes no second reading; the first verdict stands and the always-valid band alone can "+
				"change it. Plan a new experiment for another.", cut)})
	}
	if second {
		return
	}
	r.Cautions = append(r.Cautions, report.Caution{Code: "first_cut", Detail: fmt.Sprintf(
		"The verdict is that of the first data cut at or after the end (data to %s), where the fixed interval was "+
			"read; it may be read once. By the data to %s alone it would read: %s",
		cut, r.DataTo, later.Headline)})
}

// keepReadings gives every comparison the reading that the verdict is of, with what it
// was held against. Where the end was moved the looks spread up to it are others than
// those that were made.
func keepReadings(r, first *report.Report, moved bool) {
	if moved && first.Looks != nil {
		r.Looks = first.Looks
	}
	each(r, func(m *report.Metric, c *report.Comparison) {
		each(first, func(was *report.Metric, d *report.Comparison) {
			if was.Name != m.Name || d.Arm != c.Arm {
				return
			}
			c.Reading, c.Final = d.Reading, d.Final
			if moved && d.Looks != nil {
				c.Looks = d.Looks
			}
			if c.Bayes == nil {
				c.Bayes = d.Bayes
			}
		})
	})
}

// harmReadings says of every comparison that the decision finds worse that it is.
func harmReadings(r *report.Report) {
	each(r, func(m *report.Metric, c *report.Comparison) {
		if slices.ContainsFunc(r.Decision.Harms, func(h report.Harm) bool {
			return h.Metric == m.Name && h.Arm == c.Arm
		}) {
			c.Reading = "worse"
		}
	})
}

func each(r *report.Report, do func(*report.Metric, *report.Comparison)) {
	for i := range r.Metrics {
		for j := range r.Metrics[i].Comparisons {
			do(&r.Metrics[i], &r.Metrics[i].Comparisons[j])
		}
	}
}

// readingOf is which of the declared readings a decision has made, "" for that at the end.
func readingOf(d *report.Decision) string {
	if a := d.Alpha; a != nil && (a.By == "extension" || a.Reading == "extension") {
		return "extension"
	}
	return ""
}

// declared reports whether a decision left part of alpha to a second reading.
func declared(d *report.Decision) bool { return d.Alpha == nil || d.Alpha.Extension.Defined() }

// Codes of the cautions that later nights carry on: the end is not the one it was; the
// band has taken the place of the reading.
const (
	endMoved     = "end_moved"
	bandAfterEnd = "band_after_end"
)

// moveOf says how the end was changed.
func moveOf(first, r *report.Report) string {
	switch "" {
	case first.End:
		return "set to " + r.End
	case r.End:
		return "taken out, which was " + first.End + ","
	}
	return "moved from " + first.End + " to " + r.End
}

// compares reports whether a readout has a decision that compares arms.
func compares(r *report.Report) bool {
	return r.DataTo != "" && len(r.Decision.Arms) > 0 && r.Health.Status != "fail"
}

// readAtEnd reports whether the end was reached and read, then or before.
func readAtEnd(r *report.Report) bool {
	return r.Decision.FirstCut != "" || r.End != "" && !r.Decision.Early && r.Decision.Verdict != report.KeepRunning
}

// overrules reports whether what the band says after the end takes the place of the
// reading at the end: harm that it proves always does; that an arm is better or the
// same never where the reading at the end has proven harm in it.
func overrules(band, first *report.Decision) bool {
	good := func(v report.Verdict) bool {
		return v == report.Ship || v == report.LooksPromising || v == report.NoDifference
	}
	switch band.Verdict {
	case report.DoNotShip:
		return true
	case report.Ship, report.NoDifference:
		return !slices.ContainsFunc(band.Arms, func(a report.ArmDecision) bool {
			return a.Verdict == band.Verdict && harmed(first, a.Arm)
		})
	}
	return good(first.Verdict) && harmed(band, "")
}

// harmed reports whether a decision has proven a harm that nobody accepted, in an arm
// or, with "", in any.
func harmed(d *report.Decision, arm string) bool {
	return slices.ContainsFunc(d.Harms, func(h report.Harm) bool {
		return h.Accepted == "" && (arm == "" || h.Arm == arm)
	})
}

// readAgain are the keys that change no question, only when and how it is read.
var readAgain = []string{"end", "decision.extension", "decision.accept_harm", "decision.planned"}

// asked is what a readout was asked to decide on.
func asked(r *report.Report) []string {
	out := []string{fmt.Sprint(r.Alpha)}
	for _, set := range r.Set {
		if !slices.Contains(readAgain, spec.SetKey(set)) {
			out = append(out, set)
		}
	}
	if l := r.Looks; l != nil {
		out = append(out, fmt.Sprint(l.Spending, len(l.Days)))
	}
	for _, m := range r.Metrics {
		line := m.Name + " " + m.Kind + " " + m.Role + " " + m.Better
		for _, a := range []*report.Amount{m.MinimumEffect, m.Margin} {
			if a != nil {
				line += " " + a.Text
			}
		}
		out = append(out, line)
	}
	return out
}
