package aa

import (
	"fmt"
	"math"
	"strings"

	"uptake/analysis/counted"
	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/draw"
	"uptake/charts/out"
	"uptake/charts/say"
)

// subject is what all parts of an A/A view need to know.
type subject struct{ *report.AA }

// newView turns an A/A report into what is printed of it.
func newView(r *report.AA, o out.Options) *doc.View {
	s := &subject{r}
	v := &doc.View{What: "A/A report", Title: "A/A of " + say.Name(r.Experiment), Meta: s.meta(), Cut: r.DataTo,
		Level: say.Level(r.Alpha), Verdict: s.banner(), Cards: s.cards(), Program: o.Program(r.ProgramVersion)}
	if full := say.Clean(r.Experiment); full != say.Name(r.Experiment) {
		v.FullTitle = say.Cap(full, 1000)
	}
	for _, c := range r.Cautions {
		v.Cautions = append(v.Cautions, say.Sentence(c.Detail))
	}
	v.Sections = []doc.Section{s.alarmsSection()}
	if s.Budget != nil {
		v.Sections = append(v.Sections, doc.BudgetSection(s.Budget, "shuffled arms"))
	}
	v.Sections = append(v.Sections, s.spreadSection())
	if x, ok := doc.AskedSection(s.Asked); ok {
		v.Sections = append(v.Sections, x)
	}
	v.Sections = append(v.Sections, s.trustSection(o))
	return v
}

func (s *subject) meta() []string {
	m := []string{"Arms shuffled " + say.Count(int64(s.Runs)) + " times over " + say.Count(s.Units) + " units"}
	if s.DataTo != "" {
		m = append(m, "Data to "+say.Instant(s.DataTo))
	}
	var arms []string
	for _, a := range s.Arms {
		arms = append(arms, say.Count(a.Units)+" "+say.Name(a.Name))
	}
	if s.MadeUp {
		m = append(m, "No arms are declared: two halves")
	}
	return append(m, say.List(arms))
}

// many counts the comparisons with a word.
func (s *subject) many(word string) (n int) {
	for i := range s.Metrics {
		if s.Metrics[i].Alarms.Word == word {
			n++
		}
	}
	return n
}

func (s *subject) banner() doc.Banner {
	b := doc.Banner{VerdictWord: doc.VerdictWord{Word: "As it should be", Tone: draw.Good, Mark: "equals"},
		Headline: say.Sentence(s.Headline)}
	switch {
	case s.many("too_many") > 0:
		b.VerdictWord = doc.VerdictWord{Word: "False alarms", Tone: draw.Bad, Mark: "octagon"}
		b.Reasons = append(b.Reasons, fmt.Sprintf("About 1 in 20 of these intervals misses by chance alone, and "+
			"there are %d: shuffle again with another --seed before a metric is changed.", len(s.Metrics)))
	case s.many("no_answer") == len(s.Metrics):
		b.VerdictWord = doc.VerdictWord{Word: "No answer", Tone: draw.Inconclusive, Mark: "question"}
	case s.many("too_few") > 0:
		b.VerdictWord = doc.VerdictWord{Word: "Too quiet", Tone: draw.Caution, Mark: "bars"}
	}
	b.Basis = fmt.Sprintf("shuffled arms differ by chance alone, so an alarm (p below %s) should come in %s of the "+
		"runs", say.Declared(float64(s.Alpha), false), say.Share(s.Alpha))
	return b
}

func (s *subject) cards() []doc.Card {
	worst := -1
	for i := range s.Metrics {
		if r := s.Metrics[i].Alarms.Rate; r.Defined() && (worst < 0 || r > s.Metrics[worst].Alarms.Rate) {
			worst = i
		}
	}
	if worst < 0 {
		return nil
	}
	a := &s.Metrics[worst].Alarms
	return []doc.Card{
		{Label: "Most false alarms", Big: say.Tenth(a.Rate), Sub: s.rowName(&s.Metrics[worst]), Note: rateSpan(a) +
			" (exact 95% interval)"},
		{Label: "Meant", Big: say.Share(s.Alpha), Sub: "of shuffles, at the level of the experiment file"},
		{Label: "Too many alarms", Big: say.Count(int64(s.many("too_many"))), Sub: "of " + say.Plural(len(s.Metrics),
			"comparison", "comparisons")},
		{Label: "Shuffles", Big: say.Count(int64(s.Runs)), Sub: "of " + say.Count(s.Units) + " units"},
	}
}

// rowName is a metric, with its arm where there are several.
func (s *subject) rowName(m *report.AAMetric) string {
	n := say.MetricTitle(m.Name)
	if len(s.Arms) > 2 {
		n += ", " + say.Name(m.Arm)
	}
	return n
}

func rateSpan(a *report.AARate) string {
	if !a.Rate.Defined() {
		return say.Dash
	}
	return say.Fixed(100*float64(a.Lo), 1) + " to " + say.Fixed(100*float64(a.Hi), 1) + "%"
}

// alarmWords are how a rate reads.
var alarmWords = map[string]struct {
	text string
	tone draw.Tone
}{
	"as_it_should_be": {"as it should be", draw.Good},
	"too_many":        {"too many", draw.Bad},
	"too_few":         {"too few", draw.Caution},
	"no_answer":       {"no answer", draw.Inconclusive},
}

// aaName is the widest name of a row in a table.
const aaName = 26

func (s *subject) alarmsSection() doc.Section {
	sec := doc.Section{ID: "alarms", Topic: "False alarms"}
	switch n := s.many("too_many"); {
	case n == 0 && s.many("no_answer") < len(s.Metrics):
		sec.Heading = "No metric raises too many false alarms"
	case n == 0:
		sec.Heading = "No metric gives an answer"
	default:
		sec.Heading = counted.Sprintf("%d of %d comparisons raise too many false alarms", n, len(s.Metrics))
	}
	if f := s.alarmsFigure(); f != nil {
		sec.Figures = append(sec.Figures, f)
	}
	sec.Tables = append(sec.Tables, s.rateTable("Alarms at the end, of shuffles without any effect", "Meant",
		func(m *report.AAMetric) *report.AARate { return &m.Alarms }))
	if t := s.rateTable("Guardrails: the one-sided bound lies beyond 0 on the bad side", "Meant",
		func(m *report.AAMetric) *report.AARate { return m.Harm }); len(t.Rows) > 0 {
		sec.Tables = append(sec.Tables, t)
	}
	if t := s.rateTable("The always-valid p, read once at the end", "At most",
		func(m *report.AAMetric) *report.AARate { return m.Valid }); len(t.Rows) > 0 {
		t.Foot = "It may be read every day, so in a single look it alarms far less often."
		sec.Tables = append(sec.Tables, t)
	}
	for i := range s.Metrics {
		for _, c := range s.Metrics[i].Cautions {
			sec.Notes = append(sec.Notes, s.rowName(&s.Metrics[i])+": "+say.Sentence(c.Detail))
		}
	}
	return sec
}

// rateTable lists one kind of alarm.
func (s *subject) rateTable(caption, meant string, of func(*report.AAMetric) *report.AARate) doc.Table {
	t := doc.Table{Caption: caption, Head: []doc.Column{{Text: "Metric"}, {Text: "Rate", Num: true},
		{Text: "95% interval", Num: true}, {Text: meant, Num: true}, {Text: "Reads as"}}}
	for i := range s.Metrics {
		a := of(&s.Metrics[i])
		if a == nil {
			continue
		}
		w := alarmWords[a.Word]
		t.Rows = append(t.Rows, []doc.Cell{{Text: say.Fit(s.rowName(&s.Metrics[i]), aaName)}, {Text: say.Tenth(a.Rate)},
			{Text: rateSpan(a)}, {Text: say.Share(a.Expected)}, {Text: w.text, Tone: w.tone}})
	}
	return t
}

// spreadSection shows how p spreads, and how wide the intervals are.
func (s *subject) spreadSection() doc.Section {
	sec := doc.Section{ID: "spread", Topic: "Spread of p", Heading: "Without an effect every p is as likely as any " +
		"other"}
	t := doc.Table{Caption: "Percent of shuffles with p in ten bins from 0 to 1; 10 each is meant",
		Head: []doc.Column{{Text: "Metric"}, {Text: "Bins"}, {Text: "Even?", Num: true}, {Text: "Width", Num: true}}}
	for i := range s.Metrics {
		m := &s.Metrics[i]
		even := say.Dash
		if m.Uniform != nil {
			even = say.P(m.Uniform.P)
		}
		t.Rows = append(t.Rows, []doc.Cell{{Text: say.Fit(s.rowName(m), aaName)}, {Text: binsText(m)}, {Text: even},
			{Text: say.Number(m.MedianWidth)}})
	}
	t.Foot = "Even?: p of the chi-square test that p is spread evenly; small means that it is not. A metric of few " +
		"values has few different p, so its bins are lumpy. Width: median width of the two-sided interval of the " +
		"difference, in the metric's own unit."
	sec.Tables = append(sec.Tables, t)
	return sec
}

func binsText(m *report.AAMetric) string {
	if m.Alarms.Runs == 0 {
		return say.Dash
	}
	var parts []string
	for _, n := range m.Histogram {
		parts = append(parts, fmt.Sprintf("%2.0f", math.Round(100*float64(n)/float64(m.Alarms.Runs))))
	}
	return strings.Join(parts, " ")
}

var glossary = []doc.Term{
	{Word: "A/A", Meaning: "A comparison of arms that do not differ: here the experiment's own units, with the arms " +
		"dealt out anew at random in every run."},
	{Word: "False alarm", Meaning: "A p below the level although nothing differs. A sound method raises as many as " +
		"the level says."},
	{Word: "Too many", Meaning: "The exact 95% interval of the rate (Clopper and Pearson) lies above what is meant: " +
		"the method does not fit this metric's values."},
	{Word: "Too few", Meaning: "The interval lies below what is meant: safe, but a true effect is found less often " +
		"than it could be."},
}

// trustSection says how the report was made, and how to make it again.
func (s *subject) trustSection(o out.Options) doc.Section {
	sec := doc.TrustSection(glossary)
	line := sec.Line
	line("Program", say.Program(s.ProgramVersion), false)
	line("Each run", "The arms are dealt out over the units in a random order; every arm keeps its size. Values, "+
		"caps and covariates stay with their unit, and the comparison is the readout's.", false)
	line("Seed", fmt.Sprint(s.Seed), true)
	line("Alpha, two-sided", say.Declared(float64(s.Alpha), false), false)
	line("Guardrails, one-sided", say.Declared(float64(s.GuardrailAlpha), false), false)
	methods := map[string]bool{}
	var used []string
	for i := range s.Metrics {
		if m := s.Metrics[i].Method; m != "" && !methods[m] {
			methods[m] = true
			used = append(used, say.Name(m))
		}
	}
	line("Methods", say.List(used), false)
	line("Input hash", say.Name(s.InputHash), true)
	for _, set := range s.Set {
		line("Changed with --set", say.Cap(say.Clean(set), 200), true)
	}
	line("Made again by", say.Cap(say.Clean(say.OrElse(o.Command, "uptake aa EXPERIMENT.yaml")), 500), true)
	return sec
}
