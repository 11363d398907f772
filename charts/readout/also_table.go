package readout

import (
	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/say"
)

// alsoTable lists the comparisons by the conventions that the file asks for
// beside the defaults; before the planned end there is none to read.
func (s *subject) alsoTable() doc.Table {
	t := doc.Table{Caption: "By other conventions", Long: true, Head: []doc.Column{{Text: "Metric"}, {Text: "Arm"},
		{Text: "Convention"}, {Text: "Difference", Num: true}, {Text: "p", Num: true}}}
	if s.Decision.Early {
		return t
	}
	for i := range s.raw.Metrics {
		m := &s.raw.Metrics[i]
		for j := range m.Comparisons {
			c := &m.Comparisons[j]
			for _, a := range c.Also {
				sc := say.Percent
				switch a.Scale {
				case "abs":
					sc = say.DiffScale(m)
				case "superiority":
					sc = say.Points
				}
				iv := report.Interval{Value: a.Value, Lo: a.Lo, Hi: a.Hi, Bounded: true}
				t.Rows = append(t.Rows, []doc.Cell{{Text: say.MetricTitle(m.Name)}, {Text: say.Name(c.Arm)},
					{Text: methodText(a.Method)}, s.alsoCell(iv, sc), {Text: say.P(a.P), Sub: say.Sentence(a.Note)}})
			}
		}
	}
	t.Foot = "For comparing with a tool that uses them; unadjusted for the time before exposure, but for least " +
		"squares where there is a covariate. The verdict uses the defaults."
	return t
}

// alsoCell is a difference with its interval, its one bound, or neither.
func (s *subject) alsoCell(iv report.Interval, sc say.Scale) doc.Cell {
	lo, hi := iv.Lo.Defined(), iv.Hi.Defined()
	if lo && hi {
		return s.spanCell(say.Difference(iv, sc))
	}
	end := iv
	switch {
	case lo:
		end.Hi = 2*end.Value - end.Lo
	case hi:
		end.Lo = 2*end.Value - end.Hi
	}
	sp := say.Difference(end, sc) // the digits of the bound are those of the interval it is half of
	c := doc.Cell{Text: sp.Estimate()}
	switch {
	case !sp.Known:
		c.Text = say.Dash
	case lo:
		c.Sub = "at least " + sp.Lo + sp.Unit
	case hi:
		c.Sub = "at most " + sp.Hi + sp.Unit
	}
	return c
}
