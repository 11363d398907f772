package readout

import (
	"strings"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/say"
)

// movedTable splits every ratio's change per unit into volume and rate.
func (s *subject) movedTable() doc.Table {
	t := doc.Table{Caption: "More shown or a better rate?", Long: true, Head: []doc.Column{{Text: "Rate"}}}
	several := s.treatments() > 1
	if several {
		t.Head = append(t.Head, doc.Column{Text: "Arm"})
	}
	t.Head = append(t.Head, doc.Column{Text: "Change per " + strings.TrimSuffix(s.units(), "s"), Num: true},
		doc.Column{Text: "By volume", Num: true}, doc.Column{Text: "By the rate", Num: true},
		doc.Column{Text: "Directions"})
	for _, v := range s.Moved {
		row := []doc.Cell{{Text: say.MetricTitle(v.Metric)}}
		if several {
			row = append(row, doc.Cell{Text: say.Name(v.Arm)})
		}
		note := doc.Cell{}
		if v.Opposite {
			note = doc.Cell{Text: "opposite ways"}
		}
		t.Rows = append(t.Rows, append(row, s.perUnitCell(&v), doc.Cell{Text: plainSigned(v.Volume)},
			doc.Cell{Text: plainSigned(v.Rate)}, note))
	}
	t.Foot = "The change of the rate's numerator per " + strings.TrimSuffix(s.units(), "s") + " is exactly what the " +
		"denominator did (volume) plus what the rate did. Where they point opposite ways, read the rate together " +
		"with the change per " + strings.TrimSuffix(s.units(), "s") + "."
	return t
}

// perUnitCell is the change per unit, with its interval where the numerator is a
// metric of its own; before the end that is the band's.
func (s *subject) perUnitCell(v *report.Moved) doc.Cell {
	c := doc.Cell{Text: plainSigned(v.PerUnit)}
	if v.Metric != "acceptance_rate" {
		return c
	}
	for i := range s.Metrics {
		m := &s.Metrics[i]
		if m.Builtin && m.Name == "accepted_per_unit" {
			if x := comparisonOf(m.Comparisons, v.Arm); x != nil {
				if sp := say.Difference(x.Abs, say.Plain); sp.Bounded {
					c.Sub = sp.Range()
				}
			}
		}
	}
	return c
}

// hidingTable sets a rate that rose where fewer suggestions were seen beside what
// hiding some of them, and nothing else, could have made of it.
func (s *subject) hidingTable() doc.Table {
	t := doc.Table{Caption: "What hiding suggestions alone could have done", Head: []doc.Column{{Text: "Rate"},
		{Text: "Arm"}, {Text: "The rate", Num: true},
		{Text: "By hiding alone", Num: true}, {Text: "More accepted per " + strings.TrimSuffix(s.units(), "s"),
			Num: true}}}
	if s.Withheld != nil {
		return t
	}
	for _, h := range s.Decision.Hiding {
		t.Rows = append(t.Rows, []doc.Cell{{Text: say.MetricTitle(h.Metric)}, {Text: say.Name(h.Arm)},
			{Text: say.Tenth(h.Rate)}, boundsCell(h.Lo, h.Hi), s.spanCell(say.Difference(h.Gained, say.Plain))})
	}
	t.Foot = "Fewer suggestions were seen. Had nothing but hiding happened, the rate would lie in that range, " +
		"whichever were hidden. What people gained beyond it is the change in accepted suggestions per " +
		strings.TrimSuffix(s.units(), "s") + "."
	return t
}

// plainSigned is a number with its sign, to three significant digits.
func plainSigned(v report.Num) string {
	t := say.Number(v)
	if v > 0 && v.Defined() {
		return "+" + t
	}
	return t
}
