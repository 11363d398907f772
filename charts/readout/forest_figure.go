package readout

import (
	"uptake/analysis/counted"
	"uptake/charts/draw"
	"uptake/charts/say"
)

// glanceRows is how many rows the forest of the first screen has room for.
const glanceRows = 8

// forestFigures are the pictures of the decision metrics on one relative scale: that of the
// first screen, and where it has not room for all the whole one, folded. None without rows.
func (s *subject) forestFigures(rows []draw.Effect) []*draw.Figure {
	if len(rows) == 0 {
		return nil
	}
	first := s.forestFigure(foremost(rows), len(rows))
	first.Wide = forestOf(foremost(rows)).Drawing(draw.FirstScreen)
	if len(rows) <= glanceRows {
		return []*draw.Figure{first}
	}
	shown := rows[:min(len(rows), draw.MostRows)]
	whole := s.forestFigure(shown, len(rows))
	whole.ID, whole.Folded, whole.Wide = "figure-effects-all", true, forestOf(shown).Drawing(draw.WholePage)
	return []*draw.Figure{first, whole}
}

// foremost are the rows of the first screen: what decides before what explains.
func foremost(rows []draw.Effect) []draw.Effect {
	var out []draw.Effect
	for _, role := range []string{"primary", "guardrail", "secondary"} {
		for _, e := range rows {
			if e.Role == role && len(out) < glanceRows {
				out = append(out, e)
			}
		}
	}
	return out
}

// forestOf groups rows by role; a role that has no row has no heading.
func forestOf(rows []draw.Effect) *draw.Forest {
	p := &draw.Forest{}
	for _, role := range roles {
		g := draw.ForestGroup{Heading: role.Heading}
		for _, e := range rows {
			if e.Role == role.Role {
				g.Rows = append(g.Rows, e)
			}
		}
		if len(g.Rows) > 0 {
			p.Groups = append(p.Groups, g)
		}
	}
	p.Lo, p.Hi = draw.ForestDomain(rows)
	return p
}

// forestFigure is the picture of some rows of all without its wide drawing.
func (s *subject) forestFigure(rows []draw.Effect, all int) *draw.Figure {
	f := &draw.Figure{
		ID:      "figure-effects",
		Title:   "Relative difference from " + say.Name(s.control()),
		Finding: s.effectsHeading() + ".",
		Key:     draw.ForestKey(rows, s.level),
		Narrow:  forestOf(rows).Drawing(draw.Phone),
	}
	f.Sub = "Bars are " + s.level + " intervals, all on one scale."
	if len(rows) < all {
		f.Sub += counted.Sprintf(" %d of %d; the table has them all.", len(rows), all)
	}
	return f
}
