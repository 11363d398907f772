package readout

import (
	"slices"

	"uptake/analysis/counted"
	"uptake/analysis/report"
	"uptake/charts/draw"
	"uptake/charts/say"
)

// segmentsFigure is the small forest of segments with the overall effect as a line; nil without rows.
func (s *subject) segmentsFigure(m *report.Metric, c *report.Comparison, rows []segmentRow) *draw.Figure {
	if len(rows) == 0 {
		return nil
	}
	p, drawn := s.segmentsForest(m, c, rows)
	furthest, clear := s.apart(rows, m, c)
	f := &draw.Figure{
		ID:      "figure-segments",
		Title:   s.segmentsTitle(m, c),
		Finding: segmentsHeading(furthest, clear, rows) + ".",
		Wide:    p.Drawing(draw.WholePage),
		Narrow:  p.Drawing(draw.Phone),
	}
	if drawn < len(rows) {
		f.Sub = counted.Sprintf("The first %d of %d segments; the table has them all.", drawn, len(rows))
	}
	return f
}

// segmentsTitle names what the forest is of.
func (s *subject) segmentsTitle(m *report.Metric, c *report.Comparison) string {
	of := say.MetricTitle(m.Name)
	if s.treatments() > 1 {
		of += " in " + say.Name(c.Arm)
	}
	return of + " by segment: relative difference from " + say.Name(c.Control)
}

// segmentsForest is the plan of the forest, and how many of the rows it has room for.
func (s *subject) segmentsForest(m *report.Metric, c *report.Comparison, rows []segmentRow) (p draw.Forest, room int) {
	var drawn []draw.Effect
	for i := range rows {
		if len(drawn) == draw.MostRows {
			break
		}
		r := &rows[i]
		e := r.Effect
		e.Metric, e.Role, e.Note = r.Level, "primary", ""
		if r.units > 0 {
			e.Note = say.Count(r.units) + " " + s.units()
		}
		drawn = append(drawn, e)
		if n := len(p.Groups); n == 0 || p.Groups[n-1].Heading != say.UpperFirst(r.Dimension) {
			p.Groups = append(p.Groups, draw.ForestGroup{Heading: say.UpperFirst(r.Dimension)})
		}
		g := &p.Groups[len(p.Groups)-1]
		g.Rows = append(g.Rows, e)
	}
	scaleRows := drawn
	if c.Rel.Value.Defined() {
		overall := float64(c.Rel.Value)
		p.Overall = &overall
		p.Label = "overall " + say.Difference(c.Rel, say.Percent).Estimate()
		all := s.effect(m, c)
		all.Role = "primary"
		scaleRows = append(append([]draw.Effect{}, drawn...), all)
	}
	p.Lo, p.Hi = draw.ForestDomain(segmentScale(scaleRows))
	return p, len(drawn)
}

// segmentChoices are the forests that a live page lets its reader choose from: every decision
// metric, in every dimension together and in each.
func (s *subject) segmentChoices(focus *report.Metric, c *report.Comparison) []draw.Choice {
	if !s.live {
		return nil
	}
	var out []draw.Choice
	add := func(m *report.Metric) {
		overall := comparisonOf(m.Comparisons, c.Arm)
		if overall == nil || s.hides(m) != "" {
			return
		}
		rows := s.segmentRows(m, overall)
		of := []string{"all"}
		for _, r := range rows {
			if !slices.Contains(of, say.UpperFirst(r.Dimension)) {
				of = append(of, say.UpperFirst(r.Dimension))
			}
		}
		for i, d := range of {
			if i == 1 && len(of) == 2 { // the only one, which is all
				break
			}
			in := slices.DeleteFunc(slices.Clone(rows), func(r segmentRow) bool {
				return i > 0 && say.UpperFirst(r.Dimension) != d
			})
			if len(in) > 0 {
				p, _ := s.segmentsForest(m, overall, in)
				out = append(out, draw.Choice{By: []string{say.MetricTitle(m.Name), d}, Title: s.segmentsTitle(m,
					overall),
					Wide: p.Drawing(draw.WholePage)})
			}
		}
	}
	add(focus)
	for _, role := range roles {
		for _, m := range s.byRole(role.Role) {
			if m != focus {
				add(m)
			}
		}
	}
	return out
}

// segmentScale lets half of the rows decide the scale: a tiny segment with a
// huge interval must not squeeze the others.
func segmentScale(rows []draw.Effect) []draw.Effect {
	out := append([]draw.Effect{}, rows...)
	for i := range out {
		if i < len(out)-1 {
			out[i].Role = "segment"
		}
	}
	return out
}
