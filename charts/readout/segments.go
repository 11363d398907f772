package readout

import (
	"math"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/draw"
	"uptake/charts/say"
)

// segmentsSection shows the focus metric's lift in every declared segment,
// against the overall one, and counts the looks.
func (s *subject) segmentsSection() doc.Section {
	sec := doc.Section{ID: "segments", Topic: "Segments"}
	switch {
	case s.Withheld != nil: // declared or not
		sec.Heading, sec.Lead = "The lift by segment is hidden", []string{"The groups are not comparable."}
		return sec
	case len(s.Segments) == 0:
		sec.Heading, sec.Lead = "No segments", []string{"No segment was declared beforehand, so the lift is shown " +
			"for everyone together only."}
		if hasCaution(s.Cautions, "too_many_levels") {
			sec.Lead = []string{"No declared segment has few enough levels to be reported, so the lift is shown for " +
				"everyone together only."}
		}
		return sec
	case !s.comparing():
		sec.Heading, sec.Lead = "Segments of one group", []string{"There is no comparison group, so segments have " +
			"values but no lift."}
	}
	m, c := s.focus()
	if m == nil {
		sec.Heading, sec.Lead = "Segments without a decision metric", []string{"No metric was declared primary or " +
			"secondary."}
		return sec
	}
	rows := s.segmentRows(m, c)
	looks, shown := s.looks(), 0
	if c != nil {
		furthest, clear := s.apart(rows, m, c)
		for i := range rows {
			if rows[i].Rel.Bounded && rows[i].Gap == "" { // levels that are too small have a row without a bar
				shown++
			}
		}
		sec.Heading = segmentsHeading(furthest, clear, rows)
		a := float64(s.Alpha)
		if !(a > 0 && a < 1) {
			a = 0.05
		}
		sec.Lead = []string{"The readout looks at " + say.Plural(looks, "segment comparison", "segment comparisons") +
			" in all; with that many looks about " +
			say.Fixed(float64(looks)*a, decimalsOfLooks(float64(looks)*a)) + " would miss their mark by chance " +
			"alone. " +
			say.Plural(shown, "look", "looks") + " at " + say.Metric(m.Name) + " " + map[bool]string{true: "is",
			false: "are"}[shown == 1] +
			" drawn; the line is the overall lift. The intervals are not adjusted for the number of looks, and a " +
			"small segment swings widely."}
		if s.adjusting() {
			sec.Lead = append(sec.Lead, "Segments are not adjusted for the time before exposure; the overall line is.")
		}
		if f := s.segmentsFigure(m, c, rows); f != nil {
			f.ChosenBy, f.Choices = []string{"Metric", "Segment"}, s.segmentChoices(m, c)
			sec.Figures = []*draw.Figure{f}
			sec.Paper = shown <= glanceRows+2 // more do not leave room for the rest
		}
	}
	sec.Tables = []doc.Table{s.segmentsTable(m)}
	if t := s.differencesTable(); len(t.Rows) > 0 {
		sec.Tables = append(sec.Tables, t)
	}
	seen := map[string]bool{}
	for i := range s.Segments {
		g := &s.Segments[i]
		if g.Metric != m.Name {
			continue
		}
		prefix := segmentName(g) + ": "
		sec.Notes = append(sec.Notes, cautionTexts(prefix, g.Cautions, seen)...)
		for j := range g.Comparisons {
			sec.Notes = append(sec.Notes, cautionTexts(prefix, g.Comparisons[j].Cautions, seen)...)
		}
	}
	return sec
}

func decimalsOfLooks(v float64) int {
	if v < 10 {
		return 1
	}
	return 0
}

// segmentRow is one level of one dimension.
type segmentRow struct {
	draw.Effect
	Dimension, Level string
	dimension        string // as in the report
	units            int64
}

func segmentName(g *report.Segment) string { return say.Metric(g.Dimension) + " " + say.Name(g.Level) }

// segmentRows are the levels' comparisons of one metric in one arm.
func (s *subject) segmentRows(m *report.Metric, focus *report.Comparison) []segmentRow {
	var out []segmentRow
	if focus == nil {
		return nil
	}
	for i := range s.Segments {
		g := &s.Segments[i]
		if g.Metric != m.Name {
			continue
		}
		c := comparisonOf(g.Comparisons, focus.Arm)
		if c == nil {
			continue
		}
		r := segmentRow{Effect: s.effect(m, c), Dimension: say.Metric(g.Dimension), Level: say.Name(g.Level),
			dimension: g.Dimension}
		r.Arm, r.Strip, r.Limit = "", math.NaN(), math.NaN()
		for _, a := range []string{c.Arm, c.Control} {
			if e := estimateOf(g.Arms, a); e != nil {
				r.units += e.Units
			}
		}
		out = append(out, r)
	}
	return out
}

// looks counts every segment comparison that the report carries a number for.
func (s *subject) looks() int {
	n := 0
	for i := range s.Segments {
		for j := range s.Segments[i].Comparisons {
			if c := &s.Segments[i].Comparisons[j]; c.Abs.Value.Defined() || c.Rel.Value.Defined() {
				n++
			}
		}
	}
	return n
}

// apart finds the level that lies furthest from the overall lift in units of
// its own interval, and whether the levels of its dimension differ beyond chance,
// by the report's test of all of them together.
func (s *subject) apart(rows []segmentRow, m *report.Metric, overall *report.Comparison) (furthest *segmentRow,
	clear bool) {
	if !overall.Rel.Value.Defined() {
		return nil, false
	}
	o, most := float64(overall.Rel.Value), 0.0
	for i := range rows {
		iv := rows[i].Interval
		if !iv.Lo.Defined() || !iv.Hi.Defined() {
			continue
		}
		side := float64(iv.Value - iv.Lo)
		if o > float64(iv.Value) {
			side = float64(iv.Hi - iv.Value)
		}
		if d := math.Abs(float64(iv.Value)-o) / side; d > most {
			most, furthest = d, &rows[i]
		}
	}
	if furthest == nil {
		return nil, false
	}
	h := s.difference(furthest.dimension, m.Name, overall.Arm)
	return furthest, h != nil && h.PAdjusted.Defined() && h.PAdjusted < s.Alpha
}

// difference is the test of whether a metric's lift differs over a dimension.
func (s *subject) difference(dimension, metric, arm string) *report.Heterogeneity {
	for i := range s.Differences {
		if h := &s.Differences[i]; h.Dimension == dimension && h.Metric == metric && h.Arm == arm {
			return h
		}
	}
	return nil
}

func segmentsHeading(furthest *segmentRow, clear bool, rows []segmentRow) string {
	switch {
	case len(rows) == 0:
		return "No segment has enough data for a comparison"
	case furthest == nil:
		return "No segment stands apart from the overall lift"
	case !clear:
		return "The segments do not clearly differ; " + furthest.Dimension + " " + furthest.Level + " is furthest " +
			"from the overall lift"
	}
	return "The lift is not the same in every " + furthest.Dimension + ": " + furthest.Level + " is furthest from " +
		"the overall one, with " + furthest.Rel.String()
}

// segmentsTable gives both arms and the differences of one metric in every segment and arm.
func (s *subject) segmentsTable(m *report.Metric) doc.Table {
	several := s.treatments() > 1
	t := doc.Table{Caption: say.MetricTitle(m.Name) + " by segment", Long: true, Head: []doc.Column{{Text: "Segment"}}}
	if several {
		t.Head = append(t.Head, doc.Column{Text: "Arm"})
	}
	if !s.comparing() {
		t.Head = append(t.Head, doc.Column{Text: "Value", Num: true}, doc.Column{Text: "n", Num: true})
	} else {
		t.Head = append(t.Head, doc.Column{Text: say.Name(s.control()), Num: true}, doc.Column{Text: s.armHead(),
			Num: true}, doc.Column{Text: "Difference", Num: true}, doc.Column{Text: "Relative difference", Num: true},
			doc.Column{Text: "p", Num: true}, doc.Column{Text: "Shrunken difference", Num: true})
	}
	for i := range s.Segments {
		g := &s.Segments[i]
		if g.Metric != m.Name {
			continue
		}
		// A level prints like its metric.
		level := *m
		level.Arms = g.Arms
		if len(g.Comparisons) == 0 {
			row := []doc.Cell{{Text: say.Name(g.Level), Sub: say.Metric(g.Dimension)}}
			if !s.comparing() {
				for _, e := range g.Arms {
					row = append(row, doc.Cell{Text: say.Value(e.Value, e.Lo, e.Hi, say.LevelScale(m))},
						doc.Cell{Text: say.Count(e.Units)})
					break
				}
			}
			for len(row) < len(t.Head) {
				row = append(row, doc.Cell{Text: say.Dash})
			}
			if s.comparing() {
				at := len(t.Head) - 6
				row[at] = armCell(&level, s.control())
			}
			t.Rows = append(t.Rows, row)
			continue
		}
		for j := range g.Comparisons {
			c := &g.Comparisons[j]
			row := []doc.Cell{{Text: say.Name(g.Level), Sub: say.Metric(g.Dimension)}}
			if several {
				row = append(row, doc.Cell{Text: say.Name(c.Arm)})
			}
			t.Rows = append(t.Rows, append(row, armCell(&level, c.Control), armCell(&level, c.Arm),
				s.spanCell(say.Difference(c.Abs, say.DiffScale(m))), s.spanCell(say.Difference(c.Rel, say.Percent)),
				doc.Cell{Text: say.P(c.P)}, s.shrunkenCell(m, c)))
		}
	}
	t.Foot = "Unadjusted. The shrunken difference is pulled towards the mean over the levels, the more the larger " +
		"its own error: its value is the better guess of a level's own effect. Its " + say.Level(s.Alpha) +
		" interval is right that often over all levels together, less often for a level that truly lies far out; for " +
		"one level named beforehand take the difference's own. With two levels nothing is pulled. Segments of other " +
		"metrics are in the JSON. " + say.Dash + " means not known or too few units."
	return t
}

func (s *subject) shrunkenCell(m *report.Metric, c *report.Comparison) doc.Cell {
	if c.Shrunken == nil {
		return doc.Cell{Text: say.Dash}
	}
	return s.spanCell(say.Difference(*c.Shrunken, say.DiffScale(m)))
}

// differencesTable lists, for every dimension and decision metric, whether the
// lift differs between the levels.
func (s *subject) differencesTable() doc.Table {
	t := doc.Table{Caption: "Does the lift differ between the levels?", Long: true,
		Head: []doc.Column{{Text: "Segment"}, {Text: "Metric"}}}
	several := s.treatments() > 1
	if several {
		t.Head = append(t.Head, doc.Column{Text: "Arm"})
	}
	t.Head = append(t.Head, doc.Column{Text: "Levels", Num: true}, doc.Column{Text: "Beyond chance", Num: true},
		doc.Column{Text: "p", Num: true}, doc.Column{Text: "Adjusted p", Num: true})
	for i := range s.Differences {
		h := &s.Differences[i]
		// not a metric that decides
		if role := s.metricNamed(h.Metric).Role; !h.PAdjusted.Defined() && role != "primary" && role != "secondary" {
			continue
		}
		row := []doc.Cell{{Text: say.Metric(h.Dimension)}, {Text: say.MetricTitle(h.Metric)}}
		if several {
			row = append(row, doc.Cell{Text: say.Name(h.Arm)})
		}
		t.Rows = append(t.Rows, append(row, doc.Cell{Text: say.Count(int64(h.Levels))}, shareCell(h.I2),
			doc.Cell{Text: say.P(h.P)}, doc.CorrectedCell(h.PAdjusted, h.FamilySize)))
	}
	t.Foot = "One test over all levels with at least 15 units in each arm (Welch and James; Brown and Forsythe where " +
		"one arm has more than twice the units of the other); adjusted by Holm over all rows. Beyond chance is the " +
		"share of the variation between levels that chance does not explain."
	return t
}
