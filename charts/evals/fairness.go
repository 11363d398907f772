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

// fairnessSection holds the levels of segments against each other: the verdict's metric and version
// open, the rest folded; nil where no segment is asked for.
func (s *subject) fairnessSection() *doc.Section {
	if len(s.Fairness) == 0 {
		return nil
	}
	sec := &doc.Section{ID: "fairness", Topic: "Fairness", Heading: s.fairnessHeading(), Stacked: true}
	for i := range s.Fairness {
		f := &s.Fairness[i]
		t := s.levelTable(f)
		if !s.leads(f) {
			sec.AddFolded(t)
			continue
		}
		if fig := s.levelFigure(f, len(sec.Figures)); fig != nil {
			sec.Figures = append(sec.Figures, fig)
		}
		sec.Tables = append(sec.Tables, t)
	}
	return sec
}

// leads reports whether it is about the metric and the version that the verdict is about.
func (s *subject) leads(f *report.EvalFairness) bool {
	m := s.lead()
	return m != nil && f.Metric == m.Metric && f.Version == s.Decision.Version
}

// fairnessHeading names whom a version is shown worse for, else the gap that is shown, else that neither is:
// in the metric and version of the verdict where it is there, else in any.
func (s *subject) fairnessHeading() string {
	worse, failed, gap, measured := "", "", "", false
	for _, leading := range []bool{true, false} {
		for i := range s.Fairness {
			f := &s.Fairness[i]
			if s.leads(f) != leading || f.Version == s.Baseline {
				continue
			}
			measured = measured || f.Measured > 1
			of := say.MetricTitle(f.Metric)
			if s.several() || !leading {
				of += " of " + say.Name(f.Version)
			}
			for _, l := range f.Levels {
				if l.Worse && worse == "" {
					worse = of + " is worse than in " + say.Name(s.Baseline) + " for " + levelName(f, l.Level)
				}
				if l.WorseFailed && failed == "" {
					failed = of + " is worse than in " + say.Name(s.Baseline) + " for " + levelName(f, l.Level) +
						" when failed runs count as the worst score"
				}
			}
			if f.Shown && gap == "" {
				way := " is lower for "
				if s.metric(f.Metric).Better == "down" {
					way = " is higher for "
				}
				gap = of + way + levelName(f, f.Worst) + " than for " + levelName(f, f.Best)
			}
		}
	}
	switch {
	case worse != "":
		return worse
	case failed != "":
		return failed
	case gap != "":
		return gap
	case !measured:
		return "Too few items of each kind to compare them"
	}
	return "No kind of user is shown to be worse off"
}

// levelName is a level of a segment in a sentence.
func levelName(f *report.EvalFairness, level string) string {
	if level == "" {
		return "items without " + say.Name(f.Segment)
	}
	return say.Name(f.Segment) + " " + say.Name(level)
}

// levelRow is a level as a row is called.
func levelRow(level string) string {
	if level == "" {
		return "(not said)"
	}
	return say.Name(level)
}

// levelTable is one segment in one metric and version.
func (s *subject) levelTable(f *report.EvalFairness) doc.Table {
	m := s.metric(f.Metric)
	name := say.MetricTitle(f.Metric) + " by " + say.Name(f.Segment) + ", " + say.Name(f.Version)
	t := doc.Table{Caption: name, Head: []doc.Column{{Text: say.UpperFirst(say.Name(f.Segment))},
		{Text: "Value", Num: true},
		{Text: "From " + say.Name(s.Baseline), Num: true}, {Text: "p, corrected", Num: true},
		{Text: "Items", Num: true},
		{Text: "Users", Num: true}, {Text: "Reads as"}}}
	if f.Version == s.Baseline {
		t.Head = append(t.Head[:2:2], t.Head[4:]...)
	}
	for _, l := range f.Levels {
		row := []doc.Cell{{Text: levelRow(l.Level)}, {Text: levelText(m, l.Value.Value), Sub: s.levelRange(m, l.Value)},
			{Text: diffText(m, l.Abs)}, {Text: say.P(l.PAdjusted)}, {Text: say.Count(int64(l.Items)),
				Sub: itemsSaid(l)},
			{Text: s.usersOf(f.Segment, l.Level)}, levelWord(f, l)}
		if f.Version == s.Baseline {
			row = append(row[:2:2], row[4:]...)
		}
		t.Rows = append(t.Rows, row)
	}
	t.Foot = s.gapSaid(f, m)
	return t
}

func (s *subject) levelRange(m *report.EvalMetric, iv report.Interval) string {
	if !iv.Bounded {
		return ""
	}
	return levelText(m, iv.Lo) + " to " + levelText(m, iv.Hi)
}

// itemsSaid is what there is to say of a level's items: groups of several, and runs that failed.
func itemsSaid(l report.EvalLevel) string {
	var parts []string
	if l.Clusters != l.Items && l.Items > 0 {
		parts = append(parts, say.Plural(l.Clusters, "group", "groups"))
	}
	if l.Failed > 0 {
		parts = append(parts, say.Plural(l.Failed, "run failed", "runs failed"))
	}
	return strings.Join(parts, ", ")
}

// usersOf is a level's share of users, where a population says it.
func (s *subject) usersOf(segment, level string) string {
	if s.Coverage != nil {
		for _, c := range s.Coverage.Segments {
			for _, g := range c.Levels {
				if c.Segment == segment && g.Category == level {
					return say.Tenth(g.Population)
				}
			}
		}
	}
	return say.Dash
}

func levelWord(f *report.EvalFairness, l report.EvalLevel) doc.Cell {
	switch {
	case l.Worse:
		return doc.Cell{Text: "worse than before", Tone: draw.Bad}
	case l.WorseFailed:
		return doc.Cell{Text: "worse, failed runs as the worst score", Tone: draw.Bad}
	case l.Items == 0:
		return doc.Cell{Text: "no score", Tone: draw.Caution}
	case !l.Measured && !l.Better:
		return doc.Cell{Text: "not measurable", Tone: draw.Caution}
	case f.Shown && l.Level == f.Worst:
		return doc.Cell{Text: "worst off", Tone: draw.Bad}
	case f.Shown && l.Level == f.Best:
		return doc.Cell{Text: "best off", Tone: draw.Good}
	}
	if l.Better {
		return doc.Cell{Text: "better than before", Tone: draw.Good}
	}
	return doc.Cell{Text: "no difference shown", Tone: draw.Inconclusive}
}

// gapSaid is the gap in a sentence, and what the words of the table rest on.
func (s *subject) gapSaid(f *report.EvalFairness, m *report.EvalMetric) string {
	text := fmt.Sprintf("Not measurable: under %s, or under 10 groups of items, no harm being shown. ",
		say.Plural(int(f.Needed), "item", "items"))
	if !f.Gap.Value.Defined() {
		return text + "A gap needs two levels that can be measured."
	}
	text += fmt.Sprintf("From %s to %s: %s", levelRow(f.Worst), levelRow(f.Best), gapText(m, f.Gap))
	if f.Gap.Bounded {
		text += ", corrected for which two levels it was"
	}
	text += "."
	if f.Alert {
		text += fmt.Sprintf(" The lower is %s of the higher, under four fifths: a rule of thumb to look closer, no "+
			"verdict.", say.Share(f.Ratio))
	}
	return text
}

// gapText is a gap, which has no sign.
func gapText(m *report.EvalMetric, iv report.Interval) string {
	return strings.ReplaceAll(diffText(m, iv), "+", "")
}

// pictured are the levels that a figure has room for, where there are more those that are worst off, and how
// many it leaves out.
func (s *subject) pictured(f *report.EvalFairness, m *report.EvalMetric) (list []report.EvalLevel, left int) {
	for _, l := range f.Levels {
		if l.Value.Bounded && (l.Measured || l.Worse || l.WorseFailed) {
			list = append(list, l)
		}
	}
	if left = len(list) - draw.MostRows; left <= 0 {
		return list, 0
	}
	slices.SortStableFunc(list, func(a, b report.EvalLevel) int {
		if m.Better == "down" {
			a, b = b, a
		}
		return cmp.Compare(a.Value.Value, b.Value.Value)
	})
	return list[:draw.MostRows], left
}

// levelFigure draws the levels' own values.
func (s *subject) levelFigure(f *report.EvalFairness, n int) *draw.Figure {
	m := s.metric(f.Metric)
	if m.Kind != "proportion" {
		return nil
	}
	var rows []draw.DotRow
	levels, left := s.pictured(f, m)
	for _, l := range levels {
		w := levelWord(f, l)
		rows = append(rows, draw.DotRow{Name: levelRow(l.Level), Note: say.Plural(l.Items, "item", "items"),
			Value: levelText(m, l.Value.Value), Word: w.Text, Token: string(w.Tone),
			Marks: []draw.DotMark{{Of: l.Value, Shape: "circle", Token: string(w.Tone)}}})
	}
	lo, hi, ok := draw.DotsDomain(rows)
	if len(rows) < 2 || !ok {
		return nil
	}
	line := 100 * float64(valueOf(m, f.Version)) // everybody's
	axis := draw.DotAxis{Lo: max(lo, 0), Hi: min(hi, 100), Line: line, Left: "◂ lower", Right: "higher ▸",
		Tick: func(v float64, d int) string {
			return say.Fixed(v, d) + "%"
		}}
	title := say.MetricTitle(f.Metric) + " by " + say.Name(f.Segment) + ", " + say.Name(f.Version)
	if left > 0 {
		title += fmt.Sprintf(": the %d lowest of %d", len(levels), len(levels)+left)
		if m.Better == "down" {
			title = strings.Replace(title, "lowest", "highest", 1)
		}
	}
	return &draw.Figure{ID: fmt.Sprintf("figure-fairness-%d", n+1), Title: title,
		Finding: s.fairnessHeading() + ".", Key: []draw.KeyItem{{Shape: "key-thin", Token: "muted",
			Text: say.Level(s.Alpha) + " interval"}},
		Wide: draw.Dots(rows, axis, 1040), Narrow: draw.Dots(rows, axis, 360)}
}
