package health

import (
	"fmt"

	"uptake/analysis/counted"
	"uptake/analysis/report"
)

// maturity gives the share of shown suggestions whose window is still open at
// the data cut-off; above Statistics.MaxImmature in an arm the fixed-window
// rates are refused.
func maturity(f *Facts) (report.Check, bool) {
	if !f.Attributed || !f.HasTime {
		return report.Check{}, false
	}
	c := check("ok", "")
	text, over := "", false
	for i, a := range f.Arms {
		share := 0.0
		if a.Shown > 0 {
			share = float64(a.Immature) / float64(a.Shown)
		}
		c.Arms = append(c.Arms, report.CheckArm{Arm: a.Name, Observed: report.Num(share),
			Expected: report.Num(f.Exp.Statistics.MaxImmature)})
		if i > 0 {
			text += ", "
		}
		text += counted.Sprintf("%s %d of %d (%.1f%%)", a.Name, a.Immature, a.Shown, 100*share)
		over = over || share > f.Exp.Statistics.MaxImmature
	}
	if over {
		c.Status = "warn"
		c.Detail = fmt.Sprintf("Too many suggestions are still inside their window to give a rate (limit %.0f%%): %s.",
			100*f.Exp.Statistics.MaxImmature, text)
	} else {
		c.Detail = fmt.Sprintf("Suggestions still inside their window, in no rate: %s.", text)
	}
	return c, true
}

var maturityWords = Words{
	Meaning: "Too many suggestions are so young that an answer may still come. Counting them would favour quick " +
		"answers, so their rates are not given.",
	Causes: []string{"the export was made soon after most suggestions were shown", "the answer window is long for " +
		"the span of the data"},
	Todo: "Export again once the window of most suggestions is over, or shorten suggestions: attribution if answers " +
		"come sooner.",
}
