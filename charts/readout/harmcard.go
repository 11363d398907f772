package readout

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"uptake/analysis/counted"
	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/draw"
	"uptake/charts/say"
)

// guard is one guardrail in one arm.
type guard struct {
	m *report.Metric
	c *report.Comparison
}

// guards are the guardrails of the arm that the page is about, the least safe first.
func (s *subject) guards() []guard {
	_, focus := s.focus()
	var out []guard
	most := -1.0
	for _, m := range s.byRole("guardrail") {
		for i := range m.Comparisons {
			c := &m.Comparisons[i]
			if focus != nil && c.Arm != focus.Arm {
				continue
			}
			g := guard{m, c}
			if b := badness(m, c); b > most {
				most = b
				out = append([]guard{g}, out...)
			} else {
				out = append(out, g)
			}
		}
	}
	return out
}

// harms are the metrics that are proven worse in the arm that the page is about,
// as the headline names them: those that nobody accepted first. The metric of the
// main card is not among them.
func (s *subject) harms() []report.Harm {
	m, focus := s.focus()
	var out []report.Harm
	for _, h := range s.Decision.Harms {
		if (focus == nil || h.Arm == focus.Arm) && (m == nil || h.Metric != m.Name) {
			out = append(out, h)
		}
	}
	slices.SortStableFunc(out, func(a, b report.Harm) int {
		return cmp.Compare(min(len(a.Accepted), 1), min(len(b.Accepted), 1))
	})
	return out
}

// elsewhere counts the other arms in which something is proven worse.
func (s *subject) elsewhere() string {
	_, focus := s.focus()
	var arms []string
	for _, h := range s.Decision.Harms {
		if n := say.Name(h.Arm); focus != nil && h.Arm != focus.Arm && !slices.Contains(arms, n) {
			arms = append(arms, n)
		}
	}
	if len(arms) == 0 {
		return ""
	}
	return " Something is proven worse in " + say.List(arms) + "."
}

// here names the arm that the cards are about where there are several.
func (s *subject) here() string {
	if _, c := s.focus(); c != nil && s.treatments() > 1 {
		return " in " + say.Name(c.Arm)
	}
	return ""
}

// harmCard is a metric that is proven worse, or else the guardrail that is least
// safe. A guardrail beyond its limit goes before both.
func (s *subject) harmCard() doc.Card {
	k := s.harmCardHere()
	if k.Big != say.Hidden {
		k.Note = strings.TrimSpace(k.Note + s.elsewhere())
	}
	return k
}

func (s *subject) harmCardHere() doc.Card {
	k := doc.Card{Label: "Guardrails and harms" + s.here()}
	all, worse := s.guards(), s.harms()
	if s.Decision.Verdict == report.DoNotUse && s.Withheld == nil {
		k.Big, k.Sub, k.Tone = say.Hidden, "Not to be decided on.", draw.Invalid
		return k
	}
	if len(worse) > 0 && s.Withheld == nil && (len(all) == 0 || !limited(all[0].m) || all[0].c.State != "breached") {
		return s.provenCard(worse)
	}
	switch {
	case len(s.byRole("guardrail")) == 0:
		k.Big, k.Sub = "none", "No guardrail was declared."
		switch {
		case s.Withheld != nil || !s.comparing():
		case s.Decision.Early:
			k.Sub += " No other metric is proven worse so far."
		default:
			k.Sub += " No other metric is proven worse."
		}
		return k
	case len(all) == 0:
		k.Big, k.Sub = "none", "There is no comparison group."
		return k
	}
	w := all[0]
	if why := s.hides(w.m); why != "" {
		k.Big, k.Sub, k.Tone = say.Hidden, why, draw.Invalid
		return k
	}
	safe, limits := 0, 0
	for _, g := range all {
		if g.m.Margin != nil {
			limits++
		}
		if g.m.Margin != nil && g.c.State == "safe" {
			safe++
		}
	}
	if w.m.Margin == nil {
		return s.noLimitCard(k, w, len(all)-limits, safe, limits)
	}
	st := stateOf(w.m, w.c)
	k.Label = "Guardrail: " + say.Metric(w.m.Name) + s.here()
	k.Big, _ = fromTo(w.m, w.c)
	k.Sub = say.UpperFirst(limitWords(w.m, w.c)) + "."
	k.Tone = st.Tone
	switch {
	case st.Word == mayPass:
		k.Tone = draw.Caution
		k.Decides = s.Decision.Verdict == report.Hold
	case w.c.State == "breached":
		k.Decides = s.Decision.Verdict == report.DoNotShip
	case limits > 1:
		k.Label, k.Big = "Guardrails and harms"+s.here(), "all "+say.Count(int64(limits))+" hold"
		k.Sub = "Nearest its limit: " + say.Metric(w.m.Name) + ", " + limitWords(w.m, w.c) + "."
		return k
	}
	if len(worse) > 0 {
		k.Note = "Proven worse too: " + strings.TrimSuffix(worse[0].Words, " in "+worse[0].Arm) + "."
		return k
	}
	k.Note = s.lookApart(w.m, w.c)
	if limits > 1 {
		k.Note = counted.Sprintf("%d of %d guardrails are within the limit; this is the least safe.", safe, limits)
	}
	return k
}

// provenCard is the first of the metrics that are proven worse.
func (s *subject) provenCard(worse []report.Harm) doc.Card {
	h := worse[0]
	m := s.metricNamed(h.Metric)
	c := &report.Comparison{Arm: h.Arm, Control: h.Control, Abs: h.Abs, Rel: h.Rel}
	k := doc.Card{Label: "Harm: " + say.Metric(h.Metric) + s.here(), Tone: draw.Bad, Decides: h.Accepted == "" &&
		s.Decision.Verdict != report.DoNotShip}
	k.Big, _ = fromTo(m, c)
	k.Sub = s.trueChange(m, c)
	if k.Sub == "" {
		k.Sub = say.Sentence(h.Words)
	}
	k.Note = "Proven worse, also after correction for all metrics."
	switch h.Accepted {
	case "before_start":
		k.Note = "Proven worse, and accepted before the start."
	case "after_data":
		k.Note = "Proven worse; accepted after the data were seen."
	}
	if n := len(worse) - 1; n > 0 {
		k.Note += " " + say.Plural(n, "more metric is", "more metrics are") + " worse: the table below names them."
	}
	return k
}

// noLimitCard stands where the guardrails that are judged all hold, or none is,
// and others were declared without a limit.
func (s *subject) noLimitCard(k doc.Card, w guard, without, safe, limits int) doc.Card {
	k.Big = "no limit given"
	if limits > 0 {
		k.Big = say.Count(int64(safe)) + " of " + say.Count(int64(limits)) + " hold"
	}
	k.Sub = say.Plural(without, "guardrail has", "guardrails have") + " no margin, so none can be shown within a " +
		"limit: " + say.Metric(w.m.Name) + " " + relOrAbs(w.m, w.c).String() + "."
	return k
}

// The three words of a guardrail against its limit.
const (
	inLimit = "within its limit"
	mayPass = "may pass its limit"
	beyond  = "beyond its limit"
)

// limitWords say how far a guardrail may be off and how far it was allowed to be:
// "at worst +18% (one-sided), +20% allowed". What is said is the bound that decides,
// which beside the printed interval, two-sided, is named.
func limitWords(m *report.Metric, c *report.Comparison) string {
	abs, rel, sided := c.Abs, c.Rel, ""
	if c.Final != nil && limited(m) {
		abs, rel, sided = c.Final.Abs, c.Final.Rel, " (one-sided)"
	}
	sp, limit := relOrAbs(m, &report.Comparison{Abs: abs, Rel: rel}), limitText(m)
	switch {
	case m.Margin == nil:
	case inPercent(m.Margin):
		sp = say.Difference(rel, say.Percent)
	default:
		sp = say.Difference(abs, say.DiffScale(m))
	}
	word := stateOf(m, c).Word
	if !sp.Bounded || limit == "" {
		return word
	}
	worst, best := sp.Lo, sp.Hi
	if m.Better == "down" {
		worst, best = best, worst
	}
	if word == beyond {
		return "even at best " + best + sp.Unit + sided + ", " + limit + " allowed"
	}
	return word + ": at worst " + worst + sp.Unit + sided + ", " + limit + " allowed"
}

// badness orders guardrails: beyond the limit, then not shown within it, then
// without one, then within, and within these by how far the bad end reaches.
func badness(m *report.Metric, c *report.Comparison) float64 {
	rank := 1.0
	switch {
	case m.Margin == nil:
	case c.State == "breached":
		rank = 3
	case c.State == "safe":
		rank = 0
	case c.State == "open":
		rank = 2
	}
	end := -float64(c.Rel.Lo)
	if m.Better == "down" {
		end = float64(c.Rel.Hi)
	}
	if math.IsNaN(end) || math.IsInf(end, 0) {
		end = 1e9
	}
	return rank + math.Atan(end)/math.Pi*0.99 + 0.5
}
