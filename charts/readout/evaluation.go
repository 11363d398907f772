package readout

import (
	"cmp"
	"net/url"
	"strings"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/say"
)

// evaluationSection tells what was scored before people saw it; page is the way to the
// evaluation's page, "" without. ok is false where the readout carries none.
func (s *subject) evaluationSection(page string) (sec doc.Section, ok bool) {
	e := s.Evaluation
	if e == nil {
		return sec, false
	}
	w := doc.EvalVerdictOf(e.Verdict)
	b := doc.Block{Title: say.Name(e.Evals) + ": " + w.Word}
	line := func(label, value string, code bool) {
		if value != "" {
			b.Lines = append(b.Lines, doc.Line{Label: label, Value: value, Code: code})
		}
	}
	line("Found", say.Sentence(e.Headline), false)
	line("Rule", say.Sentence(e.Rule), false)
	for _, d := range e.Despite {
		line("Despite", say.Sentence(d), false)
	}
	if e.Declared != "" {
		line("Gates declared", say.Day(e.Declared), false)
	}
	file := doc.Line{Label: "File", Value: say.Cap(say.Clean(e.Path), 300), Code: page == ""}
	if page != "" {
		file.Link = relative(page)
	}
	b.Lines = append(b.Lines, file)
	line("Hash of gates, runs, result", short(cmp.Or(e.GatesHash, e.ConfigHash))+", "+short(e.InputHash)+", "+
		short(e.Hash), true)
	sec = doc.Section{ID: "evaluation", Topic: "Evaluation", Heading: "What was scored beforehand: " +
		strings.ToLower(w.Word),
		Lead: []string{"Versions compared on the same items, before or beside what people did. The verdict of this " +
			"readout does not use it."},
		First: []doc.Block{b}}
	if t := gatesTable(e.Gates); len(t.Rows) > 0 {
		sec.Tables = []doc.Table{t}
	}
	return sec, true
}

// gatesTable is what was declared of the version, and what came of it.
func gatesTable(gates []report.EvalGate) doc.Table {
	t := doc.Table{Caption: "Its gates", Head: []doc.Column{{Text: "Metric"}, {Text: "Category"}, {Text: "Gate"},
		{Text: "Says"}, {Text: "Why"}}}
	for _, g := range gates {
		category := say.Dash
		if g.Category != "" {
			category = say.Name(g.Category)
		}
		t.Rows = append(t.Rows, []doc.Cell{{Text: say.MetricTitle(g.Metric)}, {Text: category},
			{Text: doc.GateRule(g.Rule), Sub: say.Name(g.Tier)},
			{Text: doc.GateWordOf(g.Verdict).Word}, {Text: say.Sentence(g.Detail)}})
	}
	return t
}

// short is how a hash begins.
func short(hash string) string {
	hash = say.Clean(hash)
	return hash[:min(len(hash), 12)]
}

// relative is a way between folders as a link: never an address or a scheme.
func relative(way string) string {
	var parts []string
	for _, p := range strings.Split(way, "/") {
		if p != "" && p != "." {
			parts = append(parts, url.PathEscape(p))
		}
	}
	return "./" + strings.Join(parts, "/")
}
