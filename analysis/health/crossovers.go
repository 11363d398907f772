package health

import (
	"fmt"
	"strings"

	"uptake/analysis/counted"
	"uptake/analysis/report"
)

// The shares of units seen in two arms above which the assignment is doubtful,
// and above which it leaks.
const (
	crossoverLimit = 0.01
	crossoverUnits = 3 // fewer may be those of one slip
	leakLimit      = 0.10
)

// crossovers counts the units seen in two arms, which are set aside: above 1 %,
// of three or more, it warns, above 10 % it fails. It also warns when the share set aside differs
// between the arms the units were first seen in (chi-square of homogeneity below
// Statistics.SRMAlpha over all nights), for then setting them aside skews what is left. Where rows name no unit nobody
// can tell.
func crossovers(f *Facts) (report.Check, bool) {
	if !f.Compare || f.Nameless {
		return report.Check{}, false
	}
	var n, all int64
	var crossed, stayed, seen []int64
	var text []string
	c := check("ok", "")
	for _, a := range f.Arms {
		n += a.Crossing
		all += a.Units + a.Crossing
		c.Arms = append(c.Arms, report.CheckArm{Arm: a.Name, Observed: report.Num(a.Crossing),
			Expected: report.Undefined()})
		if a.Units+a.Crossing > 0 {
			crossed, stayed, seen = append(crossed, a.Crossing), append(stayed, a.Units),
				append(seen, a.Units+a.Crossing)
			text = append(text, counted.Sprintf("%s %d of %d (%.2f%%)", a.Name, a.Crossing, a.Units+a.Crossing,
				percent(a.Crossing, a.Units+a.Crossing)))
		}
	}
	if n == 0 {
		c.Detail = "No unit was seen in two arms."
		return c, true
	}
	found := counted.Sprintf("%d of %d units (%.2f%%) were seen in two arms", n, all, percent(n, all))
	c.Detail = found + " and are set aside; the results with them kept in the arm they were first seen in are beside."
	switch {
	case float64(n) > leakLimit*float64(all):
		c.Status = "fail"
		c.Detail = fmt.Sprintf("Assignment leak: %s, more than %.0f%%.", found, 100*leakLimit)
	case n >= crossoverUnits && float64(n) > crossoverLimit*float64(all):
		c.Status = "warn"
	}
	if len(seen) < 2 {
		return c, true
	}
	if _, p := homogeneity(crossed, stayed, seen); p < f.atNight(f.Exp.Statistics.SRMAlpha) {
		if c.Status == "ok" {
			c.Status = "warn"
		}
		c.Detail += fmt.Sprintf(" They are uneven between the arms they were first seen in: %s; p %s.",
			strings.Join(text, ", "), pText(p))
	}
	return c, true
}

var crossoverWords = Words{
	Meaning: "Some units were treated both ways. They are set aside, and if there are many, or more in one arm, " +
		"those that are left are no longer the ones that were assigned.",
	Causes: []string{
		"assignment follows the device or the session, while the unit here is the user",
		"shares were changed, or units assigned afresh, during the test",
		"one id stands for several people, as shared or test accounts do",
	},
	Todo: "Check that assignment is by the unit of the experiment file and stays for the whole test. Read the " +
		"results with these units kept in the arm they were first seen in, which stand beside.",
}
