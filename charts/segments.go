package charts

import (
	"math"
	"slices"

	"uptake/analysis/report"
	"uptake/analysis/stats"
)

// segmentsSection shows the focus metric's lift in every declared segment,
// against the overall one, and counts the looks.
func (s *subject) segmentsSection() section {
	sec := section{ID: "segments", Topic: "Who"}
	switch {
	case s.veiled: // the report then holds no segments, declared or not
		sec.Heading, sec.Lead = "The lift by segment is hidden", []string{"The groups are not comparable."}
		return sec
	case len(s.Segments) == 0:
		sec.Heading, sec.Lead = "No segments", []string{"No segment was declared beforehand, so the lift is shown for everyone together only."}
		if slices.ContainsFunc(s.Cautions, func(c report.Caution) bool { return c.Code == "too_many_levels" }) {
			sec.Lead = []string{"No declared segment has few enough levels to be reported, so the lift is shown for everyone together only."}
		}
		return sec
	case !s.comparing():
		sec.Heading, sec.Lead = "Segments of one group", []string{"There is no comparison group, so segments have values but no lift."}
	}
	m, c := s.focus()
	if m == nil {
		sec.Heading, sec.Lead = "Segments without a decision metric", []string{"No metric was declared primary or secondary."}
		return sec
	}
	rows := s.segmentRows(m, c)
	looks, shown := s.looks(), 0
	if c != nil {
		furthest, clear := s.apart(rows, c)
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
		sec.Lead = []string{"The readout looks at " + plural(looks, "segment comparison", "segment comparisons") + " in all; with that many looks about " +
			fixed(float64(looks)*a, decimalsOfLooks(float64(looks)*a)) + " would miss their mark by chance alone. " +
			plural(shown, "look", "looks") + " at " + metricName(m.Name) + " " + map[bool]string{true: "is", false: "are"}[shown == 1] +
			" drawn; the line is the overall lift. The intervals are not adjusted for the number of looks, and a small segment swings widely."}
		if f := s.segmentsFigure(m, c, rows); f != nil {
			sec.Figures = []*figure{f}
		}
	}
	sec.Tables = []table{s.segmentsTable(m)}
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
	effect
	Dimension, Level string
	units            int64
}

func segmentName(g *report.Segment) string { return metricName(g.Dimension) + " " + name(g.Level) }

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
		r := segmentRow{effect: s.effect(m, c), Dimension: metricName(g.Dimension), Level: name(g.Level)}
		r.Arm, r.strip, r.limit = "", math.NaN(), math.NaN()
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

// apart finds the level that lies furthest from the overall lift, and whether
// it is clear of it: its interval, widened for the number of looks (Bonferroni),
// still misses the overall lift.
func (s *subject) apart(rows []segmentRow, overall *report.Comparison) (furthest *segmentRow, clear bool) {
	if !overall.Rel.Value.Defined() {
		return nil, false
	}
	a := float64(s.Alpha)
	if !(a > 0 && a < 1) {
		a = 0.05
	}
	widen := stats.NormalISF(a/2/float64(max(s.looks(), 1))) / stats.NormalISF(a/2)
	o, most := float64(overall.Rel.Value), 1.0
	for i := range rows {
		iv := rows[i].interval
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
	return furthest, furthest != nil && most > widen
}

func segmentsHeading(furthest *segmentRow, clear bool, rows []segmentRow) string {
	switch {
	case len(rows) == 0:
		return "No segment has enough data for a comparison"
	case furthest == nil:
		return "No segment stands apart from the overall lift"
	case !clear:
		return "No segment clearly stands apart from the overall lift; " + furthest.Dimension + " " + furthest.Level + " is furthest from it"
	}
	return upperFirst(furthest.Dimension) + " " + furthest.Level + " stands apart from the overall lift: " + furthest.Rel.String()
}

// segmentsTable gives both arms and the differences of one metric in every segment and arm.
func (s *subject) segmentsTable(m *report.Metric) table {
	several := s.treatments() > 1
	t := table{Caption: metricTitle(m.Name) + " by segment", Long: true, Head: []column{{"Segment", false}}}
	if several {
		t.Head = append(t.Head, column{"Arm", false})
	}
	if !s.comparing() {
		t.Head = append(t.Head, column{"Value", true}, column{"n", true})
	} else {
		t.Head = append(t.Head, column{name(s.control()), true}, column{s.armHead(), true}, column{"Difference", true}, column{"Relative difference", true}, column{"p", true})
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
			row := []cell{{Text: name(g.Level), Sub: metricName(g.Dimension)}}
			if !s.comparing() {
				for _, e := range g.Arms {
					row = append(row, cell{Text: levelText(e.Value, e.Lo, e.Hi, levelScale(m))}, cell{Text: count(e.Units)})
					break
				}
			}
			for len(row) < len(t.Head) {
				row = append(row, cell{Text: dash})
			}
			if s.comparing() {
				at := len(t.Head) - 5
				row[at] = armCell(&level, s.control())
			}
			t.Rows = append(t.Rows, row)
			continue
		}
		for j := range g.Comparisons {
			c := &g.Comparisons[j]
			row := []cell{{Text: name(g.Level), Sub: metricName(g.Dimension)}}
			if several {
				row = append(row, cell{Text: name(c.Arm)})
			}
			t.Rows = append(t.Rows, append(row, armCell(&level, c.Control), armCell(&level, c.Arm),
				s.spanCell(diffSpan(c.Abs, diffScale(m))), s.spanCell(diffSpan(c.Rel, percent)), cell{Text: pText(c.P)}))
		}
	}
	t.Foot = "Unadjusted. Segments of other metrics are in the JSON. " + dash + " means not known or too few units."
	return t
}
