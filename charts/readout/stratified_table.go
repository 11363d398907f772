package readout

import (
	"uptake/charts/doc"
	"uptake/charts/say"
)

// stratifiedTable sets the comparisons weighted over the levels of a segment
// beside the plain ones; ok is false where none was asked for.
func (s *subject) stratifiedTable() (t doc.Table, ok bool) {
	if s.Decision.Early { // its interval is a fixed one
		return t, false
	}
	several := s.treatments() > 1
	t = doc.Table{Long: true, Head: []doc.Column{{Text: "Metric"}}}
	if several {
		t.Head = append(t.Head, doc.Column{Text: "Arm"})
	}
	t.Head = append(t.Head, doc.Column{Text: "Plain", Num: true}, doc.Column{Text: "Post-stratified", Num: true},
		doc.Column{Text: "p", Num: true}, doc.Column{Text: "Strata", Num: true})
	for i := range s.raw.Metrics {
		m := &s.raw.Metrics[i]
		for j := range m.Comparisons {
			c := &m.Comparisons[j]
			p := c.PostStratified
			if p == nil {
				continue
			}
			t.Caption = "Post-stratified by " + say.Metric(p.Dimension)
			row := []doc.Cell{{Text: say.MetricTitle(m.Name), Sub: roleNote(m)}}
			if several {
				row = append(row, doc.Cell{Text: say.Name(c.Arm)})
			}
			weighted := *c
			weighted.Abs, weighted.Rel = p.Abs, p.Rel
			t.Rows = append(t.Rows, append(row, s.spanCell(relOrAbs(m, c)), s.spanCell(relOrAbs(m, &weighted)),
				doc.Cell{Text: say.P(p.P)}, doc.Cell{Text: say.Count(int64(p.Strata))}))
		}
	}
	t.Foot = "Each level weighs by its share of all units, so a mix that differs between the arms by chance does not " +
		"move the number. The verdict uses the plain one."
	return t, len(t.Rows) > 0
}
