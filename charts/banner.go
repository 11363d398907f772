package charts

import (
	"slices"

	"uptake/analysis/report"
)

// banner is the verdict and the rule that fired.
type banner struct {
	verdictWord
	Headline string
	Rule     string
	Reasons  []string
	Open     string // what is not ruled out, on one line
	Basis    string
	Arms     []armVerdict // with several treatments only
}

type armVerdict struct {
	verdictWord
	Arm     string
	Says    string // the arm's own headline, or the rule that fired for it
	Reasons []string
}

func (s *subject) banner() banner {
	d := s.Decision
	b := banner{verdictWord: verdictOf(d.Verdict), Headline: sentence(d.Headline), Rule: sentence(d.Rule), Open: sentence(d.Open), Basis: sentence(d.Basis)}
	if b.Headline == "" {
		b.Headline = b.Banner
	}
	b.Reasons = sentences(d.Reasons)
	if s.treatments() > 1 {
		for _, a := range d.Arms {
			b.Arms = append(b.Arms, armVerdict{verdictOf(a.Verdict), name(a.Arm), sentence(orElse(a.Headline, a.Rule)), sentences(a.Reasons)})
		}
	}
	return b
}

func sentences(in []string) []string {
	var out []string
	for _, t := range in {
		if t := sentence(t); t != "" {
			out = append(out, t)
		}
	}
	return out
}

// cautionTexts are the sentences of cautions, each once.
func cautionTexts(prefix string, cs []report.Caution, seen map[string]bool) []string {
	var out []string
	for _, c := range cs {
		t := prefix + sentence(c.Detail)
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
