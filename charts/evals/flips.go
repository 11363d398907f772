package evals

import (
	"fmt"
	"hash/fnv"
	"slices"
	"strings"

	"github.com/sourcegraph/conc/iter"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/draw"
	"uptake/charts/say"
)

// atOnce is how many examples of a metric are open from the start.
const atOnce = 3

// longest is how many characters of a text of an item are shown.
const longest = 1500

// flipsSection is the items that moved: counts of all, and the worst of them side by side.
func (s *subject) flipsSection() *doc.Section {
	if len(s.Flips) == 0 {
		return nil
	}
	sec := &doc.Section{ID: "flips", Topic: "Items that moved", Plain: true, Heading: s.flipsHeading()}
	t := doc.Table{Caption: "Items, by what became of them", Head: []doc.Column{{Text: "Metric"}, {Text: "Worse",
		Num: true}, {Text: "Better", Num: true}, {Text: "Right in both", Num: true}, {Text: "Wrong in both", Num: true},
		{Text: "Same", Num: true}}}
	for _, f := range s.flipsByGate() {
		m := s.metric(f.Metric)
		both := func(n int) doc.Cell {
			if m.Kind != "proportion" {
				return doc.Cell{Text: say.Dash}
			}
			return doc.Cell{Text: say.Count(int64(n))}
		}
		same := doc.Cell{Text: say.Count(int64(f.Same))}
		if m.Kind == "proportion" {
			same.Text = say.Count(int64(f.BothRight + f.BothWrong))
		}
		t.Rows = append(t.Rows, []doc.Cell{{Text: s.rowName(m, f.Version)}, {Text: say.Count(int64(f.Worse))},
			{Text: say.Count(int64(f.Better))}, both(f.BothRight), both(f.BothWrong), same})
		sec.Blocks = append(sec.Blocks, s.examples(m, f)...)
		if note := s.sameAnswers(m, f); note != "" {
			sec.Notes = append(sec.Notes, note)
		}
	}
	t.Foot = say.Dash + ": the metric is no matter of right or wrong. Examples below: by severity, then by how far " +
		"the loss is beyond what repeats of the item alone make; metrics of gates that are shown worse first."
	sec.Tables = append(sec.Tables, t)
	return sec
}

func (s *subject) flipsHeading() string {
	for _, f := range s.flipsByGate() {
		if f.Version == s.Decision.Version {
			if f.Worse+f.Better == 0 {
				return "No item moved"
			}
			return fmt.Sprintf("%s: %s got worse, %s better", say.MetricTitle(f.Metric),
				say.Plural(f.Worse, "item", "items"), say.Count(int64(f.Better)))
		}
	}
	return "Items that moved"
}

// examples are the items of one metric and version, each a block with an anchor.
func (s *subject) examples(m *report.EvalMetric, f *report.EvalFlips) []doc.Block {
	out := iter.Map(s.byGate(f), func(x *report.EvalFlip) doc.Block { return s.example(m, f, *x) })
	for i := range out {
		out[i].Folded = i >= atOnce
	}
	return out
}

// example is one item: what became of it, and both answers with their differences marked.
func (s *subject) example(m *report.EvalMetric, f *report.EvalFlips, x report.EvalFlip) doc.Block {
	b := doc.Block{ID: anchor(f, x.Item), Title: say.Name(x.Item) + ", " + about(m, x), Word: "worse", Tone: draw.Bad,
		Mark: "down"}
	if (x.Change > 0) == (m.Better == "up") {
		b.Word, b.Tone, b.Mark = "better", draw.Good, "up"
	}
	line := func(label, value string) {
		if value != "" {
			b.Lines = append(b.Lines, doc.Line{Label: label, Value: value})
		}
	}
	line(s.rowName(m, f.Version), movedText(m, x)+noiseText(m, x))
	line("Category", given(x.Category))
	line("Severity", given(x.Severity))
	for _, l := range x.Segments {
		line(say.UpperFirst(say.Name(l.Segment)), given(l.Level))
	}
	if x.Texts != nil {
		line("Input", shown(x.Texts.Input))
		line("Expected", shown(x.Texts.Expected))
		was, is := changed(shown(x.Texts.BaselineOutput), shown(x.Texts.Output))
		b.Lines = append(b.Lines, answer("Answer of "+say.Name(s.Baseline), was)...)
		b.Lines = append(b.Lines, answer("Answer of "+say.Name(f.Version), is)...)
		line("Judge of "+say.Name(s.Baseline), shown(x.Texts.BaselineReason))
		line("Judge of "+say.Name(f.Version), shown(x.Texts.Reason))
		if sameAnswer(x) {
			line("Note", "both answers are the same text; the score is another")
		}
	}
	return b
}

// about is what an example is of: its metric and category.
func about(m *report.EvalMetric, x report.EvalFlip) string {
	if x.Category == "" {
		return say.Metric(m.Metric)
	}
	return say.Metric(m.Metric) + " in " + say.Name(x.Category)
}

// flipsByGate are the flips, those first whose metric fails a gate.
func (s *subject) flipsByGate() []*report.EvalFlips {
	var first, rest []*report.EvalFlips
	for i := range s.Flips {
		if f := &s.Flips[i]; len(s.failedIn(f)) > 0 {
			first = append(first, f)
		} else {
			rest = append(rest, f)
		}
	}
	return append(first, rest...)
}

// failedIn are the categories in which a gate of the metric and version is shown worse, "" being all items.
func (s *subject) failedIn(f *report.EvalFlips) (categories []string) {
	for _, g := range s.Gates {
		if g.Worse && g.Metric == f.Metric && g.Version == f.Version {
			categories = append(categories, g.Category)
		}
	}
	return categories
}

// byGate are the examples, those first that a failed gate is about.
func (s *subject) byGate(f *report.EvalFlips) []report.EvalFlip {
	failed := s.failedIn(f)
	var first, rest []report.EvalFlip
	for _, x := range f.Examples {
		if slices.Contains(failed, "") || slices.Contains(failed, x.Category) {
			first = append(first, x)
		} else {
			rest = append(rest, x)
		}
	}
	return append(first, rest...)
}

// sameAnswer reports whether both versions gave the same text.
func sameAnswer(x report.EvalFlip) bool {
	return x.Texts != nil && x.Texts.Output != "" && x.Texts.Output == x.Texts.BaselineOutput
}

// sameAnswers says how many of the examples have the same answer in both versions: their scores moved by
// the scorer alone. "" for none.
func (s *subject) sameAnswers(m *report.EvalMetric, f *report.EvalFlips) string {
	same := 0
	for _, x := range f.Examples {
		if sameAnswer(x) {
			same++
		}
	}
	if same == 0 {
		return ""
	}
	return fmt.Sprintf("%s: in %d of the %s shown both answers are the same text, and the score is another. Look at "+
		"the scorer before the answers.", s.rowName(m, f.Version), same, say.Plural(len(f.Examples), "item", "items"))
}

// given is a name as it is shown, "" where there is none.
func given(name string) string {
	if name == "" {
		return ""
	}
	return say.Name(name)
}

// anchor is a link that stays: made of what the example is about, not of its place.
func anchor(f *report.EvalFlips, item string) string {
	h := fnv.New64a()
	fmt.Fprintf(h, "%q %q %q", f.Metric, f.Version, item)
	return fmt.Sprintf("item-%016x", h.Sum64())
}

func shown(text string) string { return say.Cap(say.Clean(text), longest) }

// answer is a text of an item with what the other version lacks marked; none for no text.
func answer(label string, parts []doc.Part) []doc.Line {
	var text strings.Builder
	for _, p := range parts {
		text.WriteString(p.Text)
	}
	if text.Len() == 0 {
		return nil
	}
	return []doc.Line{{Label: label, Value: text.String(), Parts: parts}}
}

// movedText says from what to what an item moved: its values, of a graded metric its grades and what they cost.
func movedText(m *report.EvalMetric, x report.EvalFlip) string {
	was, is := rightText(m, x.Baseline), rightText(m, x.Value)
	switch {
	case was != "" && is != "":
		return was + " to " + is
	case len(x.BaselineGrades) == 0 || len(x.Grades) == 0:
		return levelText(m, x.Baseline) + " to " + levelText(m, x.Value)
	}
	return gradesText(x.BaselineGrades) + " to " + gradesText(x.Grades) + "; cost " + number(x.Baseline) + " to " +
		number(x.Value)
}

// rightText is a score of 0 or 1 of which all runs of an item have the same, in words; "" for others.
func rightText(m *report.EvalMetric, v report.Num) string {
	switch {
	case m.Kind != "proportion" || v != 0 && v != 1:
		return ""
	case (v == 1) == (m.Better == "up"):
		return "right"
	}
	return "wrong"
}

// gradesText names grades, with how many runs have each where they differ.
func gradesText(grades []report.EvalGradeRuns) string {
	if len(grades) == 1 {
		return say.Name(grades[0].Grade)
	}
	var out []string
	for _, g := range grades {
		out = append(out, fmt.Sprintf("%s (%s)", say.Name(g.Grade), say.Plural(g.Runs, "run", "runs")))
	}
	return say.List(out)
}

func noiseText(m *report.EvalMetric, x report.EvalFlip) string {
	if !x.Noise.Defined() {
		return ""
	}
	if x.Noise == 0 {
		return " (repeats never differ)"
	}
	_, sc := scales(m)
	n := sc.Factor * float64(x.Noise)
	return " (repeats alone: ±" + say.Fixed(n, max(0, say.Digits(n, 2))) + sc.Unit + ")"
}
