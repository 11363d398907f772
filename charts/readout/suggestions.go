package readout

import (
	"math"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/draw"
	"uptake/charts/say"
)

// suggestionsSection shows what became of the shown suggestions in each arm.
func (s *subject) suggestionsSection() doc.Section {
	sec := doc.Section{ID: "suggestions", Topic: "Suggestions"}
	g := s.Suggestions
	if g == nil || len(g.Outcomes) == 0 {
		sec.Heading = "No suggestions in this experiment"
		sec.Lead = []string{"The data names no shown suggestions, so acceptance, ignoring and their rates do not " +
			"exist here."}
		return sec
	}
	sec.Paper, sec.Half = true, true
	sec.Heading = s.suggestionsHeading()
	sec.Lead = []string{s.immatureLead()}
	if f := s.outcomesFigure(); f != nil {
		sec.Figures = []*draw.Figure{f}
	} else {
		sec.Lead = append(sec.Lead, "No shown suggestion has had time for an answer yet, so there is no bar to draw.")
	}
	sec.Tables = append(sec.Tables, s.outcomesTable())
	if t := s.ratesTable(); len(t.Rows) > 0 {
		sec.Tables = append(sec.Tables, t)
	}
	if t := s.movedTable(); len(t.Rows) > 0 {
		sec.Tables = append(sec.Tables, t)
	}
	if t := s.hidingTable(); len(t.Rows) > 0 {
		sec.Tables = append(sec.Tables, t)
	}
	if t := rulesTable(g.Rules); len(t.Rows) > 0 {
		sec.Tables = append(sec.Tables, t)
	}
	return sec
}

// immatureLead says how many suggestions are set apart because they are too young.
func (s *subject) immatureLead() string {
	var parts []string
	for _, o := range s.Suggestions.Outcomes {
		if o.Shown > 0 {
			parts = append(parts, say.Share(report.Num(float64(o.Immature)/float64(o.Shown)))+" in "+say.Name(o.Arm))
		}
	}
	switch {
	case len(parts) == 0:
		return "No suggestion was shown in any arm."
	case s.Attribution == "":
		return "No answer window applies: outcomes are taken as the export has them. Too young to count: " +
			say.List(parts) + "."
	}
	return "Only suggestions whose whole answer window of " + say.Name(s.Attribution) + " lies inside the data are " +
		"counted. Too young to count: " + say.List(parts) + "."
}

// suggestionsHeading names the clearest change, or says that there is none.
func (s *subject) suggestionsHeading() string {
	neutral := "What happened to suggestions"
	if s.Withheld != nil || !s.comparing() {
		return neutral
	}
	_, focus := s.focus()
	if focus == nil {
		return neutral
	}
	best, heading, compared := 0.0, "", false
	for _, w := range []struct{ Metric, Noun string }{
		{"ignore_rate", "Ignored"}, {"acceptance_rate", "Accepted"}, {"dismiss_rate", "Dismissed"},
	} {
		for i := range s.Metrics {
			m := &s.Metrics[i]
			if m.Name != w.Metric || !m.Builtin {
				continue
			}
			c := comparisonOf(m.Comparisons, focus.Arm)
			if c == nil || !c.Abs.Lo.Defined() || !c.Abs.Hi.Defined() {
				continue
			}
			compared = true
			v := float64(c.Abs.Value)
			clear := c.Abs.Lo > 0 || c.Abs.Hi < 0
			if clear && math.Abs(v) > best {
				best = math.Abs(v)
				verb := "rose"
				if v < 0 {
					verb = "fell"
				}
				sp := say.Difference(c.Abs, say.Points)
				heading = w.Noun + " suggestions " + verb + " by " + say.Unsigned(sp.Estimate()) + " (" + sp.Range() +
					")"
			}
		}
	}
	switch {
	case heading != "":
		return heading
	case compared:
		return "No clear change in what happened to suggestions"
	}
	return neutral
}

// inGroup counts the suggestions that a part of the bar stands for.
func inGroup(group string) func(*report.Outcomes) int64 {
	return func(o *report.Outcomes) (n int64) {
		for _, w := range outcomes {
			if w.Group == group {
				n += w.Count(o)
			}
		}
		return n
	}
}

// outcomesTable counts every end state, the immature apart.
func (s *subject) outcomesTable() doc.Table {
	t := doc.Table{Caption: "Every end state, counted", Head: []doc.Column{{Text: "End state"}}}
	os := s.Suggestions.Outcomes
	for i := range os {
		t.Head = append(t.Head, doc.Column{Text: say.Name(os[i].Arm), Num: true})
	}
	row := func(label, note string, n func(*report.Outcomes) int64, of func(*report.Outcomes) int64) {
		r := []doc.Cell{{Text: label, Sub: note}}
		for i := range os {
			c := doc.Cell{Text: say.Count(n(&os[i]))}
			if of != nil && of(&os[i]) > 0 {
				c.Sub = say.Share(report.Num(float64(n(&os[i])) / float64(of(&os[i]))))
			}
			r = append(r, c)
		}
		t.Rows = append(t.Rows, r)
	}
	for _, w := range outcomes {
		row(say.UpperFirst(w.Name), w.Meaning, w.Count, draw.Counted)
	}
	row("Counted", "all of the above", draw.Counted, nil)
	shown := func(o *report.Outcomes) int64 { return o.Shown }
	row("Too young to judge", "the answer window reaches past the end of the data",
		func(o *report.Outcomes) int64 { return o.Immature }, shown)
	row("Of these unanswered", "no answer so far", func(o *report.Outcomes) int64 { return o.Pending }, shown)
	row("Shown", "counted plus too young to judge", shown, nil)
	t.Foot = "Percentages of end states are of those counted; of those too young to judge, of those shown."
	return t
}

// ratesTable gives each rate under each weighting.
func (s *subject) ratesTable() doc.Table {
	g := s.Suggestions
	t := doc.Table{Caption: "Suggestion rates under each way of averaging", Long: true,
		Head: []doc.Column{{Text: "Rate"}}}
	for i := range g.Outcomes {
		t.Head = append(t.Head, doc.Column{Text: say.Name(g.Outcomes[i].Arm), Num: true})
	}
	for _, rw := range rateWords {
		for _, ww := range weightWords {
			row := []doc.Cell{{Text: say.UpperFirst(rw.Name), Sub: ww.Name}}
			found := false
			for i := range g.Outcomes {
				c := doc.Cell{Text: say.Dash}
				for j := range g.Rates {
					r := &g.Rates[j]
					if r.Rate == rw.Rate && r.Weighting == ww.Weighting && r.Arm == g.Outcomes[i].Arm {
						found = true
						c.Text = say.Value(r.Value, r.Lo, r.Hi, say.Percent)
						if r.Value.Defined() && r.Lo.Defined() && r.Hi.Defined() {
							c.Sub = say.Value(r.Lo, r.Lo, r.Hi, say.Percent) + " to " + say.Value(r.Hi, r.Lo, r.Hi,
								say.Percent)
						}
					}
				}
				row = append(row, c)
			}
			if found {
				t.Rows = append(t.Rows, row)
			}
		}
	}
	t.Foot = "Per suggestion: every suggestion counts once, so heavy users weigh more. Per unit: the mean over units " +
		"with at least one seen suggestion. " +
		"Per session: the share of sessions with a seen suggestion that hold at least one; ignored and non-use count " +
		"sessions that hold no answer and no accept. A large gap between them is a finding in itself. Intervals are " +
		s.level + "; " + say.Dash + " means not known."
	return t
}

func rulesTable(rules []report.Note) doc.Table {
	t := doc.Table{Caption: "How often each rule for an end state fired", Head: []doc.Column{{Text: "Rule"},
		{Text: "Times", Num: true}}}
	for _, n := range rules {
		t.Rows = append(t.Rows, []doc.Cell{{Text: say.MetricTitle(n.Name)}, {Text: say.Count(n.Count)}})
	}
	return t
}
