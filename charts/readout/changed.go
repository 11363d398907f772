package readout

import (
	"strings"

	"uptake/charts/doc"
	"uptake/charts/say"
)

// changedSection says what is another than in the last readout, where that was at hand: the words and the tables of a
// comparison of two results.
func (s *subject) changedSection() (doc.Section, bool) {
	d := s.Since
	if d == nil {
		return doc.Section{}, false
	}
	line := strings.TrimSuffix(doc.ChangeLine(d), ".")
	sec := doc.Section{ID: "since", Topic: "Since last time", Short: true, Heading: "Since the last readout " +
		strings.ToLower(line[:1]) + line[1:]}
	if d.From.DataTo != "" {
		sec.Lead = []string{"The last readout had data to " + say.Instant(d.From.DataTo) + ", this one to " +
			say.Instant(d.To.DataTo) + "."}
	}
	for _, part := range doc.Changes(d) {
		sec.Lead = append(sec.Lead, part.Lead...)
		for _, t := range part.Tables {
			t.Caption, t.Folded = part.Heading, true
			sec.Tables = append(sec.Tables, t)
		}
	}
	return sec, true
}
