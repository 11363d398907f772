package readout

import (
	"uptake/charts/doc"
	"uptake/charts/draw"
	"uptake/charts/out"
	"uptake/charts/say"
)

// closedCard stands where a number would, while the file keeps the numbers closed.
func (s *subject) closedCard(label string) doc.Card {
	return doc.Card{Label: label, Big: "closed", Sub: "The numbers open on " + say.Day(s.Embargo.Opens) + ".",
		Tone: draw.Inconclusive}
}

// closedCards are those of a page that shows health and counts alone.
func (s *subject) closedCards() []doc.Card {
	main := "Main metric"
	if m, _ := s.focus(); m != nil {
		main = say.MetricTitle(m.Name)
	}
	return []doc.Card{s.closedCard(main), s.closedCard("How sure"), s.closedCard("Guardrails and harms"), s.sizeCard()}
}

// closedSections are the parts that say nothing of what the arms did.
func (s *subject) closedSections(o out.Options) []doc.Section {
	closed := doc.Section{ID: "effects", Topic: "What changed", Ahead: true, Paper: true,
		Heading: "The numbers open on " + say.Day(s.Embargo.Opens),
		Lead: []string{"The file keeps them closed for the first " + say.Plural(s.Embargo.Days, "day",
			"days") + " of exposures, so that nobody acts on what chance does in few data. They open once the data " +
			"reach the end of " + say.Day(s.Embargo.Last) + "."}}
	return []doc.Section{closed, s.rowsSection(), doc.HealthSection(s.Health.Checks), s.trustSection(o)}
}
