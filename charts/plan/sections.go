package plan

import (
	"fmt"
	"math"
	"strings"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/out"
	"uptake/charts/say"
)

// metricSection is one metric: what is known, what it needs, what can be found when.
func (s *subject) metricSection(i int) doc.Section {
	m := &s.Metrics[i]
	sec := doc.Section{ID: fmt.Sprintf("metric-%d", i+1),
		Topic: say.UpperFirst(say.Name(m.Role)) + ": " + say.Metric(m.Name), Heading: s.metricHeading(m)}
	line := func(label, value string) { sec.Lines = append(sec.Lines, doc.Line{Label: label, Value: value}) }
	line("Baseline", s.baselineText(m))
	line("Planned for", looksFor(m)+", at a power of "+say.Share(s.Power))
	line("Read once, at the end", needText(m.Needed))
	line("Always-valid, read daily", needText(m.NeededValid))
	line("At the planned end", powerWords(m)+": "+tenth(m.PowerAtEnd)+" read once, "+tenth(m.ValidAtEnd)+
		" always-valid")
	if f := float64(m.CUPEDFactor); f != 1 {
		line("CUPED", "variance × "+declared3(float64(m.CUPEDFactor))+" (correlation "+declared3(float64(m.CUPED))+")")
	}
	if f := float64(m.DesignEffect); f != 1 {
		line("Clusters", "variance × "+declared3(float64(m.DesignEffect))+" (design effect)")
	}
	for _, c := range m.Cautions {
		sec.Notes = append(sec.Notes, say.Sentence(c.Detail))
	}
	if len(m.Curve) > 0 {
		sec.Figures = append(sec.Figures, s.curveFigure(i, m))
		sec.Tables = append(sec.Tables, s.curveTable(m))
	}
	return sec
}

func (s *subject) metricHeading(m *report.PlanMetric) string {
	n := s.need(m)
	h := say.MetricTitle(m.Name)
	if !n.Units.Defined() {
		return h + ": no number of units is enough"
	}
	h += " needs " + say.Number(n.Units) + " units"
	if n.Weeks.Defined() {
		h += ", " + weeksText(n.Weeks) + " weeks"
	}
	return h
}

func powerWords(m *report.PlanMetric) string {
	if m.Role == "guardrail" {
		return "chance to be shown within its limit"
	}
	return "power"
}

// tenth prints a chance to a tenth of a percent, never 0 and never 100.
func tenth(c report.Num) string {
	switch v := math.Round(1000*float64(c)) / 1000; {
	case !c.Defined():
		return say.Dash
	case v >= 1:
		return "more than 99.9%"
	case v <= 0:
		return "less than 0.1%"
	default:
		return say.Share(report.Num(v))
	}
}

// baselineText is the control value, how units differ, and what it rests on.
func (s *subject) baselineText(m *report.PlanMetric) string {
	sc := say.Plain
	if m.Unit == "share" {
		sc = say.Percent
	}
	v := sc.Factor * float64(m.Baseline)
	out := say.Declared(v, false) + sc.Unit + " in control"
	if m.Kind != "proportion" {
		sd := sc.Factor * float64(m.UnitSD)
		what := "unit sd "
		if m.Kind == "ratio" {
			what = "linearised unit sd "
		}
		out += ", " + what + say.Fixed(sd, say.Digits(sd, 3))
		if m.Unit == "share" {
			out += " points"
		}
	}
	if m.Units.Defined() {
		out += ", from " + say.Number(m.Units) + " units"
		if m.Effective.Defined() && m.Effective < m.Units {
			out += " (" + say.Fixed(float64(m.Effective), 0) + " effective)"
		}
	}
	return out
}

func needText(n report.PlanNeed) string {
	if !n.Units.Defined() {
		return "no number of units is enough"
	}
	out := say.Number(n.Units) + " units"
	if n.Weeks.Defined() {
		out += ", " + weeksText(n.Weeks) + " weeks"
	}
	return out + " (" + armsText(n.Arms) + ")"
}

// plannedEnd marks the planned end in a table by week.
const plannedEnd = " (planned end)"

// curveTable is what can be found after every week.
func (s *subject) curveTable(m *report.PlanMetric) doc.Table {
	what := "Smallest effect found with a power of " + say.Share(s.Power)
	if m.Role == "guardrail" {
		what = "Smallest limit that it is shown within with a chance of " + say.Share(s.Power)
	}
	t := doc.Table{Caption: what + ", by week", Long: true, Kept: plannedEnd, Head: []doc.Column{{Text: "Weeks"},
		{Text: "Units", Num: true}, {Text: "Read once", Num: true}, {Text: "Always-valid", Num: true}}}
	for _, p := range m.Curve {
		week := say.Fixed(float64(p.Weeks), 0)
		if p.Weeks == s.End.Weeks {
			week += plannedEnd
		}
		t.Rows = append(t.Rows, []doc.Cell{{Text: week}, {Text: say.Count(p.Units)},
			{Text: sizeText(m, p.MDE, say.Two)}, {Text: sizeText(m, p.Valid, say.Two)}})
	}
	t.Foot = "Read once: the fixed interval, at that week alone. Always-valid: may be read every day, and is " +
		"tightest at " + say.Number(s.NStar) + " units."
	for _, p := range m.Curve {
		if !p.MDE.Abs.Defined() || !p.Valid.Abs.Defined() {
			t.Foot += " " + say.Dash + ": too few units for any effect to be found."
			break
		}
	}
	return t
}

// verdictSection is the chance of each verdict under the whole rule.
func (s *subject) verdictSection() doc.Section {
	sec := doc.Section{ID: "verdicts", Topic: "Verdicts"}
	v := s.Verdicts
	if v == nil {
		sec.Heading, sec.Lead = "No chance of a verdict can be given", []string{"Verdicts need a primary metric with " +
			"a minimum effect; only guardrails are planned here."}
		return sec
	}
	at := s.atMultiple(1)
	sec.Heading = fmt.Sprintf("At exactly the minimum effect, %s in 100 ship", hundred(chanceOf(at, report.Ship)))
	sec.Lead = s.shipWords()
	t := doc.Table{Caption: "Verdicts in 100 experiments at the planned end of " + s.endText(),
		Head: []doc.Column{{Text: "True effect"}}}
	for _, e := range v.Effects {
		h := declared3(float64(e.Multiple)) + " ×"
		if e.Multiple == 0 {
			h = "None"
		}
		t.Head = append(t.Head, doc.Column{Text: h, Num: true})
	}
	row := func(label string, of func(*report.EffectChance) report.Num) {
		cells := []doc.Cell{{Text: label}}
		for i := range v.Effects {
			cells = append(cells, doc.Cell{Text: brief(of(&v.Effects[i]))})
		}
		t.Rows = append(t.Rows, cells)
	}
	for _, c := range v.Effects[0].Verdicts {
		row(doc.VerdictOf(c.Verdict).Word, func(e *report.EffectChance) report.Num { return chanceOf(e, c.Verdict) })
	}
	row("Every primary metric better", func(e *report.EffectChance) report.Num { return e.Better })
	if v.Effects[0].Safe.Defined() {
		row("Every guardrail within its limit", func(e *report.EffectChance) report.Num { return e.Safe })
	}
	t.Foot = fmt.Sprintf("Columns are true effects, as multiples of every minimum effect. Drawn %s times each with a "+
		"fixed seed; a chance is known to ±%s points (one standard error) or better. The last rows are not verdicts.",
		say.Count(int64(v.Draws)), say.Fixed(100*float64(v.Error), 1))
	sec.Figures = append(sec.Figures, s.verdictsFigure())
	sec.Tables = append(sec.Tables, t)
	sec.Lines = append(sec.Lines, doc.Line{Label: "Assumed in every draw", Value: strings.Join(say.Sentences(v.Assumed),
		" ")})
	return sec
}

// brief is hundred in few letters, for a table.
func brief(c report.Num) string { return shorter.Replace(hundred(c)) }

var shorter = strings.NewReplacer("more than ", ">", "less than ", "<")

// glossary defines the words of the page.
var glossary = []doc.Term{
	{Word: "Power", Meaning: "How often the experiment finds a true effect of that size: the interval leaves zero. " +
		"It says nothing about how often the verdict is Ship."},
	{Word: "Smallest effect found (MDE)", Meaning: "The true effect that is found with the wanted power."},
	{Word: "Read once", Meaning: "The fixed interval, looked at one time, at the planned end."},
	{Word: "Always-valid", Meaning: "A wider interval that may be read every day. Its price is more units; it is " +
		"tightest at the planned size."},
	{Word: "Unit sd", Meaning: "How much one unit differs from another. A ratio's is linearised: the standard " +
		"deviation of (y − R·x)/x̄ over units."},
	{Word: "Design effect", Meaning: "What assigning whole clusters does to a variance: 1 + ((1 + cv²)·m − 1)·ICC " +
		"for clusters of m units on average."},
	{Word: "Guardrail", Meaning: "A metric that must not get worse by more than its limit. It is planned for no true " +
		"difference: how often its one-sided bound stays inside."},
}

// trustSection says how the plan was made, and how to make it again.
func (s *subject) trustSection(o out.Options) doc.Section {
	sec := doc.TrustSection(glossary)
	line := sec.Line
	line("Program", say.Program(s.ProgramVersion), false)
	line("Tests planned for", "means and ratios: Welch's t; proportions: pooled z; always-valid: confidence sequence",
		false)
	line("Alpha, two-sided", declared3(float64(s.Alpha)), false)
	if s.Comparisons > 1 {
		line("Alpha of each of "+say.Count(int64(s.Comparisons))+" comparisons", declared3(float64(s.AlphaEach)), false)
	}
	if s.beside() {
		line("Of that, the reading at the end has", "at least "+declared3(float64(s.AlphaRead))+", "+s.othersRead()+
			" the rest; guardrails alike", false)
	}
	line("Guardrails, one-sided", declared3(float64(s.GuardrailAlpha)), false)
	line("Ship asks for a chance of", say.Share(s.ChanceEnough), false)
	line("Planned end", s.endText()+": "+s.endWhy(), false)
	if s.InputHash != "" {
		line("Input hash", say.Name(s.InputHash), true)
	}
	for _, set := range s.Set {
		line("Changed with --set", say.Cap(say.Clean(set), 200), true)
	}
	line("Write into the experiment file", fmt.Sprintf("decision: {planned_units: %d}", int64(s.NStar)), true)
	line("Made again by", say.Cap(say.Clean(say.OrElse(o.Command, "uptake plan EXPERIMENT.yaml")), 500), true)
	return sec
}
