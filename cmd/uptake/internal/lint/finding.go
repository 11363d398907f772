package lint

import (
	"fmt"
	"slices"

	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/ingest"
)

// Finding is what was found about the data. Status is ok, warn or fail; the words are
// there where it is not ok.
type Finding struct {
	Code    string           `json:"code"`
	Status  string           `json:"status"`
	Detail  string           `json:"detail"`
	Rows    []report.Example `json:"rows,omitempty"` // evidence, at most three
	Meaning string           `json:"meaning,omitempty"`
	Causes  []string         `json:"causes,omitempty"`
	Todo    string           `json:"todo,omitempty"`
}

// Export is a source with its first rows.
type Export struct {
	Source  string            // path as written
	Columns map[string]string // canonical name → column
	*ingest.Sample
}

// column is the column of a canonical name, or one of the export's own.
func (x *Export) column(name string) *ingest.Sampled {
	if c, bound := x.Columns[name]; bound {
		return x.Column(c)
	}
	return x.Column(name)
}

// subject is what lints look at.
type subject struct {
	exp     *spec.Experiment
	report  *report.Report
	exports []Export
}

// lint is one row of the table.
type lint struct {
	code string
	look func(*subject) (detail string, rows []report.Example) // "" where nothing is found

	meaning string
	causes  []string
	todo    string
}

// lints is the table of what is looked for beside the report's checks.
var lints = []lint{personalData, testAccounts, mixedZones, clockSkew, sharedIDs, deliveredTwice, answersUnshown, answersEarly, answersSeveral, neverAccepted, otherExperiments}

// Run gives all findings: the checks of the report, and then the lints, those that found
// nothing among them.
func Run(e *spec.Experiment, r *report.Report, exports []Export) []Finding {
	var out []Finding
	for _, c := range r.Health.Checks {
		if c.Status != "none" {
			out = append(out, Finding{Code: c.Name, Status: c.Status, Detail: c.Detail, Meaning: c.Meaning, Causes: c.Causes, Todo: c.Todo})
		}
	}
	s := &subject{e, r, exports}
	for _, l := range lints {
		f := Finding{Code: l.code, Status: "ok", Detail: "nothing found"}
		if detail, rows := l.look(s); detail != "" {
			f = Finding{l.code, "warn", detail, rows, l.meaning, l.causes, l.todo}
		}
		out = append(out, f)
	}
	return out
}

// Codes lists the codes of the lints.
func Codes() (out []string) {
	for _, l := range lints {
		out = append(out, l.code)
	}
	return out
}

// mostRows is how many rows stand as evidence.
const mostRows = 3

// evidence gathers rows.
func (x *Export) evidence(rows []report.Example, i int, value string) []report.Example {
	if len(rows) < mostRows {
		file, row := x.At(i)
		rows = append(rows, report.Example{File: file, Row: row, Value: value})
	}
	return rows
}

// share says so many of so many.
func share(n, of int, what string) string {
	return fmt.Sprintf("%d of %d %s (%.3g %%)", n, of, what, 100*float64(n)/float64(max(of, 1)))
}

// filtered reports whether the experiment file sets rows aside by a column.
func (s *subject) filtered(column string) bool {
	is := func(f spec.Filter) bool { return f.Column == column }
	return slices.ContainsFunc(s.exp.Where, is) || slices.ContainsFunc(s.exp.Sources, func(x spec.Source) bool { return slices.ContainsFunc(x.Where, is) })
}

// rule is how often a rule of the state machine fired.
func (s *subject) rule(names ...string) (n int64) {
	if s.report.Suggestions == nil {
		return 0
	}
	for _, r := range s.report.Suggestions.Rules {
		if slices.Contains(names, r.Name) {
			n += r.Count
		}
	}
	return n
}

// shown is how many suggestions were shown in all arms.
func (s *subject) shown() (n int64) {
	if s.report.Suggestions == nil {
		return 0
	}
	for _, o := range s.report.Suggestions.Outcomes {
		n += o.Shown
	}
	return n
}
