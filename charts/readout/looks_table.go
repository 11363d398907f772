package readout

import (
	"fmt"

	"uptake/analysis/counted"
	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/draw"
	"uptake/charts/say"
)

// looksWords says what the planned looks decide.
func (s *subject) looksWords() string {
	l := s.Looks
	words := fmt.Sprintf("%s are planned, and they decide, not the band: ", say.Plural(len(l.Days), "look", "looks"))
	switch {
	case l.Reached == 0:
		return words + "the first is at the end of " + say.Day(l.Next) + "."
	case l.Next == "":
		return words + "the last is reached, and what the earlier ones spent of alpha is paid."
	}
	return words + fmt.Sprintf("the data have reached look %d; the next is at the end of %s, and until then nothing "+
		"new is decided.", l.Reached, say.Day(l.Next))
}

// looksTable lists the looks reached at every metric that is decided on, and the
// day of the next.
func (s *subject) looksTable() doc.Table {
	t := doc.Table{Caption: "Planned looks", Long: true, Head: []doc.Column{{Text: "Metric"}, {Text: "Look"},
		{Text: say.UpperFirst(s.units()), Num: true}, {Text: "Information", Num: true},
		{Text: "Boundary z", Num: true}, {Text: "p needed", Num: true}, {Text: "z seen", Num: true}, {Text: "Crossed"}}}
	several := s.treatments() > 1
	for i := range s.raw.Metrics {
		m := &s.raw.Metrics[i]
		if m.Role == "diagnostic" {
			continue
		}
		for j := range m.Comparisons {
			c := &m.Comparisons[j]
			if c.Looks == nil {
				continue
			}
			who := doc.Cell{Text: say.MetricTitle(m.Name), Sub: roleNote(m)}
			if several {
				who.Text += ", " + say.Name(c.Arm)
			}
			for _, l := range c.Looks.Looks {
				t.Rows = append(t.Rows, s.lookRow(who, &l))
			}
			if s.Looks.Next != "" {
				t.Rows = append(t.Rows,
					[]doc.Cell{who, {Text: counted.Sprintf("%d of %d", s.Looks.Reached+1, len(s.Looks.Days)),
						Sub: say.Day(s.Looks.Next)},
						{Text: say.Dash}, {Text: say.Dash}, {Text: say.Dash}, {Text: say.Dash}, {Text: say.Dash},
						{Text: "to come"}})
			}
		}
	}
	t.Foot = "Information is relative to the last look reached; its ratio is the squared correlation of two looks. " +
		"Alpha is spent by the calendar (Lan and DeMets). " +
		"Of a guardrail the boundary is one-sided, against its limit, so no z against zero is given. A skipped look " +
		"spends nothing."
	return t
}

func (s *subject) lookRow(who doc.Cell, l *report.Look) []doc.Cell {
	row := []doc.Cell{who, {Text: counted.Sprintf("%d of %d", l.Look, len(s.Looks.Days)), Sub: say.Day(l.Day)},
		{Text: say.Count(l.Units)}}
	if l.Skipped != "" {
		why := "skipped: no interval"
		if l.Skipped == "few_units" {
			why = "skipped: too few " + s.units()
		}
		return append(row, doc.Cell{Text: say.Dash}, doc.Cell{Text: say.Dash}, doc.Cell{Text: say.Dash},
			doc.Cell{Text: say.Dash}, doc.Cell{Text: why})
	}
	z := say.Dash
	if l.Z.Defined() {
		z = say.Fixed(float64(l.Z), 2)
	}
	crossed := "no"
	if l.Crossed {
		crossed = "yes: " + map[string]string{"up": "above zero", "down": "below zero", "safe": inLimit,
			"breached": beyond}[l.State]
	}
	return append(row, shareCell(l.Information), doc.Cell{Text: boundaryText(l.Boundary)},
		doc.Cell{Text: say.P(l.Level)}, doc.Cell{Text: z}, doc.Cell{Text: crossed})
}

// boundaryText is a boundary; one that nothing can cross has no number.
func boundaryText(z report.Num) string {
	if !z.Defined() || !draw.Drawable(float64(z)) {
		return "none"
	}
	return say.Fixed(float64(z), 2)
}
