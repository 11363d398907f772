package readout

import (
	"fmt"

	"uptake/charts/draw"
	"uptake/charts/say"
)

// forestFigure is the picture of every decision metric on one relative scale; nil without rows to draw.
func (s *subject) forestFigure(rows []draw.Effect) *draw.Figure {
	p := draw.Forest{}
	drawable := 0
	for _, role := range roles {
		g := draw.ForestGroup{Heading: role.Heading}
		for _, e := range rows {
			if e.Role == role.Role && drawable < draw.MostRows {
				g.Rows = append(g.Rows, e)
				drawable++
			}
		}
		if len(g.Rows) > 0 {
			p.Groups = append(p.Groups, g)
		}
	}
	if drawable == 0 {
		return nil
	}
	p.Lo, p.Hi = draw.ForestDomain(rows)
	f := &draw.Figure{
		ID:      "figure-effects",
		Title:   "Relative difference from " + say.Name(s.control()),
		Finding: s.effectsHeading() + ".",
		Key:     draw.ForestKey(rows, s.level),
		Wide:    p.Drawing(false),
		Narrow:  p.Drawing(true),
	}
	f.Sub = "Bars are " + s.level + " intervals, all on one scale."
	if drawable < len(rows) {
		f.Sub += fmt.Sprintf(" The first %d of %d; the table has them all.", drawable, len(rows))
	}
	return f
}
