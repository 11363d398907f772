package ignores

import (
	"fmt"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/say"
)

// perSessionSection says what became of the n-th suggestion of a session, and what a limit
// would have left out.
func (s *subject) perSessionSection() (doc.Section, bool) {
	p := s.PerSession
	if p == nil {
		return doc.Section{}, false
	}
	sec := doc.Section{ID: "session", Topic: "In a session", Short: true,
		Heading: "What at most so many a session would have left out",
		Lead: []string{"Observed only: nobody was dealt out to a limit. What comes late in a session may be " +
			"another kind of thing, and who is shown fewer may take others; a test of the limit would tell."}}
	if len(p.Limits) == 0 {
		sec.Heading = "What became of the n-th suggestion of a session"
	}
	limits := doc.Table{Caption: "At most so many a session", Head: []doc.Column{{Text: "At most"}, {Text: "Fewer seen",
		Num: true}, {Text: "Of those seen", Num: true}, {Text: "Of what was accepted", Num: true},
		{Text: s.say("Of what was {ignored}"), Num: true}}}
	for _, l := range p.Limits {
		limits.Rows = append(limits.Rows, []doc.Cell{{Text: say.Count(int64(l.AtMost))}, {Text: say.Count(l.Seen)},
			rateCell(l.Fewer), rateCell(l.Lost), rateCell(l.Saved)})
	}
	limits.Foot = s.level + s.say(" intervals, clustered by unit. Shares that the limit would have left out: of what "+
		"was accepted they are lost, of what was {ignored} they are spared.")
	if len(limits.Rows) > 0 {
		sec.Tables = append(sec.Tables, limits)
	}
	curve := doc.Table{Caption: s.say("The n-th suggestion of a session"), Long: true,
		Head: []doc.Column{{Text: "Place"}, {Text: "Seen", Num: true}, {Text: "Users", Num: true},
			{Text: s.say("{Ignored}"), Num: true}, {Text: "Accepted", Num: true}}}
	for _, c := range p.Curve {
		curve.Rows = append(curve.Rows, []doc.Cell{{Text: placeText(c)}, {Text: say.Count(c.Seen)},
			{Text: say.Count(c.Users)}, rateCell(c.Rate), rateCell(c.Accepted)})
	}
	curve.Foot = "Places count what the session showed before, seen or not; what is shown at one instant has one " +
		"place. Without a session column a pause of half an hour begins another."
	sec.Tables = append(sec.Tables, curve)
	return sec, true
}

func placeText(c report.NthShown) string {
	switch {
	case c.To == 0:
		return fmt.Sprintf("%d and more", c.From)
	case c.To == c.From:
		return say.Count(int64(c.From))
	}
	return fmt.Sprintf("%d to %d", c.From, c.To)
}
