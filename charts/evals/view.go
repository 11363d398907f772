package evals

import (
	"fmt"
	"math"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/draw"
	"uptake/charts/out"
	"uptake/charts/say"
)

// subject is what all parts of an evaluation's view need to know.
type subject struct{ *report.Evals }

// newView turns an evaluation into what is printed of it.
func newView(r *report.Evals, o out.Options) *doc.View {
	s := &subject{r}
	v := &doc.View{What: "evaluation", Title: "Evaluation " + say.Name(r.Evals), Hypothesis: say.Sentence(r.Hypothesis),
		Link: say.WebLink(r.Link),
		Meta: s.meta(), Level: say.Level(r.Alpha), Verdict: s.banner(), Cards: s.cards(),
		Program: o.Program(r.ProgramVersion)}
	if full := say.Clean(r.Evals); full != say.Name(r.Evals) {
		v.FullTitle = say.Cap(full, 1000)
	}
	v.Health, v.Checked, v.Gates = r.Health.Status, true, doc.Checks(r.Health.Checks)
	v.GateLine = doc.CheckLine(v.Gates)
	for _, c := range r.Cautions {
		v.Cautions = append(v.Cautions, say.Sentence(c.Detail))
	}
	for _, sec := range []*doc.Section{s.gatesSection(), s.comparedSection(), s.categorySection(), s.flipsSection(),
		s.itemsSection(), s.gradesSection(), s.noiseSection(), s.judgeSection(), s.fairnessSection(),
		s.coverageSection()} {
		if sec != nil {
			v.Sections = append(v.Sections, *sec)
		}
	}
	v.Sections = append(v.Sections, doc.HealthSection(r.Health.Checks), s.trustSection(o))
	return v
}

// meta is the header's second line.
func (s *subject) meta() []string {
	var names []string
	for _, v := range s.Versions {
		if v.Version != s.Baseline {
			names = append(names, say.Name(v.Version))
		}
	}
	m := []string{say.List(names) + " against " + say.Name(s.Baseline)}
	if s.Declared != "" {
		m = append(m, "Gates declared on "+say.Day(s.Declared))
	}
	if s.Owner != "" {
		m = append(m, say.Name(s.Owner))
	}
	if s.Readings > 1 {
		m = append(m, fmt.Sprintf("Reading %d under these gates", s.Readings))
	}
	return m
}

func (s *subject) banner() doc.Banner {
	d := s.Decision
	b := doc.Banner{VerdictWord: doc.EvalVerdictOf(d.Verdict), Headline: say.Sentence(d.Headline),
		Rule:    say.Sentence(d.Rule),
		Reasons: say.Sentences(d.Reasons)}
	b.Basis = fmt.Sprintf("the first rule that holds; a gain is shown at %s two-sided, no loss beyond a margin at %s "+
		"one-sided, after Holm over what is decided together", say.Share(s.Alpha), say.Share(s.Alpha))
	if len(d.Versions) > 1 {
		for _, v := range d.Versions {
			arm := doc.ArmVerdict{VerdictWord: doc.EvalVerdictOf(v.Verdict), Arm: say.Name(v.Version),
				Says: say.Sentence(v.Rule)}
			if v.Version != d.Version { // whose reasons stand above
				arm.Reasons = say.Sentences(v.Reasons)
			}
			b.Arms = append(b.Arms, arm)
		}
	}
	return b
}

// metric is the metric of a name; nil for none.
func (s *subject) metric(name string) *report.EvalMetric {
	for i := range s.Metrics {
		if s.Metrics[i].Metric == name {
			return &s.Metrics[i]
		}
	}
	return nil
}

// lead is the metric that the large figures use: the first primary one, else the first.
func (s *subject) lead() *report.EvalMetric {
	for i := range s.Metrics {
		if s.Metrics[i].Role == "primary" {
			return &s.Metrics[i]
		}
	}
	if len(s.Metrics) > 0 {
		return &s.Metrics[0]
	}
	return nil
}

// compared is a metric's comparison of one version; nil where it was not made.
func compared(m *report.EvalMetric, version string) *report.EvalComparison {
	if m == nil {
		return nil
	}
	for i := range m.Comparisons {
		if m.Comparisons[i].Version == version {
			return &m.Comparisons[i]
		}
	}
	return nil
}

// scales print a metric's values and differences: shares in percent and points.
func scales(m *report.EvalMetric) (level, diff say.Scale) {
	if m.Kind == "proportion" {
		return say.Percent, say.Points
	}
	return say.Plain, say.Plain
}

func levelText(m *report.EvalMetric, v report.Num) string {
	if !v.Defined() {
		return say.Dash
	}
	sc, _ := scales(m)
	x := sc.Factor * float64(v)
	d := max(0, min(4, say.Digits(x, 3)))
	if sc.Unit == "%" {
		d = 1
	}
	return say.Fixed(x, d) + sc.Unit
}

func diffText(m *report.EvalMetric, iv report.Interval) string {
	_, sc := scales(m)
	span := say.Difference(iv, sc)
	switch {
	case !span.Known:
		return say.Dash
	case !span.Bounded:
		return span.Estimate()
	}
	return span.String()
}

// cards are the four numbers: the primary's difference, the worst category, severe failures,
// and what it costs.
func (s *subject) cards() (out []doc.Card) {
	m := s.lead()
	c := compared(m, s.Decision.Version)
	if c == nil {
		return nil
	}
	_, diff := scales(m)
	span := say.Difference(c.Abs, diff)
	card := doc.Card{Label: say.MetricTitle(m.Metric), Big: say.OrElse(span.Estimate(), say.Dash),
		Sub: fmt.Sprintf("%s to %s over %s", levelText(m, c.BaselineOnPairs), levelText(m, c.ValueOnPairs),
			say.Plural(c.Paired, "item", "items"))}
	if m.Graded != nil {
		card.Label, card.Sub = "Cost of "+say.Metric(m.Metric), card.Sub+s.cheapest(m)
	}
	if span.Bounded {
		card.Note = span.Range() + " (" + say.Level(s.Alpha) + ")"
	} else {
		card.Note = "no interval"
	}
	card.Tone = s.tone(m, c)
	out = append(out, card)
	if w := s.worstCategory(); w != nil {
		out = append(out, *w)
	}
	out = append(out, s.severeCard()...)
	out = append(out, s.costCard()...)
	return out
}

// tone is good where the difference is shown better, bad where it is shown worse: after the
// correction where there is one, else by the interval.
func (s *subject) tone(m *report.EvalMetric, c *report.EvalComparison) draw.Tone {
	shown := c.Abs.Bounded && c.Abs.Leaves0()
	if c.PAdjusted.Defined() {
		shown = c.PAdjusted < s.Alpha
	}
	if !shown {
		return draw.Inconclusive
	}
	if (c.Abs.Value > 0) == (m.Better == "up") {
		return draw.Good
	}
	return draw.Bad
}

// alone reports that an interval, which is that of one comparison alone, leaves out 0 where nothing is shown once all
// are corrected for.
func (s *subject) alone(m *report.EvalMetric, c *report.EvalComparison) bool {
	return c.Abs.Bounded && c.Abs.Leaves0() && s.tone(m, c) == draw.Inconclusive
}

// intervalKey explains the lines of a picture, some of which leave out 0 and show nothing.
func (s *subject) intervalKey(alone bool) []draw.KeyItem {
	text := say.Level(s.Alpha) + " interval"
	if alone {
		text += " of each alone; what is shown is corrected for all"
	}
	return []draw.KeyItem{{Shape: "key-thin", Token: "muted", Text: text}}
}

// worstCategory is the category that lost most: one whose loss is shown before others, then one of the kind of metric
// that leads, as losses of two kinds have no common scale; nil without one.
func (s *subject) worstCategory() *doc.Card {
	var worst *report.EvalCategory
	var of *report.EvalMetric
	rank, least := 0, 0.0
	for i := range s.Metrics {
		m := &s.Metrics[i]
		if m.Role == "diagnostic" {
			continue
		}
		for j := range m.Categories {
			c := &m.Categories[j]
			d := float64(c.Abs.Value)
			if m.Better == "down" {
				d = -d
			}
			if c.Version != s.Decision.Version || !(d < 0) {
				continue
			}
			own := 0
			if m.Kind == s.lead().Kind {
				own++
			}
			if s.tone(m, &c.EvalComparison) == draw.Bad {
				own += 2
			}
			if own > rank || own == rank && own > 0 && m.Kind == of.Kind && d < least {
				worst, of, rank, least = c, m, own, d
			}
		}
	}
	if worst == nil {
		return nil
	}
	_, diff := scales(of)
	span := say.Difference(worst.Abs, diff)
	card := &doc.Card{Label: "Worst category: " + say.Metric(of.Metric) + " in " + say.Name(worst.Category),
		Big: span.Estimate(), Sub: "over " + say.Plural(worst.Paired, "item", "items"), Tone: s.tone(of,
			&worst.EvalComparison)}
	if span.Bounded {
		card.Note = span.Range() + " (" + say.Level(s.Alpha) + ")"
		if s.alone(of, &worst.EvalComparison) {
			card.Note += "; not shown once corrected"
		}
	} else {
		card.Note = "too few groups of items for an interval"
		if worst.P.Defined() || worst.PAdjusted.Defined() {
			card.Note = "alike in every item, so without an interval"
		}
	}
	return card
}

// severeCard is the metric with a limit, or the grade that costs most.
func (s *subject) severeCard() []doc.Card {
	for _, g := range s.Gates {
		if g.Rule == "limit" && g.Version == s.Decision.Version && g.Category == "" {
			m := s.metric(g.Metric)
			v := valueOf(m, g.Version)
			w := doc.GateWordOf(g.Verdict)
			c := doc.Card{Label: say.MetricTitle(g.Metric), Big: levelText(m, v),
				Sub: "limit " + levelText(m, g.Threshold) + ", " + w.Word, Tone: w.Tone}
			if g.Bound.Defined() {
				c.Note = "the truth may be as bad as " + levelText(m, g.Bound)
				if g.Verdict == report.GateFail {
					c.Note = "at best it is " + levelText(m, g.Bound)
				}
			}
			return []doc.Card{c}
		}
	}
	for i := range s.Metrics {
		m := &s.Metrics[i]
		if m.Graded == nil || len(m.Graded.Grades) == 0 {
			continue
		}
		worst := m.Graded.Grades[0]
		for _, g := range m.Graded.Grades {
			if g.Cost > worst.Cost {
				worst = g
			}
		}
		for _, v := range worst.Versions {
			if v.Version != s.Decision.Version {
				continue
			}
			c := doc.Card{Label: say.UpperFirst(say.Name(worst.Name)), Big: say.Tenth(v.Share), Sub: "of items",
				Note: jointText(v)}
			for _, was := range worst.Versions {
				if was.Version == s.Baseline {
					c.Sub += "; " + say.Name(s.Baseline) + " " + say.Tenth(was.Share)
				}
			}
			if v.UpperIf0.Defined() {
				c.Note = "none seen; at most " + say.Tenth(v.UpperIf0) + " with these items"
			}
			return []doc.Card{c}
		}
	}
	return nil
}

func valueOf(m *report.EvalMetric, version string) report.Num {
	for _, v := range m.Versions {
		if v.Version == version {
			return v.Value
		}
	}
	return report.Undefined()
}

// costCard is what cost and latency did.
func (s *subject) costCard() []doc.Card {
	was, is := s.version(s.Baseline), s.version(s.Decision.Version)
	var parts []doc.Card
	if is.Cost.Mean.Defined() && was.Cost.Mean.Defined() && was.Cost.Mean > 0 {
		parts = append(parts, doc.Card{Label: "Cost of a run", Big: change(was.Cost.Mean, is.Cost.Mean),
			Sub: number(was.Cost.Mean) + " to " + number(is.Cost.Mean), Note: latency(was, is)})
	} else if is.Seconds.Mean.Defined() && was.Seconds.Mean.Defined() && was.Seconds.Mean > 0 {
		parts = append(parts, doc.Card{Label: "Seconds a run", Big: change(was.Seconds.Mean, is.Seconds.Mean),
			Sub: number(was.Seconds.Mean) + " to " + number(is.Seconds.Mean)})
	}
	return parts
}

func latency(was, is *report.EvalVersion) string {
	if !was.Seconds.Mean.Defined() || !is.Seconds.Mean.Defined() {
		return ""
	}
	return number(was.Seconds.Mean) + " s to " + number(is.Seconds.Mean) + " s"
}

func change(was, is report.Num) string {
	return say.Signed(100*(float64(is)/float64(was)-1), 0) + "%"
}

func number(v report.Num) string {
	if !v.Defined() {
		return say.Dash
	}
	x := float64(v)
	if x == math.Trunc(x) {
		return say.Fixed(x, 0)
	}
	return say.Fixed(x, say.Digits(x, 3))
}

func (s *subject) version(name string) *report.EvalVersion {
	for i := range s.Versions {
		if s.Versions[i].Version == name {
			return &s.Versions[i]
		}
	}
	return &report.EvalVersion{}
}

// several reports whether more than one version is compared.
func (s *subject) several() bool { return len(s.Versions) > 2 }
