package health

import (
	"fmt"

	"uptake/analysis/report"
	"uptake/analysis/stats"
)

// srm compares the units of each arm with the planned shares by Pearson's
// chi-square; below Statistics.SRMAlpha the groups are not comparable and every
// lift is hidden. Arms with a planned share of 0 stay out of sum and degrees of
// freedom. Without arms it does not apply (status none).
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
		c.Arms = append(c.Arms, report.CheckArm{Arm: a.Name, Observed: report.Num(a.Units), Expected: report.Num(s.Expected[i])})
		if i > 0 {
			split += ", "
		}
		split += fmt.Sprintf("%s %d (%.1f expected)", a.Name, a.Units, s.Expected[i])
		small = small || s.Expected[i] < 5
	}
	switch {
	case !c.P.Defined():
		c.Status, c.Detail = "warn", fmt.Sprintf("The split of arms cannot be checked: %s.", split)
	case s.P.P < f.Exp.Statistics.SRMAlpha:
		c.Status = "fail"
		c.Detail = fmt.Sprintf("The arms are not split as planned: %s; chi-square %.2f, p %s, below %g.", split, s.Chi2, pText(s.P.P), f.Exp.Statistics.SRMAlpha)
	default:
		c.Detail = fmt.Sprintf("The arms are split as planned: %s; chi-square %.2f, p = %.2g.", split, s.Chi2, s.P.P)
		if small {
			c.Detail += " Fewer than 5 units are expected in an arm, so p is approximate."
		}
	}
	if f.HasTime && c.P.Defined() {
		c.Detail += " This p is for one look."
	}
	return c, true
}
