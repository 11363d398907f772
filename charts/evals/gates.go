package evals

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/draw"
	"uptake/charts/say"
)

// mostNotes is how many gates that are not passed are told in sentences; the table has all.
const mostNotes = 6

// gatesSection is every declared criterion and what came of it; nil where none is declared.
func (s *subject) gatesSection() *doc.Section {
	if len(s.Gates) == 0 {
		return nil
	}
	sec := &doc.Section{ID: "gates", Topic: "Gates", Plain: true, Heading: s.gatesHeading()}
	t := doc.Table{Caption: "What was declared, and what came of it", Head: []doc.Column{{Text: "Criterion"},
		{Text: "Verdict"}, {Text: "Bound", Num: true}, {Text: "Held against", Num: true}, {Text: "Items", Num: true},
		{Text: "Items needed", Num: true}}}
	for _, g := range s.Gates {
		m := s.metric(g.Metric)
		name := say.MetricTitle(g.Metric)
		if g.Category != "" {
			name += " in " + say.Name(g.Category)
		}
		if s.several() {
			name += ", " + say.Name(g.Version)
		}
		w := doc.GateWordOf(g.Verdict)
		word := doc.Cell{Text: w.Word, Tone: w.Tone}
		switch {
		case g.Worse:
			word.Sub = "shown worse"
			if g.Verdict != report.GateFail && g.WorseBound.Defined() {
				word.Sub += ", by " + strings.TrimLeft(gateNumber(m, g, g.WorseBound), "+−") + " at least"
			}
		case g.Hangs():
			word.Sub = doc.GateWordOf(g.LeftOut).Word + " without failed runs, " + doc.GateWordOf(g.AsWorst).Word +
				" with them as the worst"
		}
		t.Rows = append(t.Rows, []doc.Cell{{Text: name, Sub: doc.GateRule(g.Rule) + ", " + g.Tier + wayText(m)}, word,
			{Text: gateNumber(m, g, g.Bound)}, {Text: gateNumber(m, g, g.Threshold)},
			{Text: say.Count(int64(g.Items))}, {Text: needed(g)}})
	}
	sec.Notes = s.notPassed()
	if note := s.limitless(); note != "" {
		sec.Notes = append(sec.Notes, note)
	}
	t.Foot = "Bound: how bad the truth may be, of a failed gate how good it may be at best, at the level that " +
		"decides. Items needed: in all, to decide it; of a failed gate, to show it mended. Critical gates have to " +
		"be passed; supporting ones stop a version only while they are shown worse, be a loss ruled out or not; " +
		"advisory ones are for information. Not measured: too few items to show a loss of the margin even if none " +
		"were seen. " + say.Dash + ": not to be said."
	sec.Tables = append(sec.Tables, t)
	if len(s.Changed) > 0 {
		sec.AddFolded(s.changedTable())
	}
	return sec
}

// gatesHeading counts the gates that are passed, of each version apart.
func (s *subject) gatesHeading() string {
	var parts []string
	for _, v := range s.Decision.Versions {
		passed, all := 0, 0
		for _, g := range s.Gates {
			if g.Version != v.Version {
				continue
			}
			if all++; g.Verdict == report.GatePass {
				passed++
			}
		}
		switch {
		case !s.several():
			return fmt.Sprintf("%d of %s passed", passed, say.Plural(all, "gate", "gates"))
		case parts == nil:
			parts = append(parts, fmt.Sprintf("%s passed %d of %s", say.Name(v.Version), passed,
				say.Plural(all, "gate", "gates")))
		default:
			parts = append(parts, say.Name(v.Version)+" "+say.Count(int64(passed))+" of "+say.Count(int64(all)))
		}
	}
	return say.List(parts)
}

// notPassed tells the gates that are not passed in sentences: those that are shown worse first, then the critical ones,
// then those of the version that the page is about.
func (s *subject) notPassed() (out []string) {
	var list []report.EvalGate
	for _, g := range s.Gates {
		if g.Verdict != report.GatePass && g.Tier != "advisory" {
			list = append(list, g)
		}
	}
	rank := func(g report.EvalGate) (n int) {
		for _, behind := range []bool{!g.Worse, g.Tier != "critical", g.Version != s.Decision.Version} {
			if n *= 2; behind {
				n++
			}
		}
		return n
	}
	slices.SortStableFunc(list, func(a, b report.EvalGate) int { return cmp.Compare(rank(a), rank(b)) })
	for i, g := range list {
		if i == mostNotes {
			return append(out, say.Plural(len(list)-i, "gate more is", "gates more are")+
				" not passed; the table has all.")
		}
		text := say.UpperFirst(g.Detail) + "."
		if s.several() {
			text = g.Version + ": " + text
		}
		out = append(out, say.Sentence(text))
	}
	return out
}

// limitless says that no gate asks how good the version is by itself in what the page is about; "" where one does.
func (s *subject) limitless() string {
	m, limited := s.lead(), false
	for _, g := range s.Gates {
		if limited = limited || g.Rule == "limit"; g.Rule == "limit" && (m == nil || g.Metric == m.Metric) {
			return ""
		}
	}
	out := "Every gate holds the new against " + say.Name(s.Baseline) + ": none says whether it is good enough by " +
		"itself."
	if m == nil {
		return out
	}
	if limited {
		out = fmt.Sprintf("%s is held against %s alone: no gate says whether it is good enough by itself.",
			say.MetricTitle(m.Metric), say.Name(s.Baseline))
	}
	for _, v := range m.Versions {
		if iv := v.Level; v.Version == s.Decision.Version && iv.Bounded {
			out += fmt.Sprintf(" %s of %s is %s (%s to %s, %s).", say.MetricTitle(m.Metric), say.Name(v.Version),
				levelText(m, iv.Value), levelText(m, iv.Lo), levelText(m, iv.Hi), say.Level(s.Alpha))
		}
	}
	return out + " What is enough is a limit of the metric: " + limitText(m) + "."
}

// limitText is a limit as a metric may declare it, and what it asks.
func limitText(m *report.EvalMetric) string {
	amount, side := "0.8", "at least"
	switch down := m.Better == "down"; {
	case m.Kind == "proportion" && down:
		amount, side = "5%", "at most"
	case m.Kind == "proportion":
		amount = "80%"
	case down:
		amount, side = "0.5", "at most"
	}
	return "limit: " + amount + " asks for " + side + " that, shown"
}

// wayText says of a metric that less of it is better, which a reader does not expect.
func wayText(m *report.EvalMetric) string {
	switch {
	case m.Better != "down":
		return ""
	case m.Graded != nil:
		return "; a cost, less is better"
	}
	return "; less is better"
}

// changedTable is what was declared otherwise at earlier readings.
func (s *subject) changedTable() doc.Table {
	t := doc.Table{Caption: "Declared otherwise at earlier readings", Head: []doc.Column{{Text: "Key"}, {Text: "Was"},
		{Text: "Is"}, {Text: "Runs"}}}
	for _, c := range s.Changed {
		runs := doc.Cell{Text: "others than then"}
		if c.SameRuns {
			runs = doc.Cell{Text: "the same: their numbers were seen", Tone: draw.Caution}
		}
		t.Rows = append(t.Rows, []doc.Cell{{Text: say.Cap(say.Clean(c.Key), 200)},
			{Text: say.OrElse(say.Cap(say.Clean(c.Was), 200), say.Dash)},
			{Text: say.OrElse(say.Cap(say.Clean(c.Is), 200), say.Dash)}, runs})
	}
	t.Foot = "A gate that changes after its numbers were seen proves less: declare it anew with its day, and read " +
		"other items."
	return t
}

// gateNumber prints a bound or threshold: a value of a limit, a difference of the rest.
func gateNumber(m *report.EvalMetric, g report.EvalGate, v report.Num) string {
	if !v.Defined() {
		return say.Dash
	}
	if g.Rule == "limit" {
		return levelText(m, v)
	}
	_, sc := scales(m)
	x := sc.Factor * float64(v)
	if m.Kind == "proportion" {
		return say.Signed(x, 1) + sc.Unit
	}
	return say.Signed(x, max(1, min(4, say.Digits(x, 2)))) + sc.Unit
}

func needed(g report.EvalGate) string {
	if g.ItemsNeeded == 0 {
		return say.Dash
	}
	return say.Count(g.ItemsNeeded)
}
