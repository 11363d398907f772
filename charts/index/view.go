package index

import (
	"slices"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/night"
	"uptake/charts/out"
	"uptake/charts/say"
)

// view is everything that an index prints, as text.
type view struct {
	Title    string // of the window
	Heading  string
	Lead     string
	Meta     []string
	Tally    []tally
	Failures []failure
	More     string // failures that are only told below
	Gone     string // folders of earlier runs
	Since    []doc.Line
	Evals    *evalsView
	Overlap  *doc.Section
	Scale    [2]string
	Rows     []row
	Reading  []doc.Line // how to read the list
	Program  string
}

// tally counts the rows of one state.
type tally struct {
	doc.VerdictWord
	Key   string
	Count string
}

// failure is an experiment of which this run lacks something.
type failure struct{ Name, Lacks, Kind, Text string }

// shownFailures is how many failures stand above the list.
const shownFailures = 5

func newView(x *report.Index, json []byte) *view {
	v := &view{Program: out.Program(x.ProgramVersion, json)}
	scale := stripScale(x.Experiments)
	v.Scale = [2]string{"−" + scaleText(scale), "+" + scaleText(scale)}
	needy, changes, unsaid := 0, 0, 0
	counts := map[string]int{}
	for i := range x.Experiments {
		r := &x.Experiments[i]
		row := newRow(r, scale)
		v.Rows = append(v.Rows, row)
		counts[row.Key]++
		if NeedsSomebody(r) {
			needy++
		}
		if changed(r) {
			changes++
		}
		if r.Error == nil {
			continue
		}
		if len(v.Failures) < shownFailures {
			text := night.ErrorText(r.Error)
			if r.Status == report.StatusOK && r.Error.Metric != "" {
				text = night.BesideText(r.Error)
			}
			v.Failures = append(v.Failures, failure{row.Name, row.Lacks, night.ErrorKind(r.Error), text})
		} else {
			unsaid++
		}
	}
	if unsaid > 0 {
		v.More = "And " + say.Plural(unsaid, "more, told in its row.", "more, told in their rows.")
	}
	v.Tally = tallies(counts)
	v.Evals = newEvalsView(x.Evaluations)
	switch {
	case len(x.Experiments) > 0:
		v.Heading = needText(needy, len(x.Experiments), "experiment")
	case v.Evals != nil:
		v.Heading = v.Evals.Heading
	default:
		v.Heading = "No experiment file was found"
	}
	v.Title = v.Heading
	if v.Evals != nil && v.Heading != v.Evals.Heading {
		v.Meta = append(v.Meta, v.Evals.Heading)
	}
	if x.DataTo != "" {
		v.Meta = append(v.Meta, "Data to "+say.Instant(x.DataTo))
	}
	switch {
	case changes > 0:
		v.Meta = append(v.Meta, say.Plural(changes, "verdict", "verdicts")+" changed since the data cut before")
	case slices.ContainsFunc(x.Experiments, func(r report.IndexRow) bool { return r.Previous != "" }):
		v.Meta = append(v.Meta, "No verdict changed since the data cut before")
	}
	v.Gone, v.Since = goneText(x.Gone), sinceLines(x.Changed)
	v.Overlap = overlapSection(x.Overlap)
	v.Reading = indexReading(x, v)
	return v
}

// goneText names folders of earlier runs whose experiment files were not found.
func goneText(gone []string) string {
	if len(gone) == 0 {
		return ""
	}
	var names []string
	for _, g := range gone[:min(len(gone), shownFailures)] {
		names = append(names, say.Name(g))
	}
	if n := len(gone) - len(names); n > 0 {
		names = append(names, say.Plural(n, "other", "others"))
	}
	return "Of " + say.List(names) + " there are results of an earlier run, and no experiment file any more."
}

// tallies counts in the order of the list.
func tallies(counts map[string]int) []tally {
	var out []tally
	add := func(key string, w doc.VerdictWord) {
		if n := counts[key]; n > 0 {
			out = append(out, tally{w, key, say.Count(int64(n))})
		}
	}
	add("failed", night.Failed)
	add("stale", night.Stale)
	for _, v := range append(toAct[:len(toAct):len(toAct)], report.CannotTell, report.NoDifference,
		report.KeepRunning) {
		add(string(v), doc.VerdictOf(v))
	}
	return out
}

func scaleText(v float64) string { return say.Declared(100*v, false) + "%" }
