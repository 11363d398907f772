package ignores

import (
	"slices"

	"uptake/analysis/counted"
	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/draw"
	"uptake/charts/say"
)

// placesDrawn is the most places that the figure shows; the table has them all.
const placesDrawn = 20

// places are the slices of the lens: confirmed ones first, then by points.
func (s *subject) places() []report.Slice {
	out := slices.Clone(s.Where.Slices)
	slices.SortStableFunc(out, func(a, b report.Slice) int {
		switch {
		case a.Confirmed != b.Confirmed:
			if a.Confirmed {
				return -1
			}
			return 1
		case a.Points.Value > b.Points.Value || !b.Points.Value.Defined() && a.Points.Value.Defined():
			return -1
		case a.Points.Value < b.Points.Value || !a.Points.Value.Defined() && b.Points.Value.Defined():
			return 1
		}
		return 0
	})
	return out
}

// placeName is a place in one line: "chat & linux".
func placeName(p *report.Slice) string { return say.OrElse(say.Name(p.Level), "(none)") }

// whereSection ranks the places where more is ignored than elsewhere.
func (s *subject) whereSection() (doc.Section, bool) {
	if s.Where == nil {
		return doc.Section{}, false
	}
	sec := doc.Section{ID: "where", Topic: "Where", Short: true, Heading: s.say("No place is confirmed in which more " +
		"is {ignored} than elsewhere"),
		Lead: []string{say.Plural(s.Where.Looked, "place was", "places were") + " looked at on one half of the " +
			"units; what is said of them comes from the other half."}}
	if s.Where.Looked == 0 {
		sec.Heading, sec.Lead = "No place could be looked at",
			[]string{"Nothing that is logged tells the suggestions of one half of the units apart, or they are too " +
				"few."}
	}
	ps := s.places()
	heat, grid := s.heatFigure()
	if len(ps) == 0 {
		if heat != nil {
			sec.Figures, sec.Tables = append(sec.Figures, heat), append(sec.Tables, *grid)
		}
		return sec, true
	}
	if p := &ps[0]; p.Confirmed {
		sec.Heading = "Most is lost where " + say.Name(p.Attribute) + " is " + placeName(p) + ": " +
			say.Difference(p.Points, say.Cost).Estimate()
		sec.Lead = append(sec.Lead, s.say("Points are what the {ignore rate} would fall by were it there as it is "+
			"elsewhere. Places overlap, so their points do not add up."))
	}
	if f := s.whereFigure(ps, sec.Heading); f != nil {
		sec.Figures = append(sec.Figures, f)
	}
	if heat != nil {
		sec.Figures, sec.Tables = append(sec.Figures, heat), append(sec.Tables, *grid)
	}
	t := doc.Table{Caption: "Places by points, confirmed ones first", Long: true, Head: []doc.Column{{Text: "Place"},
		{Text: "Suggestions", Num: true}, {Text: s.say("{Ignored}"), Num: true}, {Text: "Elsewhere", Num: true},
		{Text: "Points", Num: true}, {Text: "Same user, in and out", Num: true}, {Text: "Confirmed"}}}
	for i := range ps {
		p := &ps[i]
		within := spanText(p.Within)
		if p.OfUsers {
			within = doc.Cell{Text: say.Dash, Sub: "a place of users"}
		}
		yes := doc.Cell{Text: "no", Sub: say.Sentence(p.Verdict)}
		if p.Confirmed {
			yes.Text = "yes"
		}
		if p.P.Defined() {
			yes.Text += ", p " + say.P(p.P)
		}
		if p.WithinP.Defined() {
			yes.Text += ", same user " + say.P(p.WithinP)
		}
		t.Rows = append(t.Rows, []doc.Cell{{Text: placeName(p), Sub: say.Name(p.Attribute)}, {Text: say.Tenth(p.Share),
			Sub: say.Count(p.Seen) + " of " + say.Plural(int(p.Users), "user", "users")},
			{Text: say.Tenth(p.Rate), Sub: say.Tenth(p.Shrunken) + " shrunken"}, {Text: say.Tenth(p.Elsewhere)},
			spanText(p.Points), within, yes})
	}
	t.Foot = s.say("All of the other half of the units. Suggestions: share of the seen ones. Shrunken: drawn towards " +
		"the overall rate, the more the less the place holds. Same user: points of {ignore rate} that a user's " +
		"suggestions in the place have over the same user's others; points are the share of suggestions times that " +
		"difference, or, where nothing of it is known and of places of users, the overall rate less the rate " +
		"elsewhere; p is one-sided, clustered by unit, and not corrected for the number of places.")
	sec.Tables = append(sec.Tables, t)
	return sec, true
}

// whereFigure draws the places; nil where no points are known.
func (s *subject) whereFigure(ps []report.Slice, finding string) *draw.Figure {
	var rows []draw.DotRow
	for i := range ps {
		p := &ps[i]
		if len(rows) == placesDrawn || !p.Points.Value.Defined() {
			continue
		}
		r := draw.DotRow{Name: placeName(p), Note: say.Name(p.Attribute), Value: say.Difference(p.Points,
			say.Cost).String(), Word: "confirmed", Token: "good",
			Marks: []draw.DotMark{{Of: p.Points, Shape: "circle", Token: "good"}}}
		if !p.Confirmed {
			r.Word, r.Token, r.Marks[0].Shape, r.Marks[0].Token = "not confirmed", "inconclusive", "hollow",
				"inconclusive"
		}
		rows = append(rows, r)
	}
	if len(rows) == 0 {
		return nil
	}
	f := &draw.Figure{ID: "figure-where", Whole: true, Title: s.say("Points of the {ignore rate} by place"),
		Finding: finding + ".", Sub: "Bars are " + s.level + " intervals.",
		Key: []draw.KeyItem{{Shape: "key-circle", Token: "good", Text: "confirmed on the other half of the units"},
			{Shape: "key-hollow", Token: "inconclusive", Text: "not confirmed there"}},
		Wide: draw.Dots(rows, pointsAxis(rows), 1040), Narrow: draw.Dots(rows, pointsAxis(rows), 360)}
	if len(rows) < len(ps) {
		f.Sub += counted.Sprintf(" The first %d of %d; the table has them all.", len(rows), len(ps))
	}
	return f
}
