package charts

import (
	"fmt"

	"uptake/analysis/report"
	"uptake/charts/say"
)

// segmentsFigure is the small forest of segments with the overall effect as a line; nil without rows.
func (s *subject) segmentsFigure(m *report.Metric, c *report.Comparison, rows []segmentRow) *figure {
	if len(rows) == 0 {
		return nil
	}
	p := forestPlan{}
	var drawn []effect
	for i := range rows {
		if len(drawn) == forestRows {
			break
		}
		r := &rows[i]
		e := r.effect
		e.Metric, e.Role, e.Note = r.Level, "primary", ""
		if r.units > 0 {
			e.Note = say.Count(r.units) + " " + s.units()
		}
		drawn = append(drawn, e)
		if n := len(p.groups); n == 0 || p.groups[n-1].Heading != say.UpperFirst(r.Dimension) {
			p.groups = append(p.groups, forestGroup{Heading: say.UpperFirst(r.Dimension)})
		}
		g := &p.groups[len(p.groups)-1]
		g.Rows = append(g.Rows, e)
	}
	scaleRows := drawn
	if c.Rel.Value.Defined() {
		p.overall = num(c.Rel.Value)
		p.label = "overall " + say.Difference(c.Rel, say.Percent).Estimate()
		all := s.effect(m, c)
		all.Role = "primary"
		scaleRows = append(append([]effect{}, drawn...), all)
	}
	p.lo, p.hi = forestDomain(segmentScale(scaleRows))
	title := say.MetricTitle(m.Name) + " by segment: relative difference from " + say.Name(c.Control)
	if s.treatments() > 1 {
		title = say.MetricTitle(m.Name) + " in " + say.Name(c.Arm) + " by segment: relative difference from " + say.Name(c.Control)
	}
	furthest, clear := s.apart(rows, m, c)
	f := &figure{
		ID:      "figure-segments",
		Title:   title,
		Finding: segmentsHeading(furthest, clear, rows) + ".",
		wide:    p.drawing(false),
		narrow:  p.drawing(true),
	}
	if len(drawn) < len(rows) {
		f.Sub = fmt.Sprintf("The first %d of %d segments; the table has them all.", len(drawn), len(rows))
	}
	return f
}

// segmentScale lets half of the rows decide the scale: a tiny segment with a
// huge interval must not squeeze the others.
func segmentScale(rows []effect) []effect {
	out := append([]effect{}, rows...)
	for i := range out {
		if i < len(out)-1 {
			out[i].Role = "segment"
		}
	}
	return out
}
