package notify

import (
	"slices"
	"strings"
	"time"

	"uptake/analysis/report"
	"uptake/charts/index"
)

// State is what was told of an experiment.
type State struct {
	Failed  string         `json:"failed,omitempty"`  // status, kind and metrics of the error, "" where all went well
	Gates   []string       `json:"gates,omitempty"`   // the checks that failed
	Verdict report.Verdict `json:"verdict,omitempty"` // "" where none was told
	// the planned end that was told to be reached; data that go back do not undo it
	Ended string `json:"ended,omitempty"`
}

// next is what is to be told of a row after what was told before (nil: of one that is
// new), and what of it is news.
func next(was *State, r *report.IndexRow) (now State, changes []report.NewsChange) {
	add := func(kind report.ChangeKind) { changes = append(changes, report.NewsChange{Kind: kind}) }
	known := was != nil
	now, changes = stands(was, r.Status, r.Error)
	if r.Status != report.StatusOK { // the rest is that of an earlier result
		return now, changes
	}
	gates := failedGates(r)
	switch had := len(now.Gates) > 0; {
	case slices.ContainsFunc(gates, func(g string) bool { return !slices.Contains(now.Gates, g) }):
		add(report.ChangeGate)
		now.Verdict = report.DoNotUse
	case had && len(gates) == 0:
		add(report.ChangeRecovered)
		now.Verdict = ""
	}
	now.Gates = gates
	if r.Ended && now.Ended != r.End {
		if now.Ended = r.End; known {
			add(report.ChangeEnded)
		}
	}
	if told(r) && r.Verdict != now.Verdict {
		changes = append(changes, report.NewsChange{Kind: report.ChangeVerdict, From: now.Verdict})
		now.Verdict = r.Verdict
	}
	return now, changes
}

// nextEval is next of an evaluation, whose verdict is told at once: its results are all there.
func nextEval(was *State, r *report.EvalRow) (now State, changes []report.NewsChange) {
	now, changes = stands(was, r.Status, r.Error)
	if v := report.Verdict(r.Verdict); r.Status == report.StatusOK && v != now.Verdict {
		changes = append(changes, report.NewsChange{Kind: report.ChangeVerdict, From: now.Verdict})
		now.Verdict = v
	}
	return now, changes
}

// stands is what is to be told of whether there is a row and a result of it.
func stands(was *State, status report.Status, err *report.RunError) (now State, changes []report.NewsChange) {
	add := func(kind report.ChangeKind) { changes = append(changes, report.NewsChange{Kind: kind}) }
	if was != nil {
		now = *was
	} else {
		add(report.ChangeNew)
	}
	before := now.Failed
	if now.Failed = failing(status, err); now.Failed != before {
		if now.Failed != "" {
			add(report.ChangeFailed)
		} else {
			add(report.ChangeBack)
		}
	}
	return now, changes
}

// failing says how a row lacks a result, or which of its metrics fail, "" where it lacks nothing.
func failing(status report.Status, err *report.RunError) string {
	if err == nil {
		return ""
	}
	return strings.TrimSpace(string(status) + " " + err.Kind + " " + err.Metric)
}

// failedGates are the checks that forbid a decision.
func failedGates(r *report.IndexRow) []string {
	if r.Health != "fail" {
		return nil
	}
	var out []string
	for _, n := range r.Needs {
		if n.Gate != "" {
			out = append(out, n.Gate)
		}
	}
	if len(out) == 0 {
		out = slices.Clone(r.Checks)
	}
	return out
}

// told reports whether the verdict of a row may be told: from the first planned look
// on, and before the end only where the band has settled it. Of a band that holds at
// every look what lies inside is no news, so neither is a verdict that goes back there.
func told(r *report.IndexRow) bool {
	switch {
	case r.Status != report.StatusOK || r.Health == "fail" || !looked(r):
		return false
	case r.Ended || r.End == "" && !r.Early:
		return true
	}
	return r.Verdict != report.KeepRunning && r.Verdict != report.CannotTell
}

// looked reports whether the data reach the first planned look.
func looked(r *report.IndexRow) bool {
	to, err := time.Parse(time.RFC3339, r.DataTo)
	if err != nil || r.FirstLook == "" || r.Ended {
		return true
	}
	zone, err := time.LoadLocation(r.Timezone)
	if err != nil {
		zone = time.UTC
	}
	return to.In(zone).Format(time.DateOnly) >= r.FirstLook
}

// needsYou reports whether an experiment needs somebody, by what is told of it.
func needsYou(r *report.IndexRow, now State) bool {
	if r.Status != report.StatusOK || r.Error != nil || len(now.Gates) > 0 {
		return true
	}
	return told(r) && index.NeedsSomebody(r)
}
