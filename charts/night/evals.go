package night

import (
	"strings"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/say"
)

// EvalUnblocks says what would unblock an evaluation; never nothing.
func EvalUnblocks(r *report.EvalRow) []string {
	if r.Error != nil && r.Status != report.StatusOK {
		if r.Error.Kind == "file" {
			return []string{"Mend the evaluation file"}
		}
		return Unblocks(&report.IndexRow{Status: r.Status, Error: r.Error})
	}
	var out []string
	for _, n := range r.Needs {
		out = append(out, say.UpperFirst(evalNeed(n)))
	}
	switch {
	case len(out) > 0:
		return out
	case r.Verdict == report.EvalShip:
		return []string{"Nothing: it can be launched"}
	case r.Verdict == report.EvalAccept:
		return []string{"Nothing: it may be launched, with a note"}
	}
	return []string{"See the evaluation"}
}

// evalNeed is one gate in a few words, and what it asks for.
func evalNeed(n report.EvalNeed) string {
	if n.Check == "primary" {
		return "a primary metric in the file"
	}
	of := say.Metric(n.Metric)
	if n.Category != "" {
		of += " in " + say.Name(n.Category)
	}
	switch {
	case n.Check == "segment":
		return of + " is worse than before, and no gate decides on it"
	case n.Check == "errors":
		return of + " hangs on runs that failed: mend them and run them again"
	case n.ItemsMissing > 0:
		return of + ": " + say.Plural(int(n.ItemsMissing), "more item", "more items")
	case n.Verdict == report.GateFail:
		return of + " is worse: mend it"
	case n.Verdict == report.GateNotMeasured:
		return of + ": more items"
	case n.Rule == "superiority":
		return of + " is not shown to be better"
	}
	return of + " is not shown to hold"
}

// EvalUnblockSentence says in one sentence what would unblock an evaluation; never nothing.
func EvalUnblockSentence(r *report.EvalRow) string {
	if r.Error == nil || r.Status == report.StatusOK {
		return strings.Join(EvalUnblocks(r), "; ") + "."
	}
	last := "Its last good result stands."
	if r.Status == report.StatusFailed {
		last = "It has no earlier result."
	}
	return EvalUnblocks(r)[0] + ": " + ended(ErrorText(r.Error)) + " " + last
}

// EvalWord is the state that an evaluation is in.
func EvalWord(status report.Status, v report.EvalVerdict) doc.VerdictWord {
	switch status {
	case report.StatusFailed:
		return Failed
	case report.StatusStale:
		return Stale
	}
	return doc.EvalVerdictOf(v)
}
