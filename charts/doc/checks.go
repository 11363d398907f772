package doc

import (
	"slices"
	"strconv"
	"strings"

	"uptake/analysis/report"
	"uptake/charts/say"
)

// Check is one health check: a mark, a few words, and the sentence behind them. Of
// one that did not pass also what it means, what is likely behind it and what to do.
type Check struct {
	ID, Word, Status, StatusWord, Detail string
	Asks                                 []Line
}

// foremost are the checks that the first screen names first.
var foremost = []string{"srm", "full_weeks", "data_gaps", "planned", "crossovers", "maturity"}

// Checks are the checks that apply, the foremost first, then in the report's
// order, each with the anchor of its row.
func Checks(checks []report.Check) []Check {
	var out []Check
	for _, i := range gateOrder(checks) {
		c := checks[i]
		out = append(out, Check{
			ID:         gateID(i, c.Name),
			Word:       CheckWord(c.Name, c.Status),
			Status:     c.Status,
			StatusWord: statusWord(c.Status),
			Detail:     say.Sentence(c.Detail),
			Asks:       asks(checks, i),
		})
	}
	return out
}

// asks are the words of a check that did not pass. Two checks of one matter have
// the same words, which stand once.
func asks(checks []report.Check, i int) []Line {
	c := &checks[i]
	for j := range i {
		if e := &checks[j]; c.Todo != "" && e.Todo == c.Todo && e.Meaning == c.Meaning {
			return []Line{{Label: "What to do", Value: "As said of the check \u201c" + CheckWord(e.Name, e.Status) +
				"\u201d (" + say.Name(e.Name) + ")."}}
		}
	}
	var out []Line
	add := func(label, value string) {
		if value != "" {
			out = append(out, Line{Label: label, Value: value})
		}
	}
	add("What it means", say.Sentence(c.Meaning))
	add("Likely causes", say.UpperFirst(strings.Join(say.Sentences(c.Causes), "; ")))
	add("What to do", say.Sentence(c.Todo))
	return out
}

func gateOrder(checks []report.Check) []int {
	var out, rest []int
	for _, name := range foremost {
		for i, c := range checks {
			if c.Name == name && c.Status != "none" {
				out = append(out, i)
			}
		}
	}
	for i, c := range checks {
		if c.Status != "none" && !slices.Contains(foremost, c.Name) {
			rest = append(rest, i)
		}
	}
	return append(out, rest...)
}

// lineGates is how many checks the health line of the first screen names.
const lineGates = 8

// CheckLine is the health line: every check when they are few, else all that ask
// for care or failed, with as many of those that passed as there is room for and
// a count of the rest.
func CheckLine(gates []Check) []Check {
	room := lineGates - 1
	for _, g := range gates {
		if g.Status != "ok" {
			room--
		}
	}
	if len(gates) <= lineGates {
		room = len(gates)
	}
	var out []Check
	rest := 0
	for _, g := range gates {
		if g.Status == "ok" {
			if room--; room < 0 {
				rest++
				continue
			}
		}
		out = append(out, g)
	}
	if rest > 0 {
		out = append(out, Check{ID: "health", Word: say.Plural(rest, "more check passed", "more checks passed"),
			Status: "ok", StatusWord: statusWord("ok")})
	}
	return out
}

// gateID is the anchor of a check's row, linked from the first screen.
func gateID(i int, check string) string { return "check-" + strconv.Itoa(i+1) + "-" + say.Slug(check) }

// HealthSection shows each check with its numbers, and the split in full.
func HealthSection(checks []report.Check) Section {
	sec := Section{ID: "health", Topic: "Health", PageOnly: true}
	switch n := countGates(checks, "fail"); {
	case len(checks) == 0:
		sec.Heading = "No health checks were made"
		sec.Lead = []string{"The report carries no health checks, so nothing is known about the split or the " +
			"completeness of the data."}
		return sec
	case n > 0:
		sec.Heading = say.Plural(n, "check failed", "checks failed")
	case countGates(checks, "warn") > 0:
		w := countGates(checks, "warn")
		sec.Heading = "No check failed; " + say.Plural(w, "asks", "ask") + " for care"
	case countGates(checks, "ok") == 0:
		sec.Heading = "No check applies to this data"
	case countGates(checks, "none") > 0:
		sec.Heading = "Every check that applies passed"
	default:
		sec.Heading = "All " + say.Plural(len(checks), "check", "checks") + " passed"
	}
	t := Table{Caption: "Checks made before any result", Head: []Column{{"Check", false}, {"Outcome", false},
		{"p", true}, {"What was found", false}}}
	for i := range checks {
		c := &checks[i]
		row := Cell{Text: say.UpperFirst(CheckWord(c.Name, c.Status)), Sub: say.Name(c.Name), ID: gateID(i, c.Name)}
		if b, ok := askBlock(checks, i); ok {
			b.ID, row.ID = row.ID, ""
			sec.First = append(sec.First, b)
		}
		t.Rows = append(t.Rows, []Cell{
			row,
			{Text: statusWord(c.Status), Tone: statusTone(c.Status)},
			{Text: say.P(c.P), Sub: chi2Text(c)},
			{Text: say.Sentence(c.Detail)},
		})
	}
	sec.Tables = append(sec.Tables, t)
	for i := range checks {
		c := &checks[i]
		if _, said := askBlock(checks, i); said {
			continue // its arms stand with its words
		}
		if arms := checkArms(c); len(arms.Rows) > 0 {
			sec.Tables = append(sec.Tables, arms)
		}
	}
	return sec
}

// askBlock is all that is said of a check that did not pass; ok is false of others.
func askBlock(checks []report.Check, i int) (b Block, ok bool) {
	c, lines := &checks[i], asks(checks, i)
	if len(lines) == 0 {
		return b, false
	}
	b = Block{Title: say.UpperFirst(CheckWord(c.Name, c.Status)) + ": " + statusWord(c.Status),
		Lines: append([]Line{{Label: "What was found", Value: say.Sentence(c.Detail)}}, lines...)}
	if arms := checkArms(c); len(arms.Rows) > 0 {
		b.Tables = []Table{arms}
	}
	return b, true
}

func countGates(checks []report.Check, status string) int {
	n := 0
	for _, c := range checks {
		if c.Status == status {
			n++
		}
	}
	return n
}

// checkArms is a check's part in each arm: counts against what was expected, or shares against their limit.
func checkArms(c *report.Check) Table {
	t := Table{Caption: say.UpperFirst(CheckWord(c.Name, c.Status)) + ": each arm", Head: []Column{{"Arm", false},
		{"Observed", true}}}
	expected := slices.ContainsFunc(c.Arms, func(a report.CheckArm) bool { return a.Expected.Defined() })
	of := say.Number
	shares := slices.Contains(shareChecks, c.Name)
	switch {
	case shares && expected:
		t.Head = append(t.Head, Column{"Limit", true})
	case expected:
		t.Head = append(t.Head, Column{"Expected", true}, Column{"Difference", true})
	}
	if shares {
		of = say.Share
	}
	for _, a := range c.Arms {
		row := []Cell{{Text: say.Name(a.Arm)}, {Text: of(a.Observed)}}
		if expected {
			row = append(row, Cell{Text: of(a.Expected)})
		}
		if expected && !shares {
			row = append(row, Cell{Text: gapText(a)})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// shareChecks are the checks that find a share in each arm, held to a limit;
// the others count units.
var shareChecks = []string{"coverage", "maturity"}

// gapText is how far an arm is from what was expected.
func gapText(a report.CheckArm) string {
	if !a.Observed.Defined() || !a.Expected.Defined() || a.Expected == 0 {
		return say.Dash
	}
	d := float64(a.Observed - a.Expected)
	return say.Signed(d, say.Digits(d, 3)) + " (" + say.Signed(100*d/float64(a.Expected), 2) + "%)"
}

func chi2Text(c *report.Check) string {
	if !c.Chi2.Defined() {
		return ""
	}
	var b strings.Builder
	b.WriteString("χ² " + say.Fixed(float64(c.Chi2), 2))
	if c.DF.Defined() {
		b.WriteString(", df " + say.Number(c.DF))
	}
	return b.String()
}
