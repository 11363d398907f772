package charts

import (
	"uptake/analysis/report"
	"uptake/charts/say"
)

// adjustedTable sets the numbers adjusted for the time before exposure beside
// the unadjusted ones; ok is false where nothing was adjusted.
func (s *subject) adjustedTable() (t table, ok bool) {
	t = table{Caption: "Adjusted for the time before exposure (CUPED)", Long: true, Head: []column{{"Metric", false}}}
	several := s.treatments() > 1
	if several {
		t.Head = append(t.Head, column{"Arm", false})
	}
	t.Head = append(t.Head, column{"Unadjusted", true}, column{"Adjusted", true}, column{"Variance taken out", true}, column{"Slope", true}, column{"No history", true})
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
			row := []cell{{Text: say.MetricTitle(m.Name), Sub: roleNote(m)}}
			if several {
				row = append(row, cell{Text: say.Name(c.Arm)})
			}
			slope := cell{Text: say.Number(a.Theta)}
			if a.ThetaArm != a.Theta {
				slope.Sub = say.Number(a.ThetaArm)
			}
			t.Rows = append(t.Rows, append(row, s.spanCell(relOrAbs(m, &before)), s.spanCell(relOrAbs(m, &after)),
				shareCell(a.VarianceReduction), slope, shareCell(a.Missing)))
		}
	}
	t.Foot = "The verdict and the pictures use the adjusted numbers. The slope is how far a unit's value follows what it did before; units without a history get the mean of the others. The relative difference divides by the unadjusted control value."
	return t, len(t.Rows) > 0
}

func shareCell(v report.Num) cell {
	if !v.Defined() {
		return cell{Text: say.Dash}
	}
	return cell{Text: say.Fixed(100*float64(v), 0) + "%"}
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
