package health

import (
	"fmt"
	"strings"

	"uptake/analysis/counted"
	"uptake/analysis/report"
)

// zeroLimit is the share of all units up to which units in an arm that was
// planned to have none are a slip rather than an assignment gone wrong.
const zeroLimit = 0.001

// zeroShare counts the units in arms with a planned share of 0, those seen in
// two arms included: any warn, more than 0.1 % of all units fail. It applies
// only where there is such an arm.
func zeroShare(f *Facts) (report.Check, bool) {
	var names []string
	var n, all int64
	c := check("ok", "")
	for _, a := range f.Arms {
		all += a.Units + a.Crossing
		if a.Share > 0 {
			continue
		}
		names = append(names, a.Name)
		n += a.Units + a.Crossing
		c.Arms = append(c.Arms, report.CheckArm{Arm: a.Name, Observed: report.Num(a.Units + a.Crossing),
			Expected: report.Undefined()})
	}
	if !f.Compare || len(names) == 0 {
		return report.Check{}, false
	}
	where := strings.Join(names, ", ")
	if n == 0 {
		c.Detail = fmt.Sprintf("No unit is in %s, whose planned share is 0.", where)
		return c, true
	}
	c.Status = "warn"
	c.Detail = counted.Sprintf("%d of %d units (%.2g%%) found in %s, whose planned share is 0.", n, all, percent(n,
		all),
		where)
	if float64(n) > zeroLimit*float64(all) {
		c.Status = "fail"
		c.Detail += fmt.Sprintf(" That is more than %.2g%%: units are assigned otherwise than planned.", 100*zeroLimit)
	}
	return c, true
}

var zeroShareWords = Words{
	Meaning: "Units are in an arm that was planned to have none, so they were assigned otherwise than the file says.",
	Causes: []string{
		"the planned shares in the file are out of date",
		"test accounts or staff were put into the arm by hand",
		"the arm was on for a while before or during the test",
	},
	Todo: "Correct the shares in the experiment file, or set those units aside (where, exposure: outside) if they " +
		"are not part of the test.",
}
