package readout

import (
	"uptake/charts/doc"
	"uptake/charts/draw"
	"uptake/charts/say"
)

// cellsTable says which metrics' cells held no value, by arm; without such cells
// it has no rows. The rows themselves are used.
func (s *subject) cellsTable() doc.Table {
	t := doc.Table{Caption: "Cells without a value, by metric and group",
		Head: []doc.Column{{Text: "Metric"}, {Text: "Group"}, {Text: "Cells", Num: true}, {Text: "Missing", Num: true},
			{Text: "Unreadable", Num: true}, {Text: "For example"}}}
	for i := range s.Metrics {
		for _, a := range s.Metrics[i].Arms {
			c := a.Cells
			if c == nil || c.Missing+c.Broken == 0 {
				continue
			}
			row := []doc.Cell{{Text: say.MetricTitle(s.Metrics[i].Name)}, {Text: say.Name(a.Arm)},
				{Text: say.Count(c.Cells)}, {Text: say.Count(c.Missing)}, {Text: say.Count(c.Broken)}, {Text: say.Dash}}
			if e := c.Example; e != nil {
				row[4].Tone = draw.Bad
				row[5] = doc.Cell{Text: say.Name(e.File) + ", row " + say.Count(e.Row), Sub: say.Name(e.Value)}
			}
			t.Rows = append(t.Rows, row)
		}
	}
	t.Foot = "Such a cell adds nothing to its metric; its row counts for everything else."
	return t
}
