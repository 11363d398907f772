package doc

import (
	"uptake/analysis/report"
	"uptake/charts/draw"
)

// VerdictWord is how one verdict is written and marked.
type VerdictWord struct {
	Verdict report.Verdict
	Word    string // the badge
	Banner  string // the banner when the report carries no headline
	Tone    draw.Tone
	Mark    string // the shape, a key of draw.Mark
}

// verdicts lists every verdict in the order in which the rules are tried.
var verdicts = []VerdictWord{
	{report.DoNotUse, "Do not use", "Do not decide on this data: the groups are not comparable.", draw.Invalid,
		"octagon"},
	{report.DoNotShip, "Do not ship", "Do not ship.", draw.Bad, "down"},
	{report.KeepRunning, "Keep running", "Keep running.", draw.Inconclusive, "clock"},
	{report.Hold, "Hold", "Hold.", draw.Caution, "bars"},
	{report.Ship, "Ship", "Ship.", draw.Good, "up"},
	{report.LooksPromising, "Looks promising", "Looks promising.", draw.Promising, "rising"},
	{report.NoDifference, "No difference that matters", "Too small to matter by your own limit: decide on cost.",
		draw.Inconclusive, "equals"},
	{report.CannotTell, "Cannot tell", "Cannot tell yet.", draw.Inconclusive, "question"},
}

// VerdictOf is how a verdict is written, that nothing can be told where it is none of them.
func VerdictOf(v report.Verdict) VerdictWord {
	for _, w := range verdicts {
		if w.Verdict == v {
			return w
		}
	}
	return verdicts[len(verdicts)-1]
}
