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
	Open     string       // what is not ruled out, on one line
	Next     string       // what to do where nothing can be decided
	Read     string       // in a few words when the numbers are read
	Basis    string       // in full, on demand
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
	b.Reasons, b.Read = sentences(d.Reasons), s.readWords()
	if d.Verdict == report.DoNotUse {
		b.Next = s.nextStep()
	}
	if s.treatments() > 1 {
		for _, a := range d.Arms {
			b.Arms = append(b.Arms, armVerdict{verdictOf(a.Verdict), name(a.Arm), sentence(orElse(a.Headline, a.Rule)), sentences(a.Reasons)})
		}
	}
	return b
}

// nextStep is what the first failed check asks for.
func (s *subject) nextStep() string {
	for _, c := range s.Health.Checks {
		if c.Status == "fail" && c.Todo != "" {
			return sentence(c.Todo)
		}
	}
	return ""
}

// readWords say in a few words when the numbers of the verdict are read.
func (s *subject) readWords() string {
	d := &s.Decision
	switch {
	case d.Verdict == report.DoNotUse || !s.comparing():
		return ""
	case d.Code == "read_without_plan" && !d.Early:
		return "" // the rule says so
	case d.FirstCut != "":
		return "Read once, with the data to " + instantText(d.FirstCut) + "."
	case s.Looks != nil && s.Looks.Reached > 0:
		return "Read at look " + count(int64(s.Looks.Reached)) + " of " + count(int64(len(s.Looks.Days))) + ", as planned."
	case s.Looks != nil:
		return "To be read at " + plural(len(s.Looks.Days), "planned look", "planned looks") + "."
	case d.Early:
		return "Read by the band that may be looked at every day."
	case d.Verdict == report.KeepRunning:
		return "To be read once, at the planned end."
	case s.End == "":
		return "Read once."
	}
	return "Read once, at the planned end."
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
