package readout

import (
	"uptake/analysis/report"
	"uptake/charts/draw"
	"uptake/charts/say"
)

// outcomesFigure is one stacked bar per arm of what became of the counted suggestions; nil when no arm has any.
func (s *subject) outcomesFigure() *draw.Figure {
	os := s.Suggestions.Outcomes
	any := false
	for i := range os {
		any = any || draw.Counted(&os[i]) > 0
	}
	if !any {
		return nil
	}
	if len(os) > 12 {
		os = os[:12]
	}
	f := &draw.Figure{
		ID:    "figure-outcomes",
		Title: "Of the suggestions counted in each arm",
		Sub: "Edited includes reverted; accepted includes partly accepted; ignored includes typed by hand; not " +
			"seen includes replaced ones. The table has each alone.",
		Finding: s.outcomesFinding(os),
		Wide:    draw.Outcomes(os, outcomeGroups, 1040),
		Narrow:  draw.Outcomes(os, outcomeGroups, 360),
	}
	for _, g := range outcomeGroups {
		f.Key = append(f.Key, g.Key())
	}
	return f
}

// outcomesFinding reads the bars out.
func (s *subject) outcomesFinding(os []report.Outcomes) string {
	text := s.suggestionsHeading() + "."
	for i := range os {
		n := draw.Counted(&os[i])
		if n <= 0 {
			continue
		}
		var parts []string
		for _, g := range outcomeGroups {
			parts = append(parts, say.Share(report.Num(float64(g.Count(&os[i]))/float64(n)))+" "+g.Label)
		}
		text += " " + say.Name(os[i].Arm) + ": " + say.List(parts) + "."
	}
	return text
}
