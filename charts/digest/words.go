package digest

import (
	"fmt"
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
		return "The run has a result again, of the data to " + say.Cutoff(n.DataTo) + "."
	}},
	{report.ChangeGate, "Health", func(n *report.News, _ report.NewsChange) string {
		return say.OrElse(say.Sentence(n.Headline), doc.VerdictOf(n.Verdict).Banner)
	}},
	{report.ChangeRecovered, "Health", func(*report.News, report.NewsChange) string { return "No check forbids a decision any more." }},
	{report.ChangeEnded, "Planned end", func(n *report.News, _ report.NewsChange) string {
		return "The data reach the end of " + say.Day(n.End) + "."
	}},
	{report.ChangeVerdict, "Verdict", func(n *report.News, c report.NewsChange) string {
		return strings.TrimSpace(say.OrElse(say.Sentence(n.Headline), doc.VerdictOf(n.Verdict).Banner) + wasWords(c.From))
	}},
}

// failedWords say what went wrong, and which result there still is.
func failedWords(n *report.News, _ report.NewsChange) string {
	t := night.ErrorText(n.Error)
	switch {
	case n.Status == report.StatusOK:
		t = "The investigation: " + t
	case n.Status == report.StatusStale && n.LastGood != "":
		t += " The last good result, of the data to " + say.Cutoff(n.LastGood) + ", stands."
	case n.Status == report.StatusStale:
		t += " The last good result stands."
	}
	return t
}

// wasWords say which verdict was told before.
func wasWords(v report.Verdict) string {
	if v == "" {
		return ""
	}
	return " (was: " + doc.VerdictOf(v).Word + ")"
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
		row := report.IndexRow{Verdict: n.Verdict, Needs: n.Needs, Status: n.Status, Error: n.Error}
		out = append(out, doc.Line{Label: "Would unblock it", Value: strings.Join(night.Unblocks(&row), "; ") + "."})
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
	case n.Verdict == "":
		return doc.VerdictWord{Word: "Running", Tone: draw.Inconclusive, Mark: "clock"}
	}
	return doc.VerdictOf(n.Verdict)
}

// Title is a night's news in one line.
func Title(d *report.Digest) string {
	needs, fresh := 0, 0
	for _, n := range d.News {
		if n.NeedsYou {
			needs++
		}
		if !n.NeedsYou && slices.ContainsFunc(n.Changes, func(c report.NewsChange) bool { return c.Kind == report.ChangeNew }) {
			fresh++
		}
	}
	var parts []string
	if needs > 0 {
		parts = append(parts, say.Plural(needs, "experiment needs somebody", "experiments need somebody"))
	}
	if rest := len(d.News) - needs - fresh; rest > 0 {
		of := map[bool]string{true: fmt.Sprintf("%s more", say.Count(int64(rest))), false: say.Plural(rest, "experiment", "experiments")}[needs > 0]
		parts = append(parts, "news of "+of)
	}
	if fresh > 0 {
		of := map[bool]string{true: fmt.Sprintf("%s new", say.Count(int64(fresh))), false: say.Plural(fresh, "new experiment", "new experiments")}[len(parts) > 0]
		parts = append(parts, of)
	}
	return say.UpperFirst(strings.Join(parts, ", "))
}
