package plan

import (
	"fmt"
	"strconv"

	"uptake/analysis/report"
	"uptake/charts/draw"
	"uptake/charts/say"
)

func (s *subject) curve(m *report.PlanMetric) draw.Curve {
	want := m.MinimumEffect
	if m.Role == "guardrail" {
		want = m.Margin
	}
	sc := planUnit(m)
	pick := func(rel, abs report.Num) float64 { return draw.Scaled(abs, sc) }
	if want.Rel.Defined() {
		sc = say.Percent
		pick = func(rel, abs report.Num) float64 { return draw.Scaled(rel, say.Percent) }
	}
	c := draw.Curve{Wanted: pick(want.Rel, want.Abs), Unit: sc.Unit, End: -1}
	if c.Unit == say.Points.Unit {
		c.Unit = ""
	}
	for i, p := range m.Curve {
		c.Fixed, c.Valid = append(c.Fixed, pick(p.MDE.Rel, p.MDE.Abs)), append(c.Valid, pick(p.Valid.Rel, p.Valid.Abs))
		c.Weeks = append(c.Weeks, strconv.Itoa(p.Weeks))
		c.Tips = append(c.Tips, []string{say.Plural(p.Weeks, "week", "weeks") + ", " + say.Count(p.Units) + " units",
			"read once: " + sizeText(m, p.MDE, say.Two), "always-valid: " + sizeText(m, p.Valid, say.Two)})
		if p.Weeks == s.End.Weeks {
			c.End = i
		}
	}
	return c
}

// curveFigure draws the smallest effect found against weeks.
func (s *subject) curveFigure(i int, m *report.PlanMetric) *draw.Figure {
	c := s.curve(m)
	top, cut := c.Top()
	what := "smallest effect found with a power of "
	wanted := "smallest effect that matters, " + planAmount(m, m.MinimumEffect)
	if m.Role == "guardrail" {
		what = "smallest limit that it is shown within with a chance of "
		wanted = "limit, " + planAmount(m, m.Margin)
	}
	f := &draw.Figure{
		ID:      fmt.Sprintf("figure-curve-%d", i+1),
		Title:   say.MetricTitle(m.Name) + ": " + what + say.Share(s.Power) + ", by weeks",
		Finding: s.metricHeading(m) + ". " + s.curveWords(m),
		Key: []draw.KeyItem{{Shape: "key-thin", Token: "good", Text: "read once"},
			{Shape: "key-thin", Token: "inconclusive", Text: "always-valid (dashed)"}, {Shape: "key-thin", Token: "ink",
				Text: wanted}},
		Wide:   c.Drawing(top, 1040, 330),
		Narrow: c.Drawing(top, 360, 300),
	}
	if c.End >= 0 {
		f.Key = append(f.Key, draw.KeyItem{Shape: "key-circle", Token: "good", Text: "planned end"})
	}
	if cut {
		f.Sub = "The first weeks find only larger effects, beyond the frame."
	}
	return f
}

// curveWords reads the ends of the curve out.
func (s *subject) curveWords(m *report.PlanMetric) string {
	first, last := m.Curve[0], m.Curve[len(m.Curve)-1]
	return fmt.Sprintf("Read once after %s it finds %s, after %s %s.", say.Plural(first.Weeks, "week", "weeks"),
		sizeText(m, first.MDE, say.Two),
		say.Plural(last.Weeks, "week", "weeks"), sizeText(m, last.MDE, say.Two))
}
