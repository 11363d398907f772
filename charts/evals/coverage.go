package evals

import (
	"fmt"
	"strings"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/draw"
	"uptake/charts/say"
)

// coverageSection holds the items against what users do; nil where no population is given.
func (s *subject) coverageSection() *doc.Section {
	if s.Coverage == nil {
		return nil
	}
	sec := &doc.Section{ID: "coverage", Topic: "Coverage"}
	gaps := 0
	if len(s.Coverage.Categories) > 0 {
		sec.Tables = append(sec.Tables, gapTable("Category", s.Coverage.Categories, &gaps))
	}
	for _, c := range s.Coverage.Segments {
		sec.Tables = append(sec.Tables, gapTable(say.UpperFirst(say.Name(c.Segment)), c.Levels, &gaps))
	}
	sec.Heading = "Every kind of use that users bring has items enough"
	if gaps > 0 {
		sec.Heading = fmt.Sprintf("%s that users bring cannot be judged by itself", say.Plural(gaps, "kind of use",
			"kinds of use"))
	}
	return sec
}

// gapTable holds the items of categories, or of a segment's levels, against the shares of users, and
// counts those that have too few.
func gapTable(what string, list []report.EvalGap, gaps *int) doc.Table {
	t := doc.Table{Caption: "What users do, and how much of it is evaluated: " + strings.ToLower(what),
		Head: []doc.Column{{Text: what},
			{Text: "Users", Num: true}, {Text: "Items", Num: true}, {Text: "Share of items", Num: true},
			{Text: "Needed",
				Num: true}, {Text: "Reads as"}}}
	for _, g := range list {
		word := doc.Cell{Text: "covered", Tone: draw.Good}
		switch {
		case g.Items == 0:
			word = doc.Cell{Text: "not evaluated", Tone: draw.Bad}
		case g.Gap:
			word = doc.Cell{Text: "too few", Tone: draw.Caution}
		}
		if g.Gap {
			*gaps++
		}
		t.Rows = append(t.Rows, []doc.Cell{{Text: say.Name(g.Category)}, {Text: say.Tenth(g.Population)},
			{Text: say.Count(int64(g.Items))}, {Text: say.Tenth(g.Share)}, {Text: say.Count(g.Needed)}, word})
	}
	t.Foot = "Needed: items with which the tightest declared margin or limit could be read there by itself."
	return t
}
