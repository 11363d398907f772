package readout

import (
	"strconv"
	"strings"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/say"
)

// adoptionSection shows how units come to use the feature. ok is false without
// suggestions.
func (s *subject) adoptionSection() (sec doc.Section, ok bool) {
	a := s.Adoption
	if a == nil || len(a.Funnel) == 0 || len(a.Funnel[0].Steps) == 0 {
		return sec, false
	}
	sec = doc.Section{ID: "adoption", Topic: "Adoption", Heading: s.adoptionHeading()}
	sec.Lead = []string{"Every step's " + s.units() + " are among those of the step before; shares are of the exposed."}
	sec.Tables = []doc.Table{s.funnelTable()}
	if t := s.stepsTable(); len(t.Rows) > 0 {
		sec.Tables = append(sec.Tables, t)
	}
	if a.First != nil {
		sec.Tables = append(sec.Tables, s.firstTable(a.First))
		if len(a.First.Arms[0].Curve) > 0 {
			sec.Tables = append(sec.Tables, s.curveTable(a.First))
		}
	}
	if t := s.complierTable(); len(t.Rows) > 0 {
		sec.Tables = append(sec.Tables, t)
	}
	return sec, true
}

var stepWords = map[string]string{"exposed": "Exposed", "shown": "Shown a suggestion", "seen": "Saw one",
	"accepted": "Accepted one", "kept": "Kept one"}

func (s *subject) stepText(step string) string {
	if step == "outcome" {
		return "Kept one and had " + doneWhat(s.Adoption.Outcome)
	}
	return stepWords[step]
}

// doneWhat is what a metric counts, as something that one can have had: "tasks"
// of tasks_per_user.
func doneWhat(metric string) string {
	what, _, per := strings.Cut(say.Metric(metric), " per ")
	if !per {
		return "some " + what
	}
	return what
}

// adoptionHeading says which share of the exposed ever accepts, in each arm.
func (s *subject) adoptionHeading() string {
	out := ""
	for i, f := range s.Adoption.Funnel {
		for _, st := range f.Steps {
			if st.Step == "accepted" {
				if i > 0 {
					out += ", "
				}
				out += say.Tenth(st.Share) + " of " + say.Name(f.Arm)
			}
		}
	}
	return out + " ever accepted a suggestion"
}

func (s *subject) funnelTable() doc.Table {
	t := doc.Table{Caption: "From exposure to outcome", Head: []doc.Column{{Text: "Step"}}}
	for _, f := range s.Adoption.Funnel {
		t.Head = append(t.Head, doc.Column{Text: say.Name(f.Arm), Num: true}, doc.Column{Text: "Share", Num: true})
	}
	for k, st := range s.Adoption.Funnel[0].Steps {
		row := []doc.Cell{{Text: s.stepText(st.Step)}}
		for _, f := range s.Adoption.Funnel {
			x := f.Steps[k]
			row = append(row, doc.Cell{Text: say.Count(x.Units)}, doc.Cell{Text: say.Tenth(x.Share),
				Sub: boundsCell(x.Lo, x.Hi).Text})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// stepsTable compares the arms at every step of the funnel. Before the end its
// intervals and p, which may be read once, are not shown.
func (s *subject) stepsTable() doc.Table {
	t := doc.Table{Caption: "Difference at each step, in the share of the exposed",
		Head: []doc.Column{{Text: "Step"}, {Text: "Difference", Num: true}, {Text: "Relative difference", Num: true},
			{Text: "p", Num: true}, {Text: "p, all steps", Num: true}}}
	several := s.treatments() > 1
	for _, x := range s.Adoption.Steps {
		label := s.stepText(x.Step)
		if several {
			label += ", " + say.Name(x.Arm)
		}
		row := []doc.Cell{{Text: label}, s.once(say.Difference(x.Abs, say.Points)),
			s.once(say.Difference(x.Rel, say.Percent)), {Text: say.Dash}, {Text: say.Dash}}
		if !s.Decision.Early {
			row[3].Text, row[4] = say.P(x.P), doc.CorrectedCell(x.PAdjusted, x.FamilySize)
		}
		t.Rows = append(t.Rows, row)
	}
	t.Foot = "By the pooled z with Newcombe's interval, read once. The last p is Holm's over every step and arm. The " +
		"verdict does not use them."
	return t
}

func (s *subject) firstTable(f *report.TimeToFirst) doc.Table {
	t := doc.Table{Caption: "Days from exposure to the first accept, counted up to " + say.Number(f.Horizon) + " days",
		Head: []doc.Column{{Text: "Group"}, {Text: "Accepted", Num: true}, {Text: "Half have after", Num: true},
			{Text: "Mean", Num: true}, {Text: "Against control", Num: true}, {Text: "p (log-rank)", Num: true}}}
	days := say.Scale{Factor: 1, Unit: " days"}
	for _, a := range f.Arms {
		row := []doc.Cell{{Text: say.Name(a.Arm)}, {Text: say.Count(a.Accepted) + " of " + say.Count(a.Units)},
			{Text: daysSpan(a.Median)}, {Text: daysSpan(a.Restricted)}, {Text: say.Dash}, {Text: say.Dash}}
		for _, c := range f.Comparisons {
			if c.Arm == a.Arm {
				row[4] = s.once(say.Difference(c.Restricted, days))
				if !s.Decision.Early {
					row[5].Text = say.P(c.P)
				}
			}
		}
		t.Rows = append(t.Rows, row)
	}
	t.Foot = "By Kaplan–Meier: who has not accepted yet counts as long as they were observed. The mean takes the " +
		"last of those days for who never does."
	return t
}

// daysSpan prints a time in the unit that suits it.
const minutesOfDay = 1440

func daysSpan(d report.Num) string {
	switch v := float64(d); {
	case !d.Defined():
		return "never"
	case v < 1.0/24:
		return say.Fixed(v*minutesOfDay, 0) + " min"
	case v < 2:
		return say.Fixed(v*24, 1) + " h"
	default:
		return say.Fixed(v, 1) + " days"
	}
}

func (s *subject) curveTable(f *report.TimeToFirst) doc.Table {
	t := doc.Table{Caption: "Have accepted by then", Head: []doc.Column{{Text: "After"}}}
	for _, a := range f.Arms {
		t.Head = append(t.Head, doc.Column{Text: say.Name(a.Arm), Num: true})
	}
	for k, p := range f.Arms[0].Curve {
		after := strconv.Itoa(int(p.Days)) + " days"
		switch {
		case p.Days < 1:
			after = "1 hour"
		case p.Days == 1:
			after = "1 day"
		}
		row := []doc.Cell{{Text: after}}
		for _, a := range f.Arms {
			row = append(row, doc.Cell{Text: say.Tenth(a.Curve[k].Share), Sub: boundsCell(a.Curve[k].Lo,
				a.Curve[k].Hi).Text})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// complierTable gives the effect on those who were shown a suggestion because
// of the treatment, where control has no feature.
func (s *subject) complierTable() doc.Table {
	t := doc.Table{Caption: "Effect on those who were shown a suggestion (assignment as the instrument)",
		Head: []doc.Column{{Text: "Metric"}, {Text: "Arm"}, {Text: "On everyone assigned", Num: true},
			{Text: "On those shown one", Num: true}, {Text: "Shown one", Num: true}}}
	for i := range s.raw.Metrics {
		m := &s.raw.Metrics[i]
		for _, c := range m.Comparisons {
			if x := c.Complier; x != nil {
				iv := report.Interval{Value: x.Value, Lo: x.Lo, Hi: x.Hi, Bounded: x.Lo.Defined()}
				t.Rows = append(t.Rows, []doc.Cell{{Text: say.MetricTitle(m.Name)}, {Text: say.Name(c.Arm)},
					s.once(say.Difference(c.Abs, say.DiffScale(m))), s.once(say.Difference(iv, say.DiffScale(m))),
					{Text: say.Tenth(x.Shown)}})
			}
		}
	}
	t.Foot = "Control has no suggestions. If being assigned changes nothing for those who were never shown one, the " +
		"whole difference comes from those who were; the decision is made on everyone assigned."
	return t
}
