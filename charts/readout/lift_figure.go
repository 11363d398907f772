package readout

import (
	"uptake/charts/draw"
	"uptake/charts/say"
)

// liftFigure is one metric's lift by day: a line, and a band for its interval.
func (s *subject) liftFigure(t *draw.Lift, width int) *draw.Figure {
	lo, hi, cut := t.Domain()
	level := say.Level(s.Alpha)
	if t.Valid {
		level = say.BandLevel(s.Alpha)
	}
	f := &draw.Figure{
		ID: "figure-lift-" + say.Slug(t.Metric+" "+t.Arm),
		Title: t.Title() + ": " + map[bool]string{true: "relative difference", false: "difference"}[t.Relative] +
			" so far",
		Finding: s.liftHeading(t) + ".",
		Key: []draw.KeyItem{{Shape: "key-swatch", Token: "band", Text: t.BandName(level)},
			{Shape: "key-thin", Token: "good", Text: "difference so far"}},
		Wide:   t.Drawing(lo, hi, width, 330),
		Narrow: t.Drawing(lo, hi, 360, 300),
	}
	if cut {
		f.Sub = "The first days' bands go on beyond the frame."
	}
	if t.Planned < 0 {
		f.Sub = "No end was planned. " + f.Sub
	}
	return f
}
