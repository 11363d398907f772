package evals

import (
	"fmt"
	"math"
	"slices"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/draw"
	"uptake/charts/say"
)

// categorySection is where quality moved: every declared metric by category, raw and pooled,
// under the evaluation's shares and the traffic's; nil where there are no categories.
func (s *subject) categorySection() *doc.Section {
	sec := &doc.Section{ID: "categories", Topic: "By category", Stacked: true}
	pooled := doc.Table{Caption: "Pooled towards the other categories", Head: []doc.Column{{Text: "Category"},
		{Text: "Raw", Num: true}, {Text: "Pooled", Num: true}}}
	first := s.shownWorse()
	var metrics []*report.EvalMetric // that which the heading is about before the others
	for i := range s.Metrics {
		if m := &s.Metrics[i]; m == first {
			metrics = slices.Insert(metrics, 0, m)
		} else {
			metrics = append(metrics, m)
		}
	}
	for _, m := range metrics {
		for _, c := range m.Comparisons {
			s.categoriesOf(sec, &pooled, m, &c)
		}
	}
	if len(sec.Tables) == 0 {
		return nil
	}
	sec.Heading = s.categoryHeading()
	pooled.Foot = "A category with few items is drawn to the others (full Bayes): read it where the raw one surprises."
	sec.AddFolded(pooled)
	return sec
}

func (s *subject) categoriesOf(sec *doc.Section, pooled *doc.Table, m *report.EvalMetric, c *report.EvalComparison) {
	t := doc.Table{Caption: s.rowName(m, c.Version) + " by category", Head: []doc.Column{{Text: "Category"},
		{Text: "Difference", Num: true}, {Text: "p, corrected", Num: true}, {Text: "Items", Num: true}, {Text: "Share",
			Num: true}, {Text: "Traffic", Num: true}}}
	rows := []draw.DotRow{s.dotRow("All items", m, c)}
	t.Rows = append(t.Rows, []doc.Cell{{Text: "All items", Sub: "by the evaluation's shares"},
		{Text: diffText(m, c.Abs), Tone: s.tone(m, c)}, {Text: say.Dash},
		{Text: say.Count(int64(c.Paired))}, {Text: "100%"}, {Text: say.Dash}})
	for _, x := range m.Traffic {
		if x.Version != c.Version {
			continue
		}
		like := *c
		like.Abs, like.PAdjusted = x.Abs, report.Undefined()
		rows = append(rows, s.dotRow("All, by traffic", m, &like))
		t.Rows = append(t.Rows, []doc.Cell{{Text: "All, by traffic", Sub: "covers " + say.Share(x.Covered)},
			{Text: diffText(m, x.Abs), Tone: s.tone(m,
				&like)}, {Text: say.Dash}, {Text: say.Count(int64(c.Paired))}, {Text: say.Dash}, {Text: "100%"}})
		t.Rows = append(t.Rows, []doc.Cell{{Text: "of which the mix"}, {Text: diffText(m, report.Interval{Value: x.Mix,
			Lo: report.Undefined(), Hi: report.Undefined()})}, {Text: say.Dash}, {Text: say.Dash}, {Text: say.Dash},
			{Text: say.Dash}})
	}
	any, alone, family := false, false, ""
	for k := range m.Categories {
		x := &m.Categories[k]
		if x.Version != c.Version {
			continue
		}
		any = true
		if x.Family != "" {
			family = "p, corrected: " + x.Family + ". "
		}
		name := say.Name(x.Category)
		if name == "" {
			name = "(none)"
		}
		rows, alone = append(rows, s.dotRow(name, m, &x.EvalComparison)), alone || s.alone(m, &x.EvalComparison)
		t.Rows = append(t.Rows, []doc.Cell{{Text: name}, {Text: diffText(m, x.Abs), Tone: s.tone(m, &x.EvalComparison)},
			{Text: say.P(x.PAdjusted)}, {Text: say.Count(int64(x.Paired)),
				Sub: clusterText(&x.EvalComparison)}, {Text: say.Share(x.Share)}, {Text: weightText(x.Weight)}})
		if x.Shrunken.Value.Defined() {
			pooled.Rows = append(pooled.Rows, []doc.Cell{{Text: name, Sub: s.rowName(m, c.Version)}, {Text: diffText(m,
				x.Abs)}, {Text: diffText(m, x.Shrunken)}})
		}
	}
	if !any {
		return
	}
	t.Foot = family + "Share: of the paired items. Mix: what the other shares alone change. " + say.Dash + ": not to " +
		"be said."
	rows, more := drawn(rows, "category", "categories")
	title := s.rowName(m, c.Version) + " by category: difference from " + say.Name(s.Baseline)
	if m.Kind == "proportion" {
		title += ", in points"
	}
	id := fmt.Sprintf("figure-category-%d", len(sec.Tables)+1)
	if f := dotsFigure(id, title, s.worseIn(m, c.Version)+"."+more, rows, m.Kind != "proportion",
		s.intervalKey(alone)); f != nil {
		sec.Figures = append(sec.Figures, f)
	}
	sec.Tables = append(sec.Tables, t)
}

func weightText(w report.Num) string {
	if !w.Defined() {
		return say.Dash
	}
	return say.Share(w)
}

// categoryHeading is about the first metric that is shown worse in a category, else that none is.
func (s *subject) categoryHeading() string {
	if m := s.shownWorse(); m != nil {
		return s.worseIn(m, s.Decision.Version)
	}
	return "No category is shown worse"
}

// shownWorse is the first metric that is shown worse in a category; nil where none is.
func (s *subject) shownWorse() *report.EvalMetric {
	for i := range s.Metrics {
		if c, _ := s.lostMost(&s.Metrics[i], s.Decision.Version); c != nil {
			return &s.Metrics[i]
		}
	}
	return nil
}

// worseIn says in which category a version lost most of a metric, and in how many more it lost.
func (s *subject) worseIn(m *report.EvalMetric, version string) string {
	c, more := s.lostMost(m, version)
	switch {
	case c == nil:
		return say.MetricTitle(m.Metric) + " is shown worse in no category"
	case more > 0:
		return fmt.Sprintf("%s is worse in %s and %d more", say.MetricTitle(m.Metric), say.Name(c.Category), more)
	}
	return say.MetricTitle(m.Metric) + " is worse in " + say.Name(c.Category)
}

// lostMost is the category in which a version is shown to have lost most of a metric, nil where it lost in none,
// and in how many others it is shown worse.
func (s *subject) lostMost(m *report.EvalMetric, version string) (worst *report.EvalCategory, more int) {
	for j := range m.Categories {
		c := &m.Categories[j]
		loss := (c.Abs.Value < 0) == (m.Better == "up")
		if c.Version != version || !loss || !(float64(c.PAdjusted) < float64(s.Alpha)) {
			continue
		}
		if worst == nil {
			worst = c
			continue
		}
		if more++; math.Abs(float64(c.Abs.Value)) > math.Abs(float64(worst.Abs.Value)) {
			worst = c
		}
	}
	return worst, more
}
