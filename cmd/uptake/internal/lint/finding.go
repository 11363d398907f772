package lint

import (
	"fmt"
	"slices"
	"time"

	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
	"uptake/ingest"
)

// Finding is what was found about the data. Status is ok, warn or fail; the words are
// there where it is not ok.
type Finding struct {
	Code    string           `json:"code"`
	Status  string           `json:"status"`
	Detail  string           `json:"detail"`
	Share   *Share           `json:"share,omitempty"`
	Rows    []report.Example `json:"rows,omitempty"` // evidence, at most three
	Limit   string           `json:"limit,omitempty"`
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
	lives   *ingest.Lives // nil where rows are of no unit
	arms    []arm
	days    map[*ingest.Life][]spec.Day // once asked for
}

// arm is the units of one arm that are in no other.
type arm struct {
	spec.Arm
	at    int
	lives []*ingest.Life
}

// found is what a lint found; the zero value is nothing.
type found struct {
	detail string
	share  *Share
	rows   []report.Example
}

// lint is one row of the table.
type lint struct {
	code string
	look func(*subject) found

	limit   string // from which on it is told, and why that stays true when one looks every night
	meaning string
	causes  []string
	todo    string
}

// lints is the table of what is looked for beside the report's checks.
var lints = []lint{personalData, testAccounts, machinePace, mixedZones, clockSkew, provisionalDays, severalIDs,
	manyValues, deliveredTwice,
	answersUnshown, answersEarly, answersSeveral, outcomeMissing, answersLost, armBehind, dayDrop, lateExposure,
	activityBefore, coverageGap, srmPlace, srmSide, otherExperiments}

// Run gives all findings: the checks of the report, and then the lints, those that found
// nothing among them. lives may be nil.
func Run(e *spec.Experiment, r *report.Report, exports []Export, lives *ingest.Lives) []Finding {
	var out []Finding
	for _, c := range r.Health.Checks {
		if c.Status != "none" {
			out = append(out, Finding{Code: c.Name, Status: c.Status, Detail: c.Detail, Meaning: c.Meaning,
				Causes: c.Causes, Todo: c.Todo})
		}
	}
	s := newSubject(e, r, exports, lives)
	for _, l := range lints {
		f := Finding{Code: l.code, Status: "ok", Detail: "nothing found", Limit: l.limit}
		if x := l.look(s); x.detail != "" {
			f = Finding{l.code, "warn", x.detail, x.share, x.rows, l.limit, l.meaning, l.causes, l.todo}
		}
		out = append(out, f)
	}
	return out
}

func newSubject(e *spec.Experiment, r *report.Report, exports []Export, lives *ingest.Lives) *subject {
	s := &subject{exp: e, report: r, exports: exports, lives: lives, days: map[*ingest.Life][]spec.Day{}}
	if lives == nil || !lives.Units {
		s.lives = &ingest.Lives{From: ingest.NoTime, To: ingest.NoTime, Last: ingest.NoTime}
		return s
	}
	for i, a := range e.Arms {
		s.arms = append(s.arms, arm{Arm: a, at: i})
	}
	for i := range lives.List {
		if l := &lives.List[i]; l.Exposed() {
			s.arms[l.Arm].lives = append(s.arms[l.Arm].lives, l)
		}
	}
	return s
}

// Codes lists the codes of the lints.
func Codes() (out []string) {
	for _, l := range lints {
		out = append(out, l.code)
	}
	return out
}

// Known is every finding that there can be beside the report's checks, with its words.
func Known() (out []Finding) {
	for _, l := range lints {
		out = append(out, Finding{Code: l.code, Limit: l.limit, Meaning: l.meaning, Causes: l.causes, Todo: l.todo})
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

// evidence gathers rows of units.
func (s *subject) evidence(rows []report.Example, r *ingest.LifeRow, value string) []report.Example {
	if len(rows) < mostRows {
		rows = append(rows, report.Example{File: s.lives.Place(r), Row: r.Row, Value: value})
	}
	return rows
}

// chance is how often a lint that holds arms or days against each other may tell of
// something that is not there, over all nights together.
const chance = 0.0005

// nights is how many days of data there are, counted from the first row on; 0 without times.
func (s *subject) nights() int {
	if s.lives.From == ingest.NoTime {
		return 0
	}
	return int(s.dayOf(s.lives.To)-s.dayOf(s.lives.From)) + 1
}

// unlikely is the p of one look below which nightly looks stay right.
func (s *subject) unlikely() float64 { return stats.NightLimit(chance, s.nights()) }

func (s *subject) dayOf(at int64) spec.Day { return spec.DayOf(at, s.exp.Zone) }

// sampled says of what part of the units a finding is where not all were looked at.
func (s *subject) sampled() string {
	if s.lives.Part < 1 {
		return fmt.Sprintf(" Looked at were all rows of one unit in %.0f.", 1/s.lives.Part)
	}
	return ""
}

// clock shows a time.
func (s *subject) clock(at int64) string {
	zone := s.exp.Zone
	if zone == nil {
		zone = time.UTC
	}
	return time.UnixMicro(at).In(zone).Format(time.RFC3339)
}

// filtered reports whether the experiment file sets rows aside by a column.
func (s *subject) filtered(column string) bool {
	is := func(f spec.Filter) bool { return f.Column == column }
	return slices.ContainsFunc(s.exp.Where, is) || slices.ContainsFunc(s.exp.Sources,
		func(x spec.Source) bool { return slices.ContainsFunc(x.Where, is) })
}

// fact is the limit of what needs no chance to be told.
func fact(more string) string {
	return "told of " + more + "; it is a fact of the rows at hand, in which chance has no part, so it stays true " +
		"however often one looks"
}

// compared is the limit of what holds arms or days against each other.
func compared(more string) string {
	return "told of " + more + ", where chance alone would tell of it in at most 0.05 % of experiments over all " +
		"nights together (after d days of data p must lie below 0.0005 / (9 (1 + ln d)))"
}
