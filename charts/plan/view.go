package plan

import (
	"fmt"
	"math"
	"strings"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/draw"
	"uptake/charts/out"
	"uptake/charts/say"
)

// subject is what all parts of a plan's view need to know.
type subject struct{ *report.Plan }

// newView turns a plan into what is printed of it: one section for every
// metric, one for the verdicts, one on how it was made.
func newView(p *report.Plan, o out.Options) *doc.View {
	s := &subject{p}
	v := &doc.View{What: "plan", Title: "Plan", Meta: s.meta(), Cut: p.DataTo, Level: say.Level(p.Alpha),
		Verdict: s.banner(), Cards: s.cards(), Program: o.Program(p.ProgramVersion)}
	if p.Experiment != "" {
		v.Title = "Plan of " + say.Name(p.Experiment)
		if full := say.Clean(p.Experiment); full != say.Name(p.Experiment) {
			v.FullTitle = say.Cap(full, 1000)
		}
	}
	for _, c := range p.Cautions {
		v.Cautions = append(v.Cautions, say.Sentence(c.Detail))
	}
	for i := range p.Metrics {
		v.Sections = append(v.Sections, s.metricSection(i))
	}
	v.Sections = append(v.Sections, s.verdictSection())
	if s.Verdicts != nil && s.Verdicts.Budget != nil {
		v.Sections = append(v.Sections, doc.BudgetSection(s.Verdicts.Budget, "drawn without any effect"))
	}
	v.Sections = append(v.Sections, s.trustSection(o))
	return v
}

// meta is the header's second line.
func (s *subject) meta() []string {
	m := []string{"Planned from numbers given by hand"}
	if s.From == "export" {
		m[0] = "Planned from the experiment's own data"
		if s.DataTo != "" {
			m[0] += " to " + say.Instant(s.DataTo)
		}
	}
	if s.UnitsPerWeek.Defined() {
		m = append(m, say.Fixed(float64(s.UnitsPerWeek), 0)+" new units a week")
	}
	var shares []string
	for _, a := range s.Arms {
		shares = append(shares, say.Share(a.Share)+" "+say.Name(a.Name))
	}
	return append(m, say.List(shares))
}

// lead is the metric that the large figures use: the primary that needs most,
// else the guardrail that does.
func (s *subject) lead() *report.PlanMetric {
	var out *report.PlanMetric
	for _, role := range []string{"primary", "guardrail"} {
		for i := range s.Metrics {
			m := &s.Metrics[i]
			if m.Role != role {
				continue
			}
			if out == nil || !s.need(m).Units.Defined() || s.need(m).Units > s.need(out).Units {
				out = m
			}
		}
		if out != nil {
			return out
		}
	}
	return nil
}

// need is what a metric needs by the interval that decides, atEnd its power then.
func (s *subject) need(m *report.PlanMetric) report.PlanNeed {
	if s.Sequential {
		return m.NeededValid
	}
	return m.Needed
}

func (s *subject) atEnd(m *report.PlanMetric) report.Num {
	if s.Sequential {
		return m.ValidAtEnd
	}
	return m.PowerAtEnd
}

// looksFor is what a metric is planned for: "a rise of 2% = 0.62 points".
func looksFor(m *report.PlanMetric) string {
	if m.Role == "guardrail" {
		return "shown to get worse by less than " + planAmount(m, m.Margin)
	}
	word := "a rise of "
	if m.Better == "down" {
		word = "a fall of "
	}
	return word + planAmount(m, m.MinimumEffect)
}

// planUnit is the scale of a metric's own differences.
func planUnit(m *report.PlanMetric) say.Scale {
	if m.Unit == "share" {
		return say.Points
	}
	return say.Plain
}

func planAmount(m *report.PlanMetric, a *report.Amount) string {
	if a == nil {
		return say.Dash
	}
	return sizeText(m, report.Size{Abs: a.Abs, Rel: a.Rel}, declared3)
}

// beside reports whether the reading at the end shares alpha.
func (s *subject) beside() bool {
	return s.AlphaRead.Defined() && s.AlphaRead > 0 && s.AlphaRead < s.AlphaEach
}

// othersRead names what the reading at the end shares alpha with.
func (s *subject) othersRead() string {
	var out []string
	if s.Band {
		out = append(out, "the always-valid band")
	}
	if s.Extension > 0 {
		out = append(out, "the second reading "+say.Plural(s.Extension, "day", "days")+" later")
	}
	return say.List(out)
}

func declared3(v float64) string { return say.Declared(v, false) }

// sizeText prints an amount in both forms, as far as known: "5% = 1.6 points".
func sizeText(m *report.PlanMetric, a report.Size, print func(float64) string) string {
	var parts []string
	if a.Rel.Defined() {
		parts = append(parts, print(100*float64(a.Rel))+"%")
	}
	if a.Abs.Defined() {
		sc := planUnit(m)
		parts = append(parts, sc.Counted(print(sc.Factor*float64(a.Abs))))
	}
	if len(parts) == 0 {
		return say.Dash
	}
	return strings.Join(parts, " = ")
}

// endText is the planned end: "6 weeks and 30,000 units".
func (s *subject) endText() string {
	units := say.Count(s.End.Units) + " units"
	if s.End.Weeks == 0 {
		return units
	}
	return say.Plural(s.End.Weeks, "week", "weeks") + " and " + units
}

// endWhy says where the planned end comes from.
func (s *subject) endWhy() string {
	switch s.End.Why {
	case "asked":
		return "as asked"
	case "planned_units":
		return "the planned units of the experiment file"
	case "min_weeks":
		return "the full weeks that the decision asks for; fewer units would do"
	}
	if s.End.Weeks == 0 {
		return "what the slowest metric needs"
	}
	return "what the slowest metric needs, in whole weeks"
}

func (s *subject) banner() doc.Banner {
	b := doc.Banner{VerdictWord: doc.VerdictWord{Word: "Plan", Tone: draw.Inconclusive, Mark: "clock"}}
	m := s.lead()
	if m == nil {
		b.Headline = "There is nothing to plan."
		return b
	}
	n := s.need(m)
	switch {
	case !n.Units.Defined():
		b.Headline = fmt.Sprintf("No number of units is enough for %s.", say.Metric(m.Name))
	case n.Weeks.Defined():
		b.Headline = fmt.Sprintf("%s weeks and %s units are needed for %s: %s.", weeksText(n.Weeks),
			say.Number(n.Units), say.Metric(m.Name), looksFor(m))
	default:
		b.Headline = fmt.Sprintf("%s units are needed for %s: %s.", say.Number(n.Units), say.Metric(m.Name),
			looksFor(m))
	}
	b.Reasons = s.shipWords()
	b.Basis = fmt.Sprintf("a power of %s at the planned end of %s (%s), two-sided alpha %s", say.Share(s.Power),
		s.endText(), s.endWhy(), declared3(float64(s.AlphaEach)))
	if s.Sequential {
		b.Basis += ", by the always-valid interval"
	} else if s.beside() {
		b.Basis += fmt.Sprintf(", of which the reading at the end has at least %s beside %s",
			declared3(float64(s.AlphaRead)), s.othersRead())
	}
	return b
}

// weeksText prints weeks to one decimal, few to two digits, many whole.
func weeksText(w report.Num) string {
	if !w.Defined() {
		return say.Dash
	}
	v := float64(w)
	switch {
	case v < 1:
		return say.Two(v)
	case v >= 100:
		return say.Fixed(math.Ceil(v), 0)
	}
	return say.Fixed(v, 1)
}

// hundred is a chance as so many of 100, never 0 and never 100.
func hundred(c report.Num) string {
	v := float64(c)
	switch n := math.Round(100 * v); {
	case !c.Defined():
		return say.Dash
	case n >= 100:
		return "more than 99"
	case n <= 0:
		return "less than 1"
	default:
		return say.Fixed(n, 0)
	}
}

// shipWords says what Ship at exactly the minimum effect comes to, and why.
func (s *subject) shipWords() []string {
	at := s.atMultiple(1)
	if at == nil {
		return nil
	}
	asks := "that the gain is more likely than not at least the smallest that matters, which takes an estimate above " +
		"it."
	if c := float64(s.ChanceEnough); c != 0.5 {
		asks = "for a chance of at least " + say.Share(s.ChanceEnough) + " that the gain is at least the smallest " +
			"that matters."
	}
	out := []string{fmt.Sprintf("If the true effect is exactly the smallest that matters, Ship comes out in %s of "+
		"100 such experiments, though %s of 100 find every primary metric better. Ship also asks %s",
		hundred(chanceOf(at, report.Ship)), hundred(at.Better), asks)}
	var more []string
	for _, k := range []float64{1.5, 2} {
		if e := s.atMultiple(k); e != nil {
			more = append(more, fmt.Sprintf("%s of 100 at %s ×", hundred(chanceOf(e, report.Ship)), declared3(k)))
		}
	}
	return append(out, "A larger true effect ships more often: "+say.List(more)+".")
}

func (s *subject) atMultiple(k float64) *report.EffectChance {
	if s.Verdicts == nil {
		return nil
	}
	for i := range s.Verdicts.Effects {
		if float64(s.Verdicts.Effects[i].Multiple) == k {
			return &s.Verdicts.Effects[i]
		}
	}
	return nil
}

func chanceOf(e *report.EffectChance, v report.Verdict) report.Num {
	for _, c := range e.Verdicts {
		if c.Verdict == v {
			return c.Chance
		}
	}
	return report.Undefined()
}

// cards are the four numbers of a plan.
func (s *subject) cards() []doc.Card {
	m := s.lead()
	if m == nil {
		return nil
	}
	n := s.need(m)
	units := doc.Card{Label: "Units needed", Big: say.Number(n.Units), Sub: "for " + say.Metric(m.Name) + ": " +
		looksFor(m), Note: armsText(n.Arms)}
	weeks := doc.Card{Label: "Weeks needed", Big: weeksText(n.Weeks), Note: "planned end: " + s.endText()}
	if s.UnitsPerWeek.Defined() {
		weeks.Sub = "at " + say.Fixed(float64(s.UnitsPerWeek), 0) + " new units a week"
	} else {
		weeks.Big, weeks.Sub = say.Unknown, "The new units per week are not known."
	}
	end := doc.Card{Label: "Power at the planned end", Big: tenth(s.atEnd(m)), Sub: "of finding " + looksFor(m)}
	if m.Role == "guardrail" {
		end.Sub = "of showing it safe without a true difference"
	}
	end.Note = "by the always-valid interval " + tenth(m.ValidAtEnd)
	if s.Sequential {
		end.Note = "by the fixed interval, read once, " + tenth(m.PowerAtEnd)
	}
	out := []doc.Card{units, weeks, end}
	if at := s.atMultiple(1); at != nil {
		out = append(out, doc.Card{Label: "Ship at exactly the minimum effect",
			Big: hundred(chanceOf(at, report.Ship)) + " in 100",
			Sub: hundred(chanceOf(s.atMultiple(1.5), report.Ship)) + " in 100 at 1.5 ×, " +
				hundred(chanceOf(s.atMultiple(2), report.Ship)) + " at 2 ×", Note: "under the whole rule, guardrails " +
				"included"})
	}
	return out
}

// armsText prints the units of every arm, once where all are alike.
func armsText(arms []report.PlanArm) string {
	if len(arms) == 0 {
		return ""
	}
	alike := true
	var each []string
	for _, a := range arms {
		alike = alike && a.Units == arms[0].Units
		each = append(each, say.Count(a.Units)+" "+say.Name(a.Name))
	}
	if alike {
		return say.Count(arms[0].Units) + " in each arm"
	}
	return say.List(each)
}
