package evals

import (
	"fmt"
	"math"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/draw"
	"uptake/charts/say"
)

// comparedSection is every version against the baseline over the items that both scored.
func (s *subject) comparedSection() *doc.Section {
	m := s.lead()
	if m == nil || len(m.Comparisons) == 0 {
		return nil
	}
	sec := &doc.Section{ID: "compared", Topic: "Compared", Heading: s.comparedHeading(m), Bars: true}
	if f := s.comparedFigure(); f != nil {
		sec.Figures = append(sec.Figures, f)
	}
	t := doc.Table{Caption: "Paired differences from " + say.Name(s.Baseline), Head: []doc.Column{{Text: "Metric"},
		{Text: say.Name(s.Baseline), Num: true}, {Text: "Version",
			Num: true}, {Text: "Difference (" + say.Level(s.Alpha) + ")", Num: true}, {Text: "p", Num: true},
		{Text: "p, corrected", Num: true}, {Text: "Items", Num: true}, {Text: "Better : worse", Num: true}}}
	detail := doc.Table{Caption: "The same, looked at otherwise", Head: []doc.Column{{Text: "Metric"},
		{Text: "Failed runs as the worst", Num: true}, {Text: "Bootstrap of clusters",
			Num: true}, {Text: "McNemar, mid-p", Num: true}, {Text: "Smallest detectable", Num: true},
		{Text: "Unpaired", Num: true}}}
	for i := range s.Metrics {
		m := &s.Metrics[i]
		for j := range m.Comparisons {
			c := &m.Comparisons[j]
			name := s.rowName(m, c.Version)
			cell := doc.Cell{Text: diffText(m, c.Abs), Tone: s.tone(m, c)}
			t.Rows = append(t.Rows, []doc.Cell{{Text: name, Sub: m.Role + wayText(m)},
				{Text: levelText(m, c.BaselineOnPairs)},
				{Text: levelText(m, c.ValueOnPairs)}, cell, {Text: say.P(c.P)}, {Text: say.P(c.PAdjusted)},
				{Text: say.Count(int64(c.Paired)), Sub: clusterText(c)},
				{Text: fmt.Sprintf("%d : %d", c.Better, c.Worse)}})
			mid := say.Dash
			if c.McNemar != nil {
				mid = say.P(c.McNemar.Mid)
			}
			_, sc := scales(m)
			smallest := say.Dash
			if c.Smallest.Defined() {
				x := sc.Factor * float64(c.Smallest)
				smallest = say.Fixed(x, max(1, min(4, say.Digits(x, 2)))) + sc.Unit
			}
			unpaired := levelText(m, valueOf(m, s.Baseline)) + " to " + levelText(m, valueOf(m, c.Version))
			detail.Rows = append(detail.Rows, []doc.Cell{{Text: name}, {Text: diffText(m, c.ErrorsAsWorst)},
				{Text: diffText(m, c.Bootstrap)}, {Text: mid}, {Text: smallest}, {Text: unpaired}})
			for _, w := range c.Cautions {
				sec.Notes = append(sec.Notes, name+": "+say.Sentence(w.Detail)+".")
			}
		}
	}
	t.Foot = families(s.Metrics) + "Differences are means over items that both versions scored, repeats averaged " +
		"within the item; errors let items of a group hang together (CR3). p is Student's; the corrected one takes " +
		"the larger of it and, of 0/1 scores, Tango's first. " + say.Dash + ": not to be said."
	detail.Foot = "Unpaired: means over all items of each version, also those that the other did not score; where " +
		"they say something else than the pairs, the versions were scored on other items."
	sec.Tables = append(sec.Tables, t)
	sec.AddFolded(detail)
	return sec
}

func (s *subject) rowName(m *report.EvalMetric, version string) string {
	if s.several() {
		return say.MetricTitle(m.Metric) + ", " + say.Name(version)
	}
	return say.MetricTitle(m.Metric)
}

func clusterText(c *report.EvalComparison) string {
	if c.Clusters == c.Paired {
		return ""
	}
	return "in " + say.Plural(c.Clusters, "group", "groups")
}

func (s *subject) comparedHeading(m *report.EvalMetric) string {
	c := compared(m, s.Decision.Version)
	if c == nil {
		return "Nothing could be compared"
	}
	name := say.MetricTitle(m.Metric)
	switch {
	case !c.Abs.Bounded:
		return name + ": no interval can be given"
	case !c.Abs.Leaves0():
		return name + ": a difference is not shown"
	case s.tone(m, c) == draw.Good:
		return name + " is better"
	}
	return name + " is worse"
}

// comparedFigure draws the differences of 0/1 scores, which share one scale; nil without any.
func (s *subject) comparedFigure() *draw.Figure {
	var rows []draw.DotRow
	alone := false
	for i := range s.Metrics {
		m := &s.Metrics[i]
		for j := range m.Comparisons {
			if c := &m.Comparisons[j]; m.Kind == "proportion" {
				rows, alone = append(rows, s.dotRow(s.rowName(m, c.Version), m, c)), alone || s.alone(m, c)
			}
		}
	}
	rows, more := drawn(rows, "comparison", "comparisons")
	return dotsFigure("figure-compared", "Difference from "+say.Name(s.Baseline)+", in points",
		s.comparedHeading(s.lead())+"."+more, rows, false, s.intervalKey(alone))
}

// drawn are the rows that a picture has room for, and what is said of the rest.
func drawn(rows []draw.DotRow, one, many string) (shown []draw.DotRow, more string) {
	if left := len(rows) - draw.MostRows; left > 0 {
		return rows[:draw.MostRows], inTable(left, one, many)
	}
	return rows, ""
}

// inTable says how many a picture leaves out.
func inTable(left int, one, many string) string {
	verb := " stand"
	if left == 1 {
		verb = " stands"
	}
	return " " + say.Plural(left, one, many) + verb + " in the table alone."
}

func (s *subject) dotRow(name string, m *report.EvalMetric, c *report.EvalComparison) draw.DotRow {
	tone := s.tone(m, c)
	return draw.DotRow{Name: name, Note: say.Plural(c.Paired, "item", "items"), Value: diffText(m, c.Abs),
		Word: stateWord(tone, c), Token: string(tone),
		Marks: []draw.DotMark{{Of: c.Abs, Shape: shape(tone, m, c), Token: string(tone)}}}
}

func stateWord(t draw.Tone, c *report.EvalComparison) string {
	switch {
	case t == draw.Good:
		return "better"
	case t == draw.Bad:
		return "worse"
	case !c.Abs.Bounded:
		return "no interval"
	}
	return "not shown"
}

func shape(t draw.Tone, m *report.EvalMetric, c *report.EvalComparison) string {
	switch t {
	case draw.Good:
		return "up"
	case draw.Bad:
		return "down"
	}
	return "circle"
}

// dotsFigure draws differences, of shares in points, of a number in its own unit.
func dotsFigure(id, title, finding string, rows []draw.DotRow, number bool, key []draw.KeyItem) *draw.Figure {
	lo, hi, ok := draw.DotsDomain(rows)
	if !ok {
		return nil
	}
	axis := draw.DotAxis{Lo: lo, Hi: hi, Left: "◂ lower", Right: "higher ▸", Tick: say.Signed}
	if number {
		axis.Tick = unitTick
	}
	return &draw.Figure{ID: id, Title: title, Finding: finding, Key: key, Wide: draw.Dots(rows, axis, 1040),
		Narrow: draw.Dots(rows, axis, 360)}
}

// unitTick prints a tick that stands in hundredths, with no more decimals than it has.
func unitTick(v float64, decimals int) string {
	for d := range decimals + 2 {
		if tens := math.Pow10(d) * v / 100; math.Abs(tens-math.Round(tens)) < 1e-6 {
			return say.Signed(v/100, d)
		}
	}
	return say.Signed(v/100, decimals+2)
}

// families says over what the corrected p were corrected.
func families(metrics []report.EvalMetric) string {
	var out string
	for _, m := range metrics {
		for _, c := range m.Comparisons {
			if c.Family != "" && out == "" {
				out = "p, corrected: " + c.Family + ". "
			}
		}
	}
	return out
}
