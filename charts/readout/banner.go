package readout

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/say"
)

func (s *subject) banner() doc.Banner {
	d := s.Decision
	b := doc.Banner{VerdictWord: doc.VerdictOf(d.Verdict), Headline: say.Sentence(d.Headline),
		Rule: say.Sentence(d.Rule), Open: say.Sentence(d.Open), Basis: say.Sentence(d.Basis)}
	if b.Headline == "" {
		b.Headline = b.Banner
	}
	b.Reasons, b.Read = unsaid(say.Sentences(d.Reasons), b.Headline), s.readWords()
	b.Next, b.Open = s.nextStep(), strings.TrimSpace(b.Open+" "+s.lasts())
	if s.treatments() > 1 {
		b.Reasons = b.Reasons[:0] // each arm has its own beneath
		if len(d.Arms) == 0 {
			b.Reasons = say.Sentences(d.Reasons)
		}
		var all []string // what holds for every arm is said once
		if len(d.Arms) > 1 {
			for _, r := range d.Arms[0].Reasons {
				if !slices.ContainsFunc(d.Arms, func(a report.ArmDecision) bool {
					return !slices.Contains(a.Reasons, r)
				}) {
					all = append(all, r)
				}
			}
		}
		if d.Verdict != report.DoNotUse {
			b.Reasons = append(b.Reasons, say.Sentences(all)...)
		}
		for _, a := range d.Arms {
			b.Arms = append(b.Arms, s.armVerdict(a, b.Headline, all))
		}
	}
	return b
}

// armVerdict is what is said of one arm beside the headline: never again what that
// says of it, nor what is said of every arm.
func (s *subject) armVerdict(a report.ArmDecision, headline string, all []string) doc.ArmVerdict {
	w := doc.VerdictOf(a.Verdict)
	out := doc.ArmVerdict{VerdictWord: w, Arm: say.Name(a.Arm), Says: say.Sentence(say.OrElse(a.Headline, a.Rule))}
	said := out.Says
	for _, p := range []string{w.Word + ": ", w.Word + " yet: "} {
		if rest, ok := strings.CutPrefix(out.Says, p); ok {
			out.Says = say.UpperFirst(rest)
		}
	}
	if strings.HasPrefix(headline, say.Name(a.Arm)+": "+strings.TrimSuffix(said, ".")) ||
		w.Verdict == report.DoNotUse || out.Says == say.Sentence(s.Decision.Rule) {
		out.Says = ""
	}
	for _, r := range unsaid(a.Reasons, said) {
		if !slices.Contains(all, r) && w.Verdict != report.DoNotUse {
			out.Reasons = append(out.Reasons, say.Sentences([]string{r})...)
		}
	}
	return out
}

// leaveToCards takes out of the reasons what a card says.
func leaveToCards(b *doc.Banner, cards []doc.Card) {
	var said []string
	for _, c := range cards {
		for _, t := range sentenceEnds().Split(strings.ToLower(c.Sub+" "+c.Note), -1) {
			if len(strings.Fields(t)) >= 6 {
				said = append(said, t)
			}
		}
	}
	onCard := func(r string) bool {
		return slices.ContainsFunc(said, func(t string) bool { return strings.Contains(strings.ToLower(r), t) })
	}
	b.Reasons = slices.DeleteFunc(b.Reasons, onCard)
	for i := range b.Arms {
		b.Arms[i].Reasons = slices.DeleteFunc(b.Arms[i].Reasons, onCard)
	}
}

// sentenceEnds are where a sentence, or what a colon ends, is over.
var sentenceEnds = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`[.:!?]["”)]?(\s+|$)`) })

// unsaid are the reasons that a headline does not give already.
func unsaid(reasons []string, headline string) []string {
	var out []string
	in := strings.ToLower(headline)
	for _, r := range reasons {
		if !strings.Contains(in, strings.TrimSuffix(strings.ToLower(r), ".")) {
			out = append(out, r)
		}
	}
	return out
}

// readWords say in a few words when the numbers of the verdict are read.
func (s *subject) readWords() string {
	d := &s.Decision
	switch {
	case d.Verdict == report.DoNotUse || !s.comparing() || s.Embargo != nil:
		return ""
	case d.Code == "read_without_plan" && !d.Early:
		return "" // the rule says so
	case d.FirstCut != "":
		return "Read once, with the data to " + say.Instant(d.FirstCut) + "."
	case s.Looks != nil && s.Looks.Reached > 0:
		return "Read at look " + say.Count(int64(s.Looks.Reached)) + " of " + say.Count(int64(len(s.Looks.Days))) +
			", as planned."
	case s.Looks != nil:
		return "To be read at " + say.Plural(len(s.Looks.Days), "planned look", "planned looks") + "."
	case d.Early:
		return "Read by the band that may be looked at every day."
	case d.Verdict == report.KeepRunning:
		return "To be read once, at the planned end."
	case s.End == "":
		return "Read once."
	}
	return "Read once, at the planned end."
}

// cautionTexts are the sentences of cautions, each once.
func cautionTexts(prefix string, cs []report.Caution, seen map[string]bool) []string {
	var out []string
	for _, c := range cs {
		t := prefix + say.Sentence(c.Detail)
		if !seen[t] {
			seen[t] = true
			out = append(out, t)
		}
	}
	return out
}

func hasCaution(list []report.Caution, code string) bool {
	return slices.ContainsFunc(list, func(c report.Caution) bool { return c.Code == code })
}
