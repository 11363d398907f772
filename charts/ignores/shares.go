package ignores

import (
	"fmt"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/draw"
	"uptake/charts/say"
)

// apartText says which levels stand apart from the others beyond chance, at most two.
func (s *subject) apartText(attribute string, levels []report.LevelShare, what string) (out []string) {
	for _, l := range levels {
		if !(l.PAdjusted < s.Alpha) || !bounded(l.Apart) || len(out) == 2 || len(levels) == 2 && l.Apart.Value < 0 {
			continue // of two levels one says it
		}
		more := "more"
		if l.Apart.Value < 0 {
			more = "less"
		}
		sp := say.Difference(l.Apart, say.Cost)
		out = append(out, fmt.Sprintf("Where %s is %s, %s %s is %s than elsewhere (%s).", say.Name(attribute),
			levelWord(l.Level), say.Unsigned(sp.Estimate()), more, what, sp.Range()))
	}
	return out
}

// levelWord is a level's name in a table.
func levelWord(level string) string { return say.OrElse(say.Name(level), "(none)") }

// sharesTable is a share level by level, and how far each is from what is elsewhere.
func (s *subject) sharesTable(caption, attribute, what string, levels []report.LevelShare, folded bool) doc.Table {
	t := doc.Table{Caption: caption, Folded: folded, Head: []doc.Column{{Text: say.UpperFirst(say.Name(attribute))},
		{Text: "Suggestions", Num: true}, {Text: what, Num: true}, {Text: "Users", Num: true}, {Text: "Share",
			Num: true},
		{Text: "Against elsewhere", Num: true}, {Text: "p, adjusted", Num: true}}}
	for _, l := range levels {
		t.Rows = append(t.Rows, []doc.Cell{{Text: levelWord(l.Level)}, {Text: say.Count(l.Of)},
			{Text: say.Count(l.Count)},
			{Text: say.Count(l.Users)}, rateCell(l.Share), spanText(l.Apart), {Text: say.P(l.PAdjusted)}})
	}
	t.Foot = s.level + " intervals, clustered by unit; p by Holm over the levels. With fewer than 20 users in or " +
		"outside of it a level is not compared. Observed only."
	return t
}

// sharesFigure draws a share level by level; nil where none is known.
func sharesFigure(id, title, y, x string, levels []report.LevelShare, finding string) *draw.Figure {
	p := draw.Plot{Y: y, XName: say.Name(x)}
	for j, l := range levels {
		p.Bands = append(p.Bands, levelWord(l.Level))
		p.Marks = append(p.Marks, draw.PlotMark{X: float64(j), Of: l.Share, Shape: "circle", Token: "good", Shift: 0})
	}
	if !p.Drawable() || len(levels) < 2 {
		return nil
	}
	return &draw.Figure{ID: id, Title: title, Finding: finding + ".", Wide: p.Drawing(1040, 300),
		Narrow: p.Drawing(360, 290)}
}
