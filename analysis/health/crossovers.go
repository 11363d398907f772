package health

import "uptake/analysis/report"

// crossoverLimit is the share of units seen in two arms above which the
// assignment is doubtful.
const crossoverLimit = 0.01

// crossovers counts the units seen in two arms, which are set aside; above 1 %
// it warns.
func crossovers(f *Facts) (report.Check, bool) {
	if !f.Compare {
		return report.Check{}, false
	}
	var n, all int64
	c := check("ok", "")
	for _, a := range f.Arms {
		n += a.Crossing
		all += a.Units + a.Crossing
		c.Arms = append(c.Arms, report.CheckArm{Arm: a.Name, Observed: report.Num(a.Crossing), Expected: report.Undefined()})
	}
	if n == 0 {
		c.Detail = "No unit was seen in two arms."
		return c, true
	}
	d := check("ok", "%d of %d units (%.2f%%) were seen in two arms and are set aside; the results with them kept in the arm they were first seen in are beside.",
		n, all, percent(n, all))
	c.Detail = d.Detail
	if float64(n) > crossoverLimit*float64(all) {
		c.Status = "warn"
	}
	return c, true
}
