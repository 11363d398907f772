package charts

import (
	"slices"
	"strconv"
	"strings"

	"uptake/analysis/report"
	"uptake/charts/draw"
	"uptake/charts/say"
)

// gate is one health check: a mark, a few words, and the sentence behind them. Of
// one that did not pass also what it means, what is likely behind it and what to do.
type gate struct {
	ID, Word, Status, StatusWord, Detail string
	Asks                                 []labelled
}

// foremost are the checks that the first screen names first.
var foremost = []string{"srm", "full_weeks", "data_gaps", "planned", "crossovers", "maturity"}

// gates are the checks that apply, the foremost first, then in the report's
// order, each with the anchor of its row.
func (s *subject) gates() []gate {
	var out []gate
	for _, i := range s.gateOrder() {
		c := s.Health.Checks[i]
		out = append(out, gate{
			ID:         gateID(i, c.Name),
			Word:       gateWord(c.Name, c.Status),
			Status:     c.Status,
			StatusWord: statusWord(c.Status),
			Detail:     say.Sentence(c.Detail),
			Asks:       s.asks(i),
		})
	}
	return out
}

// asks are the words of a check that did not pass. Two checks of one matter have
// the same words, which stand once.
func (s *subject) asks(i int) []labelled {
	c := &s.Health.Checks[i]
	for j := range i {
		if e := &s.Health.Checks[j]; c.Todo != "" && e.Todo == c.Todo && e.Meaning == c.Meaning {
			return []labelled{{Label: "What to do", Value: "As said of the check \u201c" + gateWord(e.Name, e.Status) + "\u201d (" + say.Name(e.Name) + ")."}}
		}
	}
	var out []labelled
	add := func(label, value string) {
		if value != "" {
			out = append(out, labelled{Label: label, Value: value})
		}
	}
	add("What it means", say.Sentence(c.Meaning))
	add("Likely causes", say.UpperFirst(strings.Join(say.Sentences(c.Causes), "; ")))
	add("What to do", say.Sentence(c.Todo))
	return out
}

func (s *subject) gateOrder() []int {
	var out, rest []int
	for _, name := range foremost {
		for i, c := range s.Health.Checks {
			if c.Name == name && c.Status != "none" {
				out = append(out, i)
			}
		}
	}
	for i, c := range s.Health.Checks {
		if c.Status != "none" && !slices.Contains(foremost, c.Name) {
			rest = append(rest, i)
		}
	}
	return append(out, rest...)
}

// lineGates is how many checks the health line of the first screen names.
const lineGates = 8

// gateLine is the health line: every check when they are few, else all that ask
// for care or failed, with as many of those that passed as there is room for and
// a count of the rest.
func gateLine(gates []gate) []gate {
	room := lineGates - 1
	for _, g := range gates {
		if g.Status != "ok" {
			room--
		}
	}
	if len(gates) <= lineGates {
		room = len(gates)
	}
	var out []gate
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
		out = append(out, gate{ID: "health", Word: say.Plural(rest, "more check passed", "more checks passed"), Status: "ok", StatusWord: statusWord("ok")})
	}
	return out
}

// gateID is the anchor of a check's row, linked from the first screen.
func gateID(i int, check string) string { return "check-" + strconv.Itoa(i+1) + "-" + say.Slug(check) }

// healthSection shows each check with its numbers, and the split in full.
func (s *subject) healthSection() section {
	sec := section{ID: "health", Topic: "Health of the data"}
	switch n := s.countGates("fail"); {
	case len(s.Health.Checks) == 0:
		sec.Heading = "No health checks were made"
		sec.Lead = []string{"The report carries no health checks, so nothing is known about the split or the completeness of the data."}
		return sec
	case n > 0:
		sec.Heading = say.Plural(n, "check failed", "checks failed")
	case s.countGates("warn") > 0:
		w := s.countGates("warn")
		sec.Heading = "No check failed; " + say.Plural(w, "asks", "ask") + " for care"
	case s.countGates("ok") == 0:
		sec.Heading = "No check applies to this data"
	case s.countGates("none") > 0:
		sec.Heading = "Every check that applies passed"
	default:
		sec.Heading = "All " + say.Plural(len(s.Health.Checks), "check", "checks") + " passed"
	}
	t := table{Caption: "Checks made before any result", Head: []column{{"Check", false}, {"Outcome", false}, {"p", true}, {"What was found", false}}}
	for i := range s.Health.Checks {
		c := &s.Health.Checks[i]
		row := cell{Text: say.UpperFirst(gateWord(c.Name, c.Status)), Sub: say.Name(c.Name), ID: gateID(i, c.Name)}
		if b, ok := s.askBlock(i); ok {
			b.ID, row.ID = row.ID, ""
			sec.First = append(sec.First, b)
		}
		t.Rows = append(t.Rows, []cell{
			row,
			{Text: statusWord(c.Status), Tone: statusTone(c.Status)},
			{Text: say.P(c.P), Sub: chi2Text(c)},
			{Text: say.Sentence(c.Detail)},
		})
	}
	sec.Tables = append(sec.Tables, t)
	for i := range s.Health.Checks {
		c := &s.Health.Checks[i]
		if _, said := s.askBlock(i); said {
			continue // its arms stand with its words
		}
		if arms := s.checkArms(c); len(arms.Rows) > 0 {
			sec.Tables = append(sec.Tables, arms)
		}
	}
	return sec
}

// askBlock is all that is said of a check that did not pass; ok is false of others.
func (s *subject) askBlock(i int) (b block, ok bool) {
	c, lines := &s.Health.Checks[i], s.asks(i)
	if len(lines) == 0 {
		return b, false
	}
	b = block{Title: say.UpperFirst(gateWord(c.Name, c.Status)) + ": " + statusWord(c.Status),
		Lines: append([]labelled{{Label: "What was found", Value: say.Sentence(c.Detail)}}, lines...)}
	if arms := s.checkArms(c); len(arms.Rows) > 0 {
		b.Tables = []table{arms}
	}
	return b, true
}

func (s *subject) countGates(status string) int {
	n := 0
	for _, c := range s.Health.Checks {
		if c.Status == status {
			n++
		}
	}
	return n
}

// checkArms is a check's part in each arm: counts against what was expected, or shares against their limit.
func (s *subject) checkArms(c *report.Check) table {
	t := table{Caption: say.UpperFirst(gateWord(c.Name, c.Status)) + ": each arm", Head: []column{{"Arm", false}, {"Observed", true}}}
	expected := slices.ContainsFunc(c.Arms, func(a report.CheckArm) bool { return a.Expected.Defined() })
	of := say.Number
	shares := slices.Contains(shareChecks, c.Name)
	switch {
	case shares && expected:
		t.Head = append(t.Head, column{"Limit", true})
	case expected:
		t.Head = append(t.Head, column{"Expected", true}, column{"Difference", true})
	}
	if shares {
		of = say.Share
	}
	for _, a := range c.Arms {
		row := []cell{{Text: say.Name(a.Arm)}, {Text: of(a.Observed)}}
		if expected {
			row = append(row, cell{Text: of(a.Expected)})
		}
		if expected && !shares {
			row = append(row, cell{Text: gapText(a)})
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

func statusTone(status string) draw.Tone {
	switch status {
	case "ok":
		return draw.Good
	case "fail":
		return draw.Bad
	case "none":
		return draw.Inconclusive
	}
	return draw.Caution
}
