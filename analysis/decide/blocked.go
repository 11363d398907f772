package decide

import (
	"fmt"

	"uptake/analysis/counted"
	"uptake/analysis/spec"
)

func doNotUse(v *view) (bool, words) {
	var why []string
	headline := "Do not decide on this data: values are missing in one arm more than in another."
	for _, c := range v.Health.Checks {
		if c.Status == "fail" {
			why = append(why, c.Detail)
			if c.Name != "missing_by_arm" {
				headline = "Do not decide on this data: the groups are not comparable."
			}
		}
	}
	return len(why) > 0, says(headline, why...)
}

func embargoed(v *view) (bool, words) {
	if v.Embargo == nil {
		return false, nil
	}
	return true, says(fmt.Sprintf("Keep running: the numbers open on %s.", v.Embargo.Opens),
		counted.Sprintf("The file keeps them closed for the first %d days of exposures (embargo); they open once the "+
			"data reach the end of %s.", v.Embargo.Days, v.Embargo.Last))
}

func noComparison(v *view) (bool, words) {
	switch {
	case v.Exp.ArmsAny:
		return true, says("Cannot tell: the arms are taken as they are found, and none is the control."+across(v),
			acrossReasons(v)...)
	case v.arm == "":
		return true, says("Cannot tell: there is no comparison group.", "No arms are declared, so there is no "+
			"comparison group.")
	case len(v.primaries()) == 0:
		if failed := v.Exp.Failed(spec.Primary); failed != nil {
			return true, says("Cannot tell: "+lower(failed[0]), failed...)
		}
		return true, says("Cannot tell: no metric is declared as primary.", "No metric has the role primary, so "+
			"there is nothing to decide by.")
	}
	return false, nil
}

// forbids finds what would forbid shipping: the first that is beyond its limit or worse.
func forbids(v *view) (string, bool) {
	if g, ok := first(v.guards(), func(p *pair) bool { return p.cmp.State == "breached" }); ok {
		verb := "rose"
		if g.got.Better != "down" {
			verb = "fell"
		}
		return fmt.Sprintf("%s %s by %s; at most %s was allowed", name(g), verb, g.least(), g.written(g.ask.Margin)),
			true
	}
	if p, ok := first(v.primaries(), v.worse); ok {
		return fmt.Sprintf("%s is worse: %s; %s", name(p), moved(p), fits(p)), true
	}
	return "", false
}
