package cli

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"uptake/analysis/decide"
	"uptake/analysis/report"
)

// keepFirstCut keeps the verdict of the first data cut at or after the planned
// end, or after a declared extension. A reading is made once: made again every
// night after the end it gives wrong verdicts far more often than it says. So where
// the output folder holds the readout of an earlier cut with the same reading, of
// the same experiment with the same metrics, its decision stands and the page says
// what the later cut would have said; only the always-valid band, which is watched
// on, decides anew. An end that was moved, an extension declared or a harm accepted
// after a reading makes no second one. Nothing else of the report changes.
func keepFirstCut(dir string, r *report.Report) {
	b, err := os.ReadFile(filepath.Join(dir, "readout.json"))
	if err != nil {
		return // no earlier readout, or none that can be read: this is the first
	}
	var first report.Report
	if json.Unmarshal(b, &first) != nil || first.Schema != r.Schema {
		return
	}
	fixed := func(x *report.Report) bool {
		return x.End != "" && x.DataTo != "" && (!x.Decision.Early || x.Decision.FirstCut != "") && len(x.Decision.Arms) > 0 && x.Health.Status != "fail"
	}
	if !fixed(&first) || !fixed(r) || first.Experiment != r.Experiment || !reflect.DeepEqual(asked(&first), asked(r)) {
		return
	}
	cut := first.DataTo
	if first.Decision.FirstCut != "" {
		cut = first.Decision.FirstCut
	}
	for _, name := range r.Decision.AcceptHarm {
		if !slices.Contains(first.Decision.AcceptHarm, name) {
			decide.AcceptedLate(&r.Decision, name)
		}
	}
	if cut >= r.DataTo || readingOf(&first.Decision) != readingOf(&r.Decision) && declared(&first.Decision) {
		return
	}
	later := r.Decision
	if b := later.Band; b != nil && overrules(b, &first.Decision) {
		reading := later.Alpha
		r.Decision = *b
		r.Decision.FirstCut = cut
		if b.Alpha != nil && reading != nil {
			a := *b.Alpha
			a.Reading = reading.By
			r.Decision.Alpha = &a
		}
		if b.Verdict == report.KeepRunning || b.Verdict == report.CannotTell {
			holdBy(&r.Decision)
		}
		r.Cautions = append(r.Cautions, report.Caution{Code: "band_after_end", Detail: fmt.Sprintf(
			"The reading at the end was made of the data to %s and said: %s; the verdict is that of the always-valid band, which is watched on after it.", cut, first.Decision.Headline)})
		return
	}
	r.Decision = first.Decision
	r.Decision.FirstCut = cut
	if readingOf(&later) != readingOf(&first.Decision) {
		r.Cautions = append(r.Cautions, report.Caution{Code: "extension_late", Detail: fmt.Sprintf(
			"The extension was declared after the data to %s had been read, when that reading had spent all of alpha, so it makes no second reading; the first verdict stands and the always-valid band alone can change it. Plan a new experiment for another.", cut)})
		return
	}
	if first.End != r.End {
		r.Cautions = append(r.Cautions, report.Caution{Code: "end_moved", Detail: fmt.Sprintf(
			"The end was moved from %s to %s after the data to %s had been read at it. A second reading would be wrong more often than 1 − alpha says, so the first verdict stands and the always-valid band alone can change it. Declare the next reading before the start (decision: {extension: …}), or plan a new experiment.",
			first.End, r.End, cut)})
		return
	}
	r.Cautions = append(r.Cautions, report.Caution{Code: "first_cut", Detail: fmt.Sprintf(
		"The verdict is that of the first data cut at or after the end (data to %s), where the fixed interval was read; it may be read once. By the data to %s alone it would read: %s",
		cut, r.DataTo, later.Headline)})
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

// holdBy makes a decision of the band that proves harm, and nothing else, the hold that
// it is once the end is over.
func holdBy(d *report.Decision) {
	var words []string
	for _, h := range d.Harms {
		if h.Accepted == "" {
			words = append(words, h.Words)
		}
	}
	d.Verdict = report.Hold
	d.Headline = "Hold: since the reading at the end the always-valid band proves that " + strings.Join(words, " and that ") + "."
	d.Arms = slices.Clone(d.Arms)
	for i := range d.Arms {
		if slices.ContainsFunc(d.Harms, func(h report.Harm) bool { return h.Accepted == "" && h.Arm == d.Arms[i].Arm }) {
			d.Arms[i].Verdict, d.Arms[i].Headline = d.Verdict, d.Headline
		}
	}
}

// overrules reports whether what the band says after the end takes the place of the
// reading at the end: harm that it proves always does; that an arm is better or the
// same never where the reading at the end has proven harm in it.
func overrules(band, first *report.Decision) bool {
	harmed := func(d *report.Decision, arm string) bool {
		return slices.ContainsFunc(d.Harms, func(h report.Harm) bool { return h.Accepted == "" && (arm == "" || h.Arm == arm) })
	}
	good := func(v report.Verdict) bool {
		return v == report.Ship || v == report.LooksPromising || v == report.NoDifference
	}
	switch band.Verdict {
	case report.DoNotShip:
		return true
	case report.Ship, report.NoDifference:
		return !slices.ContainsFunc(band.Arms, func(a report.ArmDecision) bool { return a.Verdict == band.Verdict && harmed(first, a.Arm) })
	}
	return good(first.Verdict) && harmed(band, "")
}

// asked is what a readout was asked to decide on.
func asked(r *report.Report) []string {
	out := append([]string{fmt.Sprint(r.Alpha)}, r.Set...)
	if l := r.Looks; l != nil {
		out = append(out, fmt.Sprint(l.Spending, l.Days))
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
