package readout

import (
	"strconv"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/draw"
	"uptake/charts/say"
)

// funnelFigures is the most pictures of funnels; every funnel has its tables.
const funnelFigures = 6

// stepsSection shows the metrics of kind funnel: who reaches each step. ok is false without
// one.
func (s *subject) stepsSection() (sec doc.Section, ok bool) {
	sec = doc.Section{ID: "funnels", Topic: "Funnels"}
	for i := range s.Metrics {
		m := &s.Metrics[i]
		if m.Funnel == nil {
			continue
		}
		if sec.Heading == "" {
			sec.Heading = s.stepsHeading(m)
			sec.Lead = []string{"Everyone at a step was at the step before, in that order. The last step is the " +
				"metric itself, and the verdict uses no other."}
		}
		if f := s.stepsFigure(m, len(sec.Figures)+1); f != nil && len(sec.Figures) < funnelFigures {
			if len(sec.Figures) == 0 { // the first is printed
				sec.Paper = len(m.Funnel.Steps) <= glanceRows
			}
			sec.Figures = append(sec.Figures, f)
		}
		sec.Tables = append(sec.Tables, s.stepSharesTable(m))
		if t := s.stepEffectsTable(m); len(t.Rows) > 0 {
			sec.Tables = append(sec.Tables, t)
		}
		if t := stepTimesTable(m); len(t.Rows) > 0 {
			sec.Tables = append(sec.Tables, t)
		}
		if t := s.stepLevelsTable(m); len(t.Rows) > 0 {
			sec.Tables = append(sec.Tables, t)
		}
	}
	return sec, len(sec.Tables) > 0
}

// stepArms are the arms that a funnel is told of in a sentence and drawn for: the control and
// the arm that the page is about, or the first.
func (s *subject) stepArms(m *report.Metric) []report.StepArm {
	arms := m.Funnel.Steps[0].Arms
	if _, c := s.focus(); c != nil && s.treatments() > 0 {
		var out []report.StepArm
		for _, name := range []string{c.Control, c.Arm} {
			if a := stepArmOf(arms, name); a != nil {
				out = append(out, *a)
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	return arms[:min(len(arms), 2)]
}

func stepArmOf(arms []report.StepArm, name string) *report.StepArm {
	for i := range arms {
		if arms[i].Arm == name {
			return &arms[i]
		}
	}
	return nil
}

// stepsHeading says which share reaches the last step.
func (s *subject) stepsHeading(m *report.Metric) string {
	last := m.Funnel.Steps[len(m.Funnel.Steps)-1]
	var parts []string
	for _, a := range s.stepArms(m) {
		x := stepArmOf(last.Arms, a.Arm)
		parts = append(parts, say.Tenth(x.Share)+" of "+say.Name(x.Arm))
	}
	return say.List(parts) + " reached " + say.Name(last.Name) + ", the last step of " + say.Metric(m.Name)
}

// stepsFigure draws the share of the exposed that reaches each step; nil where nobody is
// exposed.
func (s *subject) stepsFigure(m *report.Metric, number int) *draw.Figure {
	arms := s.stepArms(m)
	var groups []string
	for _, a := range arms {
		groups = append(groups, a.Arm)
	}
	var rows []draw.GroupRow
	for _, step := range m.Funnel.Steps {
		r := draw.GroupRow{Name: step.Name}
		for _, name := range groups {
			x := stepArmOf(step.Arms, name)
			r.Shares = append(r.Shares, report.Interval{Value: x.Share, Lo: x.Lo, Hi: x.Hi})
		}
		rows = append(rows, r)
	}
	f := &draw.Figure{ID: "figure-funnel-" + strconv.Itoa(number), Title: say.MetricTitle(m.Name) + ": share of the " +
		s.units() + " that reaches each step",
		Sub:     "Lines are " + say.Level(s.Alpha) + " intervals of each share.",
		Finding: s.stepsHeading(m) + "."}
	if !draw.GroupShares(f, groups, rows, "more reach it ▸") {
		return nil
	}
	if len(s.Arms) > len(arms) {
		f.Sub += " The table has every arm."
	}
	return f
}

// stepSharesTable counts who reaches each step, in every arm.
func (s *subject) stepSharesTable(m *report.Metric) doc.Table {
	t := doc.Table{Caption: say.MetricTitle(m.Name) + ": who reaches each step", Head: []doc.Column{{Text: "Step"},
		{Text: "Group"},
		{Text: say.UpperFirst(s.units()), Num: true}, {Text: "Of the exposed", Num: true}, {Text: "Of the step before",
			Num: true}}}
	exposed := doc.Cell{Text: "Exposed"}
	if len(m.Arms) > 0 && m.Arms[0].Immature != nil {
		exposed.Sub = "and their window over"
	}
	for _, x := range m.Funnel.Steps[0].Arms {
		t.Rows = append(t.Rows, []doc.Cell{exposed, {Text: say.Name(x.Arm)}, {Text: say.Count(x.Before)},
			{Text: say.Dash}, {Text: say.Dash}})
	}
	for _, step := range m.Funnel.Steps {
		name := doc.Cell{Text: say.Name(step.Name)}
		if step.Within != "" {
			name.Sub = "at most " + step.Within + " after the step before"
		}
		for _, x := range step.Arms {
			t.Rows = append(t.Rows, []doc.Cell{name, {Text: say.Name(x.Arm)}, {Text: say.Count(x.Units)},
				{Text: say.Tenth(x.Share), Sub: boundsCell(x.Lo, x.Hi).Text}, {Text: say.Tenth(x.OfBefore),
					Sub: boundsCell(x.BeforeLo, x.BeforeHi).Text}})
		}
	}
	t.Foot = "Beneath each share its " + say.Level(s.Alpha) + " interval."
	if m.Funnel.Within != "" {
		t.Foot += " Every step counts at most " + m.Funnel.Within + " after the first."
	}
	return t
}

// stepEffectsTable compares the arms at every step; as at stepsTable, intervals and p are
// not shown before the end.
func (s *subject) stepEffectsTable(m *report.Metric) doc.Table {
	t := doc.Table{Caption: say.MetricTitle(m.Name) + ": difference at each step",
		Head: []doc.Column{{Text: "Step"}, {Text: "Share of"}, {Text: "Difference", Num: true},
			{Text: "Relative difference", Num: true}, {Text: "p", Num: true}, {Text: "p, all of them", Num: true}}}
	several := s.treatments() > 1
	for _, x := range m.Funnel.Comparisons {
		label, of := say.Name(x.Step), "the exposed"
		if several {
			label += ", " + say.Name(x.Arm)
		}
		if x.Of == report.OfBefore {
			of = "the step before"
		}
		row := []doc.Cell{{Text: label}, {Text: of}, s.once(say.Difference(x.Abs, say.Points)),
			s.once(say.Difference(x.Rel, say.Percent)), {Text: say.Dash}, {Text: say.Dash}}
		if !s.Decision.Early {
			row[4].Text, row[5] = say.P(x.P), doc.CorrectedCell(x.PAdjusted, x.FamilySize)
		}
		t.Rows = append(t.Rows, row)
	}
	t.Foot = "By the pooled z with Newcombe's interval, read once. The last p is Holm's over every row. Who is at a " +
		"step may be others in each arm: only the shares of the exposed compare like with like, those of the step " +
		"before say where a difference arises."
	return t
}

// stepTimesTable says how long it took to each step, in every arm; no rows where rows of the
// export carry no time.
func stepTimesTable(m *report.Metric) doc.Table {
	t := doc.Table{Caption: say.MetricTitle(m.Name) + ": how long it takes", Head: []doc.Column{{Text: "Step"},
		{Text: "Group"}, {Text: "There", Num: true}, {Text: "Not there", Num: true},
		{Text: "Half, from exposure", Num: true}, {Text: "9 in 10, from exposure", Num: true},
		{Text: "Half, from the step before", Num: true}, {Text: "9 in 10, from the step before", Num: true}}}
	for k, step := range m.Funnel.Steps {
		for _, x := range step.Arms {
			all, before := x.FromExposure, x.FromBefore
			if all == nil || before == nil {
				continue
			}
			row := []doc.Cell{{Text: say.Name(step.Name)}, {Text: say.Name(x.Arm)}, {Text: say.Count(all.Reached)},
				{Text: say.Count(all.Open)}, tookCell(all.Median, all.MedianThere), tookCell(all.P90, all.P90There),
				{Text: say.Dash}, {Text: say.Dash}}
			if k > 0 {
				row[6], row[7] = tookCell(before.Median, before.MedianThere), tookCell(before.P90, before.P90There)
			}
			t.Rows = append(t.Rows, row)
		}
	}
	t.Foot = "Until half, and nine in ten, of all the exposed or of all at the step before are there " +
		"(Kaplan–Meier): who is not when the window or the data end counts for as long as it was watched. " +
		say.Dash + " means that fewer got there. Beneath, the same of those who are there alone, who are the quick " +
		"ones."
	return t
}

// tookCell is a time that some took, and beneath it that of those who are there.
func tookCell(all, there report.Num) doc.Cell { return doc.Cell{Text: took(all), Sub: took(there)} }

func took(days report.Num) string {
	const twoMinutes = 2.0 / minutesOfDay
	switch {
	case !days.Defined():
		return say.Dash
	case days < twoMinutes:
		return say.Fixed(float64(days)*60*minutesOfDay, 0) + " s"
	}
	return daysSpan(days)
}

// stepLevelsTable says who reaches each step in every level of the segments.
func (s *subject) stepLevelsTable(m *report.Metric) doc.Table {
	t := doc.Table{Caption: say.MetricTitle(m.Name) + ": who reaches each step, by segment", Long: true,
		Head: []doc.Column{{Text: "Segment"}, {Text: "Step"}, {Text: "Group"},
			{Text: say.UpperFirst(s.units()), Num: true}, {Text: "Of the exposed", Num: true}}}
	if s.comparing() {
		t.Head = append(t.Head, doc.Column{Text: "Difference to control", Num: true})
	}
	for _, l := range m.Funnel.Segments {
		for _, step := range l.Steps {
			for _, x := range step.Arms {
				row := []doc.Cell{{Text: say.Name(l.Level), Sub: say.Metric(l.Dimension)}, {Text: say.Name(step.Name)},
					{Text: say.Name(x.Arm)}, {Text: say.Count(x.Units)},
					{Text: say.Tenth(x.Share), Sub: boundsCell(x.Lo, x.Hi).Text}}
				if s.comparing() {
					row = append(row, doc.Cell{Text: say.Dash})
					for _, c := range l.Comparisons {
						if c.Step == step.Name && c.Arm == x.Arm {
							row[5] = s.once(say.Difference(c.Abs, say.Points))
						}
					}
				}
				t.Rows = append(t.Rows, row)
			}
		}
	}
	t.Foot = "Shares are of the exposed of the level. The differences have Newcombe's intervals, for one look each, " +
		"and no p: they say where a difference lies. " + say.Dash + " means control, or too few units for a comparison."
	return t
}
