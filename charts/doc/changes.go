package doc

import (
	"fmt"
	"strings"

	"uptake/analysis/report"
	"uptake/charts/draw"
	"uptake/charts/say"
)

// Changes is how a result differs from an earlier one, a section for each part in which
// anything does: what was asked, metrics or causes, health, rows, cautions.
func Changes(d *report.Diff) []Section {
	var out []Section
	add := func(s Section, is bool) {
		if is {
			out = append(out, s)
		}
	}
	add(changedPlan(d)) // first: what was asked in another way makes other numbers no news
	add(changedMetrics(d))
	add(changedCauses(d))
	add(changedChecks(d))
	add(changedRows(d))
	add(changedCautions(d))
	return out
}

// ChangeLine says in a sentence what is another.
func ChangeLine(d *report.Diff) string {
	beyond, moved := 0, 0
	count := func(how string) {
		switch how {
		case "beyond":
			beyond++
			moved++
		case "within", "unknown":
			moved++
		}
	}
	for _, m := range d.Metrics {
		count(m.Moved)
	}
	for _, c := range d.Causes {
		count(c.Moved)
	}
	var parts []string
	switch v := d.Verdict; {
	case v == nil:
	case v.From.Verdict != v.To.Verdict:
		parts = append(parts, fmt.Sprintf("the verdict was %s and is %s", lowerWord(v.From.Verdict),
			lowerWord(v.To.Verdict)))
	case v.Changed:
		parts = append(parts, fmt.Sprintf("the verdict is %s as before, by another rule", lowerWord(v.To.Verdict)))
	default:
		parts = append(parts, fmt.Sprintf("the verdict is %s as before", lowerWord(v.To.Verdict)))
	}
	if o := d.Overall; o != nil {
		parts = append(parts, fmt.Sprintf("the rate was %s and is %s", say.Tenth(o.From.Value), say.Tenth(o.To.Value)))
	}
	if n := len(d.Plan); n > 0 {
		parts = append(parts, say.Plural(n, "thing was", "things were")+" asked in another way")
	}
	what, whats := "comparison", "comparisons"
	if d.Verdict == nil {
		what, whats = "cause", "causes"
	}
	switch {
	case beyond > 0:
		parts = append(parts, fmt.Sprintf("%s moved beyond the interval of before", say.Plural(beyond, what, whats)))
	case moved > 0:
		parts = append(parts, fmt.Sprintf("no %s moved beyond the interval of before", what))
	}
	if n := len(d.Checks); n > 0 {
		parts = append(parts, say.Plural(n, "check has", "checks have")+" another state")
	}
	if moved+len(d.Plan)+len(d.Checks) == 0 && (d.Verdict == nil || !d.Verdict.Changed) &&
		(d.Overall == nil || d.Overall.Moved == "same") {
		switch n := len(d.Cautions); {
		case d.From.InputHash != d.To.InputHash:
			parts = append(parts, "the rows that were read are others")
		case n > 0:
			parts = append(parts, say.Plural(n, "caution", "cautions")+" came or went")
		}
	}
	return say.UpperFirst(strings.Join(parts, "; ")) + "."
}

func lowerWord(v report.Verdict) string {
	w := VerdictOf(v).Word
	return strings.ToLower(w[:1]) + w[1:]
}

// movedWords say where a later estimate lies, and in which tone.
var movedWords = map[string]struct {
	word string
	tone draw.Tone
}{"same": {"same", draw.Inconclusive}, "within": {"within", draw.Inconclusive}, "beyond": {"beyond",
	draw.Caution}, "unknown": {"not known", draw.Inconclusive}}

// movedFoot says what the words are about.
const movedFoot = "Within and beyond are of the interval of before: where the estimate of now lies."

func movedCell(moved string) Cell {
	w := movedWords[moved]
	return Cell{Text: say.OrElse(w.word, say.Name(moved)), Tone: w.tone}
}

func changedMetrics(d *report.Diff) (Section, bool) {
	s := Section{ID: "metrics", Topic: "Metrics", Heading: "Every comparison, before and now", Plain: true}
	t := Table{Caption: "Relative difference to control", Long: true,
		Head: []Column{{Text: "Metric"}, {Text: "Before", Num: true}, {Text: "Now", Num: true}, {Text: "Moved"},
			{Text: "Reads"}, {Text: "p before", Num: true}, {Text: "p now", Num: true}}}
	arms := map[string]bool{}
	for _, m := range d.Metrics {
		arms[m.Arm] = true
	}
	for _, m := range d.Metrics {
		name := Cell{Text: say.MetricTitle(m.Metric), Sub: say.Name(m.Role)}
		if len(arms) > 1 {
			name.Text += ", " + say.Name(m.Arm)
		}
		before, pBefore := valueCells(m.From, &m)
		now, pNow := valueCells(m.To, &m)
		t.Rows = append(t.Rows, []Cell{name, before, now, movedCell(m.Moved), {Text: readsWas(m.From, m.To)}, pBefore,
			pNow})
	}
	t.Foot = movedFoot + " Each has the numbers that its readout prints: before the planned end the always-valid " +
		"band, after it the interval of the end. Both readings share most of their rows, so a later estimate leaves " +
		"the interval of before more rarely than its level says. " + say.Dash + " means that it was not compared, or " +
		"is not defined."
	s.Tables = []Table{t}
	return s, len(t.Rows) > 0
}

// valueCells are a comparison's relative difference, else the absolute one, and its p.
func valueCells(v *report.DiffValue, m *report.DiffMetric) (Cell, Cell) {
	if v == nil {
		return Cell{Text: say.Dash}, Cell{Text: say.Dash}
	}
	c := IntervalCell(v.Rel, say.Percent)
	if !v.Rel.Value.Defined() {
		c = IntervalCell(v.Abs, say.DiffScale(&report.Metric{Unit: m.Unit}))
	}
	return c, Cell{Text: say.P(v.P)}
}

// readsWas says what the verdict takes a comparison for, and took it for before.
func readsWas(from, to *report.DiffValue) string {
	word := func(v *report.DiffValue) string {
		if v == nil || v.Reading == "" {
			return say.Dash
		}
		return strings.ReplaceAll(say.Name(v.Reading), "_", " ")
	}
	if a, b := word(from), word(to); a != b {
		return b + ", was " + a
	}
	return word(to)
}

func changedCauses(d *report.Diff) (Section, bool) {
	s := Section{ID: "causes", Topic: "Causes", Heading: "Every confirmed cause, before and now", Plain: true}
	t := Table{Caption: "Points of the rate", Head: []Column{{Text: "Cause"}, {Text: "Place"}, {Text: "Rank before",
		Num: true}, {Text: "Rank now", Num: true}, {Text: "Points before", Num: true}, {Text: "Points now", Num: true},
		{Text: "Moved"}}}
	rank := func(n int) string {
		if n == 0 {
			return "none"
		}
		return say.Count(int64(n))
	}
	for _, c := range d.Causes {
		t.Rows = append(t.Rows, []Cell{{Text: say.UpperFirst(say.Metric(c.Mechanism))},
			{Text: strings.Trim(say.Clean(c.Attribute)+": "+say.Clean(c.Level),
				": ")}, {Text: rank(c.RankFrom)}, {Text: rank(c.RankTo)},
			IntervalCell(c.From, say.Points), IntervalCell(c.To, say.Points), movedCell(c.Moved)})
	}
	t.Foot = movedFoot
	s.Tables = []Table{t}
	return s, len(t.Rows) > 0
}

func changedPlan(d *report.Diff) (Section, bool) {
	s := Section{ID: "plan", Topic: "Plan", Heading: "What was asked in another way", Plain: true,
		Lead: []string{"Where something else was asked, other numbers are no news of the data."}}
	t := Table{Caption: "As the results say it", Head: []Column{{Text: "Key"}, {Text: "Before"}, {Text: "Now"}}}
	for _, p := range d.Plan {
		t.Rows = append(t.Rows, []Cell{{Text: say.Cap(say.Clean(p.Key), 120)}, {Text: say.OrElse(say.Sentence(p.From),
			"not said")}, {Text: say.OrElse(say.Sentence(p.To), "not said")}})
	}
	s.Tables = []Table{t}
	return s, len(t.Rows) > 0
}

func changedChecks(d *report.Diff) (Section, bool) {
	s := Section{ID: "health", Topic: "Health", Heading: "Checks of the data with another state", Plain: true}
	t := Table{Caption: "Checks", Head: []Column{{Text: "Check"}, {Text: "Before"}, {Text: "Now"},
		{Text: "What was found"}}}
	state := func(s string) Cell {
		if s == "" {
			return Cell{Text: say.Dash}
		}
		return Cell{Text: statusWord(s), Tone: statusTone(s)}
	}
	for _, c := range d.Checks {
		t.Rows = append(t.Rows, []Cell{{Text: say.OrElse(CheckWord(c.Name, say.OrElse(c.To, c.From)),
			say.Metric(c.Name)), Sub: say.Name(c.Name)}, state(c.From), state(c.To), {Text: say.Sentence(c.Detail)}})
	}
	s.Tables = []Table{t}
	return s, len(t.Rows) > 0
}

func changedRows(d *report.Diff) (Section, bool) {
	s := Section{ID: "rows", Topic: "Rows and units", Heading: "The same rows and units"}
	table := func(caption, first string, list []report.DiffCount, name func(string) string) {
		t := Table{Caption: caption, Head: []Column{{Text: first}, {Text: "Before", Num: true}, {Text: "Now",
			Num: true}, {Text: "More", Num: true}}}
		for _, c := range list {
			if c.From != c.To {
				s.Heading = "Rows and units"
			}
			t.Rows = append(t.Rows, []Cell{{Text: name(c.Name)}, {Text: say.Count(c.From)}, {Text: say.Count(c.To)},
				{Text: say.Signed(float64(c.To-c.From), 0)}})
		}
		if len(t.Rows) > 0 {
			s.Tables = append(s.Tables, t)
		}
	}
	table("Units by arm", "Arm", d.Arms, say.Name)
	table("Rows", "Rows", d.Rows, say.MetricTitle)
	return s, len(s.Tables) > 0
}

func changedCautions(d *report.Diff) (Section, bool) {
	s := Section{ID: "cautions", Topic: "Cautions", Heading: "Cautions that came or went", Plain: true}
	t := Table{Caption: "Cautions", Head: []Column{{Text: "Caution"}, {Text: "State"}, {Text: "About"},
		{Text: "What it says"}}}
	for _, c := range d.Cautions {
		about := "the whole result"
		if c.Where != "" {
			about = say.Metric(c.Where)
		}
		t.Rows = append(t.Rows, []Cell{{Text: say.Metric(c.Code)}, {Text: say.Name(c.State)}, {Text: about},
			{Text: say.Sentence(c.Detail)}})
	}
	s.Tables = []Table{t}
	return s, len(t.Rows) > 0
}
