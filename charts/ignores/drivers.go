package ignores

import (
	"fmt"
	"math"

	"uptake/analysis/counted"
	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/draw"
	"uptake/charts/say"
)

// driversDrawn is the most drivers that the figure shows; the table has them all.
const driversDrawn = 16

// notWithin is said of a driver that does not hold within users.
const notWithin = "difference between users, not an effect of the suggestion"

// driverLooks are the three ways to look at a driver, in the order of their marks.
var driverLooks = []struct {
	Name, Shape, Token string
	of                 func(*report.Driver) report.Interval
}{
	{"alone", "hollow", "inconclusive", func(d *report.Driver) report.Interval { return d.Naive }},
	{"all together, between users", "square", "inconclusive",
		func(d *report.Driver) report.Interval { return d.Between }},
	{"within the same user", "diamond", "good", func(d *report.Driver) report.Interval { return d.Within }},
}

// driverWord says how a driver reads.
func driverWord(d *report.Driver) string {
	switch {
	case d.Agree:
		return "holds within the same user"
	case !d.Within.Value.Defined():
		return "not known within users"
	case !d.Naive.Leaves0() && !d.Between.Leaves0():
		return "not clear"
	}
	return notWithin
}

// driversSection says what goes with ignoring, and what of it holds within users.
func (s *subject) driversSection() (doc.Section, bool) {
	if len(s.Drivers) == 0 {
		return doc.Section{}, false
	}
	sec := doc.Section{ID: "drivers", Topic: s.say("What goes with {ignoring}"), Short: true,
		Heading: s.driversHeading(),
		Lead: []string{s.say("Observed only: what goes with {ignoring} for one more unit of each number, alone, " +
			"beside the other numbers, and for the same user. What predicts is no reason yet; an experiment would " +
			"tell.")}}
	t := doc.Table{Caption: s.say("Points of the {ignore rate} for one more unit"), Head: []doc.Column{{Text: "Number"},
		{Text: "Alone", Num: true}, {Text: "All together", Num: true}, {Text: "Same user", Num: true},
		{Text: "Reads as"}}}
	var rows []draw.DotRow
	for i := range s.Drivers {
		d := &s.Drivers[i]
		row := []doc.Cell{{Text: say.Name(d.Attribute), Sub: say.Name(d.Unit)}}
		r := draw.DotRow{Name: say.Name(d.Attribute), Note: say.Name(d.Unit), Value: say.Difference(d.Within,
			say.Cost).String(), Word: driverWord(d), Token: "good"}
		if !d.Agree {
			r.Token = "inconclusive"
		}
		if r.Word == notWithin {
			r.Word = "difference between users"
		}
		known := false
		for _, l := range driverLooks {
			iv := l.of(d)
			row = append(row, spanText(iv))
			known = known || !math.IsNaN(draw.Scaled(iv.Value, say.Points))
			r.Marks = append(r.Marks, draw.DotMark{Of: iv, Shape: l.Shape, Token: l.Token})
		}
		t.Rows = append(t.Rows, append(row, doc.Cell{Text: say.UpperFirst(driverWord(d))}))
		if known && len(rows) < driversDrawn {
			rows = append(rows, r)
		}
		if d.Sentence != "" {
			sec.Lines = append(sec.Lines, doc.Line{Label: say.Name(d.Attribute), Value: say.Sentence(d.Sentence)})
		}
	}
	t.Foot = fmt.Sprintf("%s intervals. Alone: no other number is looked at. All together: the other numbers alike, "+
		"users compared with each other. Same user: the suggestions of one user compared, the other numbers alike.",
		s.level)
	sec.Tables = append(sec.Tables, t)
	if len(rows) > 0 {
		f := &draw.Figure{ID: "figure-drivers", Title: s.say("Points of the {ignore rate} for one more unit"),
			Sub:     "The number at the right is that within the same user.",
			Finding: sec.Heading + ".", Wide: draw.Dots(rows, pointsAxis(rows), 1040), Narrow: draw.Dots(rows,
				pointsAxis(rows), 360)}
		for _, l := range driverLooks {
			f.Key = append(f.Key, draw.KeyItem{Shape: "key-" + l.Shape, Token: l.Token, Text: l.Name})
		}
		if len(rows) < len(s.Drivers) {
			f.Sub += counted.Sprintf(" The first %d of %d; the table has them all.", len(rows), len(s.Drivers))
		}
		sec.Figures = append(sec.Figures, f)
	}
	return sec, true
}

// driversHeading names the driver that makes most of a difference within users.
func (s *subject) driversHeading() string {
	var top *report.Driver
	for i := range s.Drivers {
		if d := &s.Drivers[i]; d.Agree &&
			(top == nil || math.Abs(float64(d.Within.Value)) > math.Abs(float64(top.Within.Value))) {
			top = d
		}
	}
	if top == nil {
		return s.say("No number goes with {ignoring} for the same user")
	}
	return fmt.Sprintf(s.say("For the same user %s goes furthest with {ignoring}: %s (%s)"), say.Name(top.Attribute),
		say.Difference(top.Within, say.Cost).Estimate(), say.Name(top.Unit))
}

// pointsAxis is the axis of differences from an ignore rate.
func pointsAxis(rows []draw.DotRow) draw.DotAxis {
	lo, hi, _ := draw.DotsDomain(rows)
	return draw.DotAxis{Lo: lo, Hi: hi, Left: "◂ ignored less", Right: "ignored more ▸", Tick: say.Signed}
}
