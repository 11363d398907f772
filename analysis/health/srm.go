package health

import (
	"fmt"

	"uptake/analysis/report"
	"uptake/analysis/stats"
)

// srm compares the units of each arm with the planned shares by Pearson's
// chi-square. Its p is for one look, so it gates once: at the end, below half of
// Statistics.SRMAlpha, the other half being that of srmSequential, which gates at
// every look until then; before the end it warns. A table without time is looked at
// once, below the whole. Then the groups are not comparable and every lift is
// hidden. First exposures stop at the end, so a later look is the same one. Arms
// with a planned share of 0 stay out of sum and degrees of freedom. Without arms it
// does not apply (status none).
func srm(f *Facts) (report.Check, bool) {
	at := f.splitArms()
	if !f.Compare || len(f.Arms) < 2 {
		return check("none", "There are no arms, so there is no split to check."), true
	}
	var counts []int64
	for _, i := range at {
		counts = append(counts, f.Arms[i].Units)
	}
	s := stats.SplitTest(counts, f.shares(at))
	c := check("ok", "")
	c.Chi2, c.DF, c.P = report.Num(s.Chi2), report.Num(s.DF), report.Num(s.P.P)
	split, small := "", false
	for i, k := range at {
		a := f.Arms[k]
		c.Arms = append(c.Arms, report.CheckArm{Arm: a.Name, Observed: report.Num(a.Units),
			Expected: report.Num(s.Expected[i])})
		if i > 0 {
			split += ", "
		}
		split += fmt.Sprintf("%s %d (%.1f expected)", a.Name, a.Units, s.Expected[i])
		small = small || s.Expected[i] < 5
	}
	limit, once := f.Exp.Statistics.SRMAlpha, true
	if f.lookedDaily(at) {
		limit, once = limit*splitShare, f.Ended
	}
	switch {
	case !c.P.Defined():
		c.Status, c.Detail = "warn", fmt.Sprintf("The split of arms cannot be checked: %s.", split)
	case !once && s.P.P < f.atNight(limit):
		c.Status = "warn"
		c.Detail = fmt.Sprintf("So far the arms are not split as planned: %s; chi-square %.2f, p %s, below %.2g. "+
			"This p is for one look and is held against %g once, at the end; until then the check of every day "+
			"decides.", split, s.Chi2, pText(s.P.P), f.atNight(limit), limit)
	case once && s.P.P < limit:
		c.Status = "fail"
		c.Detail = fmt.Sprintf("The arms are not split as planned: %s; chi-square %.2f, p %s, below %g.", split, s.Chi2,
			pText(s.P.P), limit)
	default:
		c.Detail = fmt.Sprintf("The arms are split as planned: %s; chi-square %.2f, p = %.2g.", split, s.Chi2, s.P.P)
		if small {
			c.Detail += " Fewer than 5 units are expected in an arm, so p is approximate."
		}
	}
	if f.HasTime && c.P.Defined() && c.Status != "warn" {
		c.Detail += " This p is for one look."
	}
	return c, true
}

// splitShare is the part of SRMAlpha of each of the two checks of the split.
const splitShare = 0.5

// lookedDaily reports whether the split can be looked at after every day.
func (f *Facts) lookedDaily(at []int) bool { return f.HasTime && len(f.Days) > 0 && len(at) > 1 }

// srmWords go with every check of the whole split.
var srmWords = Words{
	Meaning: "The arms do not hold the shares of units that were planned. Chance alone makes a split this uneven as " +
		"seldom as its p says; else units were lost or added in one arm more than in another, and a difference may " +
		"come from that.",
	Causes: []string{
		"exposure is logged at another moment in one arm: after a load, a click or a crash",
		"one arm's rows are filtered or late in the export: bots, app versions, a redirect",
		"shares were changed, or the test was restarted, on the way",
		"the shares in the experiment file are not those that were set",
	},
	Todo: "Find the day and the segment where the split departs, and compare the export with the assignment log. " +
		"Mend the cause and run again; weighting does not mend it.",
}
