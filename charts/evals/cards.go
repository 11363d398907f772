package evals

import (
	"fmt"
	"math"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/draw"
	"uptake/charts/say"
)

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
	if s.several() { // the others have theirs in the tables
		card.Sub = say.Name(s.Decision.Version) + ": " + card.Sub
	}
	out = append(out, card)
	if w := s.worstCategory(); w != nil {
		out = append(out, *w)
	}
	out = append(out, s.severeCard()...)
	out = append(out, s.costCard()...)
	return out
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
		Big: span.Estimate(), Sub: "over " + say.Plural(worst.Paired, "item", "items") + s.inVersion(), Tone: s.tone(of,
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
				Sub: "limit " + levelText(m, g.Threshold) + ", " + w.Word + s.inVersion() + "; " +
					say.Name(s.Baseline) + " " + levelText(m, valueOf(m, s.Baseline)), Tone: w.Tone}
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

// inVersion names the version that the cards are about, where there are several.
func (s *subject) inVersion() string {
	if !s.several() {
		return ""
	}
	return " in " + say.Name(s.Decision.Version)
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
