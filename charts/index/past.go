package index

import (
	"strconv"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/say"
)

// pastMost is how many stretches of one verdict a row tells.
const pastMost = 8

// stretch is one verdict over looks that follow each other.
type stretch struct {
	doc.VerdictWord
	Looks string // "18 looks"
	Days  string // "1 to 18 November 2026"
	Grow  string // its share of the bar
}

// stretches is the history of a row's verdicts, oldest first; what lies further back than
// the last stretches is counted.
func stretches(looks []report.LedgerLine) (out []stretch, earlier string) {
	var starts []int
	for i := range looks {
		if i == 0 || looks[i].Verdict != looks[i-1].Verdict {
			starts = append(starts, i)
		}
	}
	if n := len(starts) - pastMost; n > 0 {
		earlier = say.Plural(starts[n], "look", "looks") + " before"
		starts = starts[n:]
	}
	for k, from := range starts {
		to := len(looks)
		if k+1 < len(starts) {
			to = starts[k+1]
		}
		a, b := say.DayIn(looks[from].DataTo, "UTC"), say.DayIn(looks[to-1].DataTo, "UTC")
		days := say.Days(a, b)
		if a == b {
			days = say.Cutoff(looks[from].DataTo)
		}
		out = append(out, stretch{doc.VerdictOf(looks[from].Verdict), say.Plural(to-from, "look", "looks"), days,
			strconv.Itoa(to - from)})
	}
	return out, earlier
}

// fileChanges are the looks at which the experiment file was another one, though
// exposures had begun.
func fileChanges(looks []report.LedgerLine) []doc.Line {
	var out []doc.Line
	for i := range looks {
		if t := say.Sentence(looks[i].Changed); t != "" {
			out = append(out, doc.Line{Label: say.Cutoff(looks[i].DataTo), Value: t})
		}
	}
	return out
}
