package index

import (
	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/say"
)

// sinceNames are the earlier days that an index is held against.
var sinceNames = map[string]string{"yesterday": "Yesterday", "last_thursday": "Last Thursday"}

// shownTurns is how many experiments the page names of those that turned since a day.
const shownTurns = 8

// sinceLines say what is another since earlier days.
func sinceLines(list []report.Since) []doc.Line {
	var out []doc.Line
	for _, s := range list {
		l := doc.Line{Label: say.OrElse(sinceNames[s.Name], say.Name(s.Name)) + ", " + say.Cutoff(s.Day+"T00:00:00Z")}
		var turned, fresh []string
		for _, t := range s.Verdicts {
			turned = append(turned, say.Name(t.ID)+" is "+doc.VerdictOf(t.To).Word+", was "+doc.VerdictOf(t.From).Word)
		}
		for _, id := range s.New {
			fresh = append(fresh, say.Name(id))
		}
		switch {
		case len(turned) == 0:
			l.Value = "No verdict changed."
		default:
			l.Value = joined(turned, "; ") + "."
		}
		if len(fresh) > 0 {
			l.Value += " New: " + joined(fresh, ", ") + "."
		}
		out = append(out, l)
	}
	return out
}

// joined names a few and counts the rest.
func joined(words []string, by string) string {
	text := ""
	for i, w := range words[:min(len(words), shownTurns)] {
		if i > 0 {
			text += by
		}
		text += w
	}
	if more := len(words) - shownTurns; more > 0 {
		text += by + "and " + say.Plural(more, "other", "others")
	}
	return text
}
