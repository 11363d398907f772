package digest

import (
	"slices"
	"strings"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/draw"
	"uptake/charts/night"
	"uptake/charts/say"
)

// changeWord is how one kind of change is told: under which label, in which words.
type changeWord struct {
	Kind  report.ChangeKind
	Label string
	Says  func(*report.News, report.NewsChange) string
}

// changeWords lists the kinds in the order in which they are told.
var changeWords = []changeWord{
	{report.ChangeNew, "New", func(n *report.News, _ report.NewsChange) string {
		return strings.TrimSpace("Not in the list before. " + say.UpperFirst(dayWords(n)))
	}},
	{report.ChangeFailed, "Failed", failedWords},
	{report.ChangeBack, "Works again", func(n *report.News, _ report.NewsChange) string {
		if n.Evaluation {
			return "The run has a result again."
		}
		return "The run has a result again, of the data to " + say.Cutoff(n.DataTo) + "."
	}},
	{report.ChangeGate, "Health", func(n *report.News, _ report.NewsChange) string {
		return say.OrElse(say.Sentence(n.Headline), doc.VerdictOf(n.Verdict).Banner)
	}},
	{report.ChangeRecovered, "Health", func(*report.News, report.NewsChange) string {
		return "No check forbids a decision any more."
	}},
	{report.ChangeEnded, "Planned end", func(n *report.News, _ report.NewsChange) string {
		return "The data reach the end of " + say.Day(n.End) + "."
	}},
	{report.ChangeVerdict, "Verdict", func(n *report.News, c report.NewsChange) string {
		return strings.TrimSpace(say.OrElse(say.Sentence(n.Headline), verdictOf(n, n.Verdict).Banner) + wasWords(n,
			c.From))
	}},
}

// failedWords say what went wrong, and which result there still is.
func failedWords(n *report.News, _ report.NewsChange) string {
	t := night.ErrorText(n.Error)
	switch {
	case n.Status == report.StatusOK:
		t = night.BesideText(n.Error)
	case n.Status == report.StatusStale && n.LastGood != "":
		t += " The last good result, of the data to " + say.Cutoff(n.LastGood) + ", stands."
	case n.Status == report.StatusStale:
		t += " The last good result stands."
	}
	return t
}

// wasWords say which verdict was told before.
func wasWords(n *report.News, v report.Verdict) string {
	if v == "" {
		return ""
	}
	return " (was: " + verdictOf(n, v).Word + ")"
}

// verdictOf is how a verdict of an experiment, or of an evaluation, is written.
func verdictOf(n *report.News, v report.Verdict) doc.VerdictWord {
	if n.Evaluation {
		return doc.EvalVerdictOf(report.EvalVerdict(v))
	}
	return doc.VerdictOf(v)
}

// dayWords say how far an experiment is, "" where nobody knows.
func dayWords(n *report.News) string {
	if n.Opens != "" {
		return "The numbers open on " + say.Day(n.Opens) + "."
	}
	for _, need := range n.Needs {
		if n.Verdict == "" && (need.DaysLeft != nil || need.NextLook != nil) {
			return night.Need(need, report.KeepRunning) + "."
		}
	}
	return ""
}

// newsLines are the news of an experiment, then what would unblock it.
func newsLines(n *report.News) []doc.Line {
	var out []doc.Line
	for _, w := range changeWords {
		for _, c := range n.Changes {
			if c.Kind == w.Kind {
				out = append(out, doc.Line{Label: w.Label, Value: w.Says(n, c)})
			}
		}
	}
	if n.NeedsYou {
		needs := night.Unblocks(&report.IndexRow{Verdict: n.Verdict, Needs: n.Needs, Status: n.Status, Error: n.Error})
		if n.Evaluation {
			needs = night.EvalUnblocks(&report.EvalRow{Verdict: report.EvalVerdict(n.Verdict), Needs: n.EvalNeeds,
				Status: n.Status, Error: n.Error})
		}
		out = append(out, doc.Line{Label: "Would unblock it", Value: strings.Join(needs, "; ") + "."})
	}
	if n.Owner != "" {
		out = append(out, doc.Line{Label: "Owner", Value: say.Name(n.Owner)})
	}
	return out
}

// newsWord is the state that an experiment is in now, as far as it is told.
func newsWord(n *report.News) doc.VerdictWord {
	switch {
	case n.Status == report.StatusFailed:
		return night.Failed
	case n.Status == report.StatusStale:
		return night.Stale
	case n.Evaluation:
		return doc.EvalVerdictOf(report.EvalVerdict(n.Verdict))
	case n.Verdict == "":
		return doc.VerdictWord{Word: "Running", Tone: draw.Inconclusive, Mark: "clock"}
	}
	return doc.VerdictOf(n.Verdict)
}

// Title is a night's news in one line.
func Title(d *report.Digest) string {
	var needs, fresh, rest tally
	for _, n := range d.News {
		switch {
		case n.NeedsYou:
			needs.add(n)
		case slices.ContainsFunc(n.Changes, func(c report.NewsChange) bool { return c.Kind == report.ChangeNew }):
			fresh.add(n)
		default:
			rest.add(n)
		}
	}
	var parts []string
	if n := needs.all(); n > 0 {
		parts = append(parts, needs.words("")+map[bool]string{true: " needs somebody", false: " need somebody"}[n == 1])
	}
	if n := rest.all(); n > 0 {
		of := rest.words("")
		if len(parts) > 0 {
			of = say.Count(int64(n)) + " more"
		}
		parts = append(parts, "news of "+of)
	}
	if n := fresh.all(); n > 0 {
		of := fresh.words("new ")
		if len(parts) > 0 {
			of = say.Count(int64(n)) + " new"
		}
		parts = append(parts, of)
	}
	return say.UpperFirst(strings.Join(parts, ", "))
}

// tally counts experiments and evaluations.
type tally struct{ experiments, evaluations int }

func (t *tally) add(n report.News) {
	if n.Evaluation {
		t.evaluations++
	} else {
		t.experiments++
	}
}

func (t *tally) all() int { return t.experiments + t.evaluations }

// words tells both, those of which there are any, with a word before each noun.
func (t *tally) words(before string) string {
	var out []string
	if n := t.experiments; n > 0 {
		out = append(out, say.Plural(n, before+"experiment", before+"experiments"))
	}
	if n := t.evaluations; n > 0 {
		out = append(out, say.Plural(n, before+"evaluation", before+"evaluations"))
	}
	return say.List(out)
}
