package readout

import (
	"math"
	"slices"
	"strings"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/draw"
	"uptake/charts/say"
)

// effects lists the comparisons of primary, secondary and guardrail metrics in that order.
func (s *subject) effects() []draw.Effect {
	var out []draw.Effect
	for _, role := range roles {
		for _, m := range s.byRole(role.Role) {
			for i := range m.Comparisons {
				out = append(out, s.effect(m, &m.Comparisons[i]))
			}
		}
	}
	return out
}

func (s *subject) effect(m *report.Metric, c *report.Comparison) draw.Effect {
	e := draw.Effect{
		Role:     m.Role,
		Metric:   say.MetricTitle(m.Name),
		Rel:      say.Difference(c.Rel, say.Percent),
		Abs:      say.Difference(c.Abs, say.DiffScale(m)),
		State:    stateOf(m, c),
		Interval: c.Rel,
		Inner:    innerInterval(c, s.Alpha),
		Strip:    math.NaN(),
		Limit:    math.NaN(),
	}
	if s.treatments() > 1 {
		e.Arm = say.Name(c.Arm)
	}
	if a := m.MinimumEffect; a != nil && a.Rel.Defined() {
		e.Strip = math.Abs(float64(a.Rel))
	}
	if limited(m) {
		e.Note = worse(m)
		if a := m.Margin; a != nil && a.Rel.Defined() {
			e.Limit = math.Abs(float64(a.Rel))
			if m.Better != "down" {
				e.Limit = -e.Limit
			}
		}
		if l := limitText(m); l != "" {
			e.Note += ", limit " + l
		}
	} else if m.Better == "down" {
		e.Note = "lower is better"
	}
	switch {
	case s.Withheld != nil:
		e.Gap = say.Hidden
	case s.hides(m) != "":
		e.Gap, e.Instead = say.NotCompared, "values missing by arm"
	case !c.Rel.Value.Defined() && c.Abs.Value.Defined():
		e.Gap, e.Instead = e.Abs.String(), "no relative difference"
	case !c.Rel.Value.Defined():
		e.Gap = say.Unknown
	case !e.Rel.Bounded, !draw.Drawable(float64(c.Rel.Lo) * 100), !draw.Drawable(float64(c.Rel.Hi) * 100):
		e.Gap = e.Rel.String()
	}
	return e
}

// limitText is a guardrail's limit with its direction: "+2%".
func limitText(m *report.Metric) string {
	a := m.Margin
	if a == nil {
		return ""
	}
	sign := 1.0
	if m.Better != "down" {
		sign = -1
	}
	switch {
	case inPercent(a):
		return say.Declared(sign*100*math.Abs(float64(a.Rel)), true) + "%"
	case a.Abs.Defined():
		sc := say.DiffScale(m)
		return sc.Written(sign*math.Abs(float64(a.Abs)), true)
	}
	return say.Name(a.Text)
}

// inPercent reports whether an amount was written relative to control, or is known
// so alone. What is held against an amount is printed in its own unit.
func inPercent(a *report.Amount) bool {
	return a.Rel.Defined() && (strings.HasSuffix(strings.TrimSpace(a.Text), "%") || !a.Abs.Defined())
}

// writtenText prints an amount in the unit that it was written in: "2%", "2 points".
func writtenText(m *report.Metric, a *report.Amount) string {
	switch {
	case inPercent(a):
		return say.Declared(100*math.Abs(float64(a.Rel)), false) + "%"
	case a.Abs.Defined():
		sc := say.DiffScale(m)
		return sc.Written(math.Abs(float64(a.Abs)), false)
	}
	return say.Name(a.Text)
}

// relOrAbs is the relative difference, or the absolute one where there is no relative one.
func relOrAbs(m *report.Metric, c *report.Comparison) say.Span {
	if c.Rel.Value.Defined() {
		return say.Difference(c.Rel, say.Percent)
	}
	return say.Difference(c.Abs, say.DiffScale(m))
}

// effectsSection is the forest plot and its table.
func (s *subject) effectsSection(rows []draw.Effect) doc.Section {
	sec := doc.Section{ID: "effects", Topic: "What changed", Bars: len(rows) > 0, Ahead: true, Paper: true}
	switch {
	case len(s.Metrics) == 0:
		sec.Heading, sec.Lead = "No metric was computed", []string{"The report carries no metric."}
		return sec
	case s.without() && s.Withheld == nil:
		sec.Heading = say.Plural(len(s.Arms), "arm", "arms") + " as they are found, without a control"
		sec.Lead = []string{"None of them is what there was before, so nothing says what the feature changed; one " +
			"test asks whether any two of them differ."}
	case !s.comparing() && s.Withheld == nil:
		sec.Heading = "One group, nothing to compare"
		sec.Lead = []string{"There is no comparison group, so the numbers below describe; they do not say what the " +
			"feature changed."}
	case s.Withheld != nil:
		sec.Heading = "No lift is shown: the groups are not comparable"
		sec.Lead = []string{say.Sentence(s.Withheld.Reason), "Differences between arms are hidden everywhere on this " +
			"page. Each arm's own numbers stay, to help find the fault."}
		sec.Bars = false
	default:
		sec.Heading = s.effectsHeading()
		if sec.Figures = s.forestFigures(rows); len(sec.Figures) == 0 {
			sec.Lead = []string{"No metric was declared primary, secondary or guardrail, so there is nothing to draw."}
		}
	}
	var ms []*report.Metric
	for _, role := range roles {
		ms = append(ms, s.byRole(role.Role)...)
	}
	if len(ms) > 0 {
		sec.Tables = []doc.Table{s.metricsTable("Every decision metric in numbers", ms)}
		if s.without() {
			sec.Tables = append([]doc.Table{s.acrossTable(ms)}, sec.Tables...)
		}
	}
	sec.AddFolded(s.pTable("p of every decision metric", ms, true))
	if t, ok := s.adjustedTable(); ok {
		sec.AddFolded(t)
	}
	if t, ok := s.stratifiedTable(); ok {
		sec.AddFolded(t)
	}
	sec.Notes, sec.Tips = s.metricNotes(ms), s.tips()
	return sec
}

// effectsHeading states what the primary metric did, and counts how all metrics
// that were declared are read.
func (s *subject) effectsHeading() string {
	m, c := s.focus()
	var parts []string
	if m != nil && c != nil {
		n := say.MetricTitle(m.Name)
		sp := relOrAbs(m, c)
		switch st := stateOf(m, c); {
		case s.hides(m) != "":
			parts = append(parts, n+" is "+say.NotCompared+": values are missing in one arm more than in another")
		case !sp.Known:
			parts = append(parts, n+": the difference is "+say.Unknown)
		case s.Decision.Verdict == report.KeepRunning:
			parts = append(parts, n+" so far "+sp.String()+", not decided before the planned end")
		case c.State == "up" || c.State == "down":
			verb := map[string]string{"up": " rose ", "down": " fell "}[c.State]
			parts = append(parts, n+verb+strings.TrimLeft(sp.Estimate(), "+−")+" ("+sp.Range()+")")
		default:
			parts = append(parts, n+" is "+st.Word+": "+sp.Range())
		}
	}
	if t := s.counted(); t != "" {
		parts = append(parts, t)
	}
	if len(parts) == 0 {
		return "Every metric against control"
	}
	if m == nil || c == nil {
		return say.UpperFirst(strings.Join(parts, "; "))
	}
	return strings.Join(parts, "; ")
}

// counted is "1 of 7 better, 3 worse, 3 unclear": what every declared metric, in
// every arm, is read as after correction. Where there is one, nothing is counted.
func (s *subject) counted() string {
	n, all := map[string]int{}, 0
	for _, role := range roles {
		for _, m := range s.byRole(role.Role) {
			for i := range m.Comparisons {
				all++
				n[m.Comparisons[i].Reading]++
			}
		}
	}
	if all < 2 || n[""] == all {
		return ""
	}
	parts := []string{say.Count(int64(n["better"])) + " of " + say.Count(int64(all)) + " better",
		say.Count(int64(n["worse"])) + " worse"}
	for _, w := range []struct{ reading, word string }{{"breached", "beyond the limit"}, {"unclear", "unclear"},
		{"open", "may pass the limit"}, {"safe", "within the limit"},
		{"too_small", "too small to matter"}, {"none", "not known"}} {
		if n[w.reading] > 0 {
			parts = append(parts, say.Count(int64(n[w.reading]))+" "+w.word)
		}
	}
	return strings.Join(parts, ", ")
}

// metricNotes are the cautions of some metrics, each named by its metric.
func (s *subject) metricNotes(ms []*report.Metric) []string {
	var out []string
	seen := map[string]bool{}
	for _, m := range ms {
		still := len(m.Comparisons) > 0
		for _, c := range m.Comparisons {
			still = still && hasCaution(c.Cautions, "zero_variance")
		}
		again := func(c report.Caution) bool { // said once of all comparisons, or by each of both its arms
			return s.Withheld != nil && c.Detail == s.Withheld.Reason || still && c.Code == "no_variation"
		}
		tell := func(prefix string, list []report.Caution) {
			out = append(out, cautionTexts(prefix, slices.DeleteFunc(slices.Clone(list), again), seen)...)
		}
		tell(say.MetricTitle(m.Name)+": ", m.Cautions)
		if s.treatments() < 2 || s.hides(m) != "" { // the reason is the metric's
			for i := range m.Comparisons {
				tell(say.MetricTitle(m.Name)+": ", m.Comparisons[i].Cautions)
			}
			continue
		}
		for _, x := range byArms(m) {
			tell(say.MetricTitle(m.Name)+", "+armsWords(x.arms, s.treatments())+": ", []report.Caution{x.of})
		}
	}
	return append(out, soFarNotes(ms)...)
}

// saidOf is a caution and the arms whose comparison bears it.
type saidOf struct {
	of   report.Caution
	arms []string
}

// byArms lists the cautions of a metric's comparisons, each once.
func byArms(m *report.Metric) []saidOf {
	var out []saidOf
	for _, c := range m.Comparisons {
		for _, x := range c.Cautions {
			at := slices.IndexFunc(out, func(o saidOf) bool { return o.of.Detail == x.Detail })
			if at < 0 {
				at, out = len(out), append(out, saidOf{of: x})
			}
			if !slices.Contains(out[at].arms, c.Arm) {
				out[at].arms = append(out[at].arms, c.Arm)
			}
		}
	}
	return out
}

// armsWords names one arm or two, and counts more of them.
func armsWords(arms []string, all int) string {
	switch n := len(arms); {
	case n == all && all > 2:
		return "every arm"
	case n > 2:
		return say.Count(int64(n)) + " of " + say.Plural(all, "arm", "arms")
	}
	var names []string
	for _, a := range arms {
		names = append(names, say.Name(a))
	}
	return say.List(names)
}

// soFarNotes says which metrics are still moving, all in one line when the
// share of units inside their window is the same.
func soFarNotes(ms []*report.Metric) []string {
	var order []string
	names := map[string][]string{}
	for _, m := range ms {
		if !m.SoFar {
			continue
		}
		t := "so far only"
		if m.SoFarShare.Defined() {
			t += "; " + say.Share(m.SoFarShare) + " of units are still inside their window"
		}
		if names[t] == nil {
			order = append(order, t)
		}
		names[t] = append(names[t], say.MetricTitle(m.Name))
	}
	var out []string
	for _, t := range order {
		who := say.List(names[t])
		if n := len(names[t]); n > 3 && n == len(ms) {
			who = "Every metric"
		}
		out = append(out, who+": "+t+".")
	}
	return out
}
