package evals

import (
	"fmt"

	"uptake/charts/doc"
	"uptake/charts/draw"
	"uptake/charts/say"
)

// coverageSection holds the items against what users do; nil where no population is given.
func (s *subject) coverageSection() *doc.Section {
	if s.Coverage == nil {
		return nil
	}
	gaps := 0
	t := doc.Table{Caption: "What users do, and how much of it is evaluated", Head: []doc.Column{{Text: "Category"},
		{Text: "Users", Num: true}, {Text: "Items", Num: true}, {Text: "Share of items", Num: true}, {Text: "Needed",
			Num: true}, {Text: "Reads as"}}}
	for _, g := range s.Coverage.Categories {
		word := doc.Cell{Text: "covered", Tone: draw.Good}
		switch {
		case g.Items == 0:
			word = doc.Cell{Text: "not evaluated", Tone: draw.Bad}
		case g.Gap:
			word = doc.Cell{Text: "too few", Tone: draw.Caution}
		}
		if g.Gap {
			gaps++
		}
		t.Rows = append(t.Rows, []doc.Cell{{Text: say.Name(g.Category)}, {Text: say.Tenth(g.Population)},
			{Text: say.Count(int64(g.Items))}, {Text: say.Tenth(g.Share)}, {Text: say.Count(g.Needed)}, word})
	}
	t.Foot = "Needed: items with which the tightest declared margin or limit could be read in the category by itself."
	heading := "Every category that users bring has items enough"
	if gaps > 0 {
		heading = fmt.Sprintf("%s that users bring cannot be judged by itself", say.Plural(gaps, "category",
			"categories"))
	}
	return &doc.Section{ID: "coverage", Topic: "Coverage", Heading: heading, Tables: []doc.Table{t}}
}
