package ignores

import (
	"fmt"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/draw"
	"uptake/charts/say"
)

// requestsSection shows how often what was asked for was shown, by latency where the
// requests carry one.
func (s *subject) requestsSection() (doc.Section, bool) {
	r := s.Requests
	if r == nil || len(r.Arms) == 0 {
		return doc.Section{}, false
	}
	sec := doc.Section{ID: "requests", Topic: "Shown at all", Short: true, Heading: "How much of what is asked for " +
		"is shown",
		Lead: []string{s.say("A suggestion that comes too late is not shown, and cannot be {ignored}: by the shown " +
			"ones alone the latency looks better than what people waited for. Observed only.")}}
	last := &r.Arms[len(r.Arms)-1]
	sec.Heading = rateCell(last.Rate).Text + " of what is asked for is shown"
	least, most := -1, -1
	for i := range r.Bands {
		if b := &r.Bands[i]; bounded(b.Rate) {
			if least < 0 || b.Rate.Value < r.Bands[least].Rate.Value {
				least = i
			}
			if most < 0 || b.Rate.Value > r.Bands[most].Rate.Value {
				most = i
			}
		}
	}
	if least >= 0 && r.Bands[least].Rate.Hi < r.Bands[most].Rate.Lo {
		lo, hi := &r.Bands[least], &r.Bands[most]
		sec.Heading += fmt.Sprintf(": %s at %s, %s at %s", say.Tenth(hi.Rate.Value), say.Name(hi.Level),
			say.Tenth(lo.Rate.Value), say.Name(lo.Level))
	}
	if f := requestsFigure(r, sec.Heading); f != nil {
		sec.Figures = append(sec.Figures, f)
	}
	lines := func(caption, head string, list []report.RequestShare, foot string) {
		t := doc.Table{Caption: caption, Foot: foot, Head: []doc.Column{{Text: head}, {Text: "Asked for", Num: true},
			{Text: "Shown", Num: true}, {Text: "Users", Num: true}, {Text: "Share shown", Num: true}}}
		for _, x := range list {
			label := say.Name(x.Level)
			if x.Level == all {
				label = "All"
			}
			t.Rows = append(t.Rows, []doc.Cell{{Text: label}, {Text: say.Count(x.Requests)}, {Text: say.Count(x.Shown)},
				{Text: say.Count(x.Users)}, rateCell(x.Rate)})
		}
		sec.Tables = append(sec.Tables, t)
	}
	lines("Requests by arm", "Arm", r.Arms, "Requests are known by the id that their suggestion is shown under; "+
		"those younger than the window are left out.")
	asked := last.Requests
	switch {
	case len(r.Bands) == 0:
		sec.Lead = append(sec.Lead, "The rows of requests carry no latency, so nothing is said by how long they "+
			"took: a latency of shown suggestions alone would not tell.")
	case r.Timed < asked:
		lines("Requests by latency", "Latency", r.Bands, fmt.Sprintf("Of %s requests %s carry a latency.",
			say.Count(asked), say.Count(r.Timed)))
	default:
		lines("Requests by latency", "Latency", r.Bands, "")
	}
	return sec, true
}

// requestsFigure draws the share shown by latency; nil where no band has a rate.
func requestsFigure(r *report.RequestLens, finding string) *draw.Figure {
	p := draw.Plot{Y: "shown", XName: "latency_ms"}
	for j, b := range r.Bands {
		p.Bands = append(p.Bands, say.Name(b.Level))
		p.Marks = append(p.Marks, draw.PlotMark{X: float64(j), Of: b.Rate, Shape: "circle", Token: "good", Shift: 0})
	}
	if !p.Drawable() {
		return nil
	}
	return &draw.Figure{ID: "figure-requests", Title: "Is what takes long shown at all?", Finding: finding + ".",
		Wide: p.Drawing(1040, 300), Narrow: p.Drawing(360, 290)}
}
