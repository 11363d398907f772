package health

import (
	"fmt"
	"math"
	"strings"

	"uptake/analysis/counted"
	"uptake/analysis/report"
	"uptake/analysis/stats"
)

// triggeredSRM compares the share of units ever shown a suggestion between arms
// by Pearson's chi-square of homogeneity: against the split of exposed units,
// which is what chance would give. Below Statistics.SRMAlpha over all nights a rate among the
// shown compares different people. Arms that show none are the matter of
// coverage and stay out; it does not apply when control is one of them.
func triggeredSRM(f *Facts) (report.Check, bool) {
	if !f.Compare || !f.Suggestions {
		return report.Check{}, false
	}
	var shown, not, exposed []int64
	var at []int
	for i, a := range f.Arms {
		if a.UnitsShown > 0 && a.Share > 0 {
			shown, not, exposed, at = append(shown, a.UnitsShown), append(not, a.Units-a.UnitsShown),
				append(exposed, a.Units), append(at, i)
		} else if a.Control {
			return report.Check{}, false
		}
	}
	if len(at) < 2 {
		return report.Check{}, false
	}
	s, p := homogeneity(shown, not, exposed)
	c := check("ok", "")
	c.Chi2, c.DF, c.P = report.Num(s.Chi2), report.Num(s.DF), report.Num(p)
	var text []string
	for k, i := range at {
		c.Arms = append(c.Arms, report.CheckArm{Arm: f.Arms[i].Name, Observed: report.Num(shown[k]),
			Expected: report.Num(s.Expected[k])})
		text = append(text, counted.Sprintf("%s %d of %d (%.1f%%)", f.Arms[i].Name, shown[k], exposed[k],
			percent(shown[k], exposed[k])))
	}
	split, limit := strings.Join(text, ", "), f.atNight(f.Exp.Statistics.SRMAlpha)
	switch {
	case p < limit:
		c.Status = "warn"
		c.Detail = fmt.Sprintf("The feature reaches arms differently, so rates among the shown compare different "+
			"people: %s; chi-square %.2f, p %s, below %.2g.", split, s.Chi2, pText(p), limit)
	default:
		c.Detail = fmt.Sprintf("The feature reaches the arms alike: %s; chi-square %.2f, p = %.2g.", split, s.Chi2, p)
	}
	return c, true
}

// homogeneity is Pearson's chi-square of two rows of counts by arm with the
// margins fixed by the data: the sum of both rows' Σ(O−E)²/E against weights
// proportional to the arms' totals, arms − 1 degrees of freedom. Where all
// units are in one row the rows agree: chi-square 0, p 1. The expected counts
// returned are those of the first row.
func homogeneity(row, rest, totals []int64) (stats.Split, float64) {
	weights := make([]float64, len(totals))
	for i, n := range totals {
		weights[i] = float64(n)
	}
	s, o := stats.SplitTest(row, weights), stats.SplitTest(rest, weights)
	for _, v := range []*float64{&s.Chi2, &o.Chi2} {
		if math.IsNaN(*v) { // no units in the row
			*v = 0
		}
	}
	s.Chi2 += o.Chi2
	_, l := stats.ChiSquareSF(s.Chi2, s.DF)
	return s, stats.TailOf(l).P
}

var triggeredWords = Words{
	Meaning: "The share of units that were ever shown a suggestion differs between the arms, so a rate among the " +
		"shown compares different people.",
	Causes: []string{"the treatment changes who is shown a suggestion, as by a threshold", "shown events are logged " +
		"otherwise in one arm"},
	Todo: "Decide by a metric of everybody exposed, such as accepted per unit, and read rates among the shown with it.",
}
