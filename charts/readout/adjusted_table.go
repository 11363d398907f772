package readout

import (
	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/say"
)

// adjustedTable sets the numbers adjusted for the time before exposure beside
// the unadjusted ones; ok is false where nothing was adjusted.
func (s *subject) adjustedTable() (t doc.Table, ok bool) {
	t = doc.Table{Caption: "Adjusted for the time before exposure (CUPED)", Long: true,
		Head: []doc.Column{{Text: "Metric"}}}
	several := s.treatments() > 1
	if several {
		t.Head = append(t.Head, doc.Column{Text: "Arm"})
	}
	t.Head = append(t.Head, doc.Column{Text: "Unadjusted", Num: true}, doc.Column{Text: "Adjusted", Num: true},
		doc.Column{Text: "Variance taken out", Num: true}, doc.Column{Text: "Slope", Num: true},
		doc.Column{Text: "No history", Num: true})
	for i := range s.raw.Metrics {
		m := &s.raw.Metrics[i]
		for j := range m.Comparisons {
			c := m.Comparisons[j]
			a := c.CUPED
			if a == nil {
				continue
			}
			before, after := c, c.Adjusted()
			if s.Decision.Early {
				before, after = before.SoFar(), after.SoFar()
			}
			row := []doc.Cell{{Text: say.MetricTitle(m.Name), Sub: roleNote(m)}}
			if several {
				row = append(row, doc.Cell{Text: say.Name(c.Arm)})
			}
			slope := doc.Cell{Text: say.Number(a.Theta)}
			if a.ThetaArm != a.Theta {
				slope.Sub = say.Number(a.ThetaArm)
			}
			t.Rows = append(t.Rows, append(row, s.spanCell(relOrAbs(m, &before)), s.spanCell(relOrAbs(m, &after)),
				shareCell(a.VarianceReduction), slope, shareCell(a.Missing)))
		}
	}
	t.Foot = "The verdict and the pictures use the adjusted numbers. The slope is how far a unit's value follows " +
		"what it did before; units without a history get the mean of the others. The relative difference divides by " +
		"the unadjusted control value."
	return t, len(t.Rows) > 0
}

func shareCell(v report.Num) doc.Cell {
	if !v.Defined() {
		return doc.Cell{Text: say.Dash}
	}
	return doc.Cell{Text: say.Fixed(100*float64(v), 0) + "%"}
}

// adjusting reports whether some comparison is adjusted for the time before exposure.
func (s *subject) adjusting() bool {
	for i := range s.raw.Metrics {
		for j := range s.raw.Metrics[i].Comparisons {
			if s.raw.Metrics[i].Comparisons[j].CUPED != nil {
				return true
			}
		}
	}
	return false
}
