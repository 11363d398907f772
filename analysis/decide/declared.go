package decide

import (
	"slices"
	"strings"

	"uptake/analysis/report"
	"uptake/analysis/spec"
)

// When something that must be fixed beforehand was fixed, as far as can be known.
const (
	beforeStart = "before_start"
	afterData   = "after_data" // put in by the command line, or missing in an earlier readout
	latePlan    = "late_plan"  // in a file whose plan is dated after the start
	noPlan      = "no_plan"    // in a file that gives no date of its plan
)

// declared says when a key of the file was fixed. Whoever puts it in by the command
// line may have seen the data, and so may who writes a plan after the start.
func (f *Facts) declared(key string) string {
	switch {
	case slices.ContainsFunc(f.Exp.Set, func(s string) bool { return strings.HasPrefix(spec.SetKey(s), key) }):
		return afterData
	case f.Planned:
		return beforeStart
	case f.Exp.Decision.Planned != spec.NoDay:
		return latePlan
	}
	return noPlan
}

// butDeclared ends the sentence about what holds for a second reading that was
// declared before the start, where this one was not.
func butDeclared(when string) string {
	switch when {
	case afterData:
		return "; here the second was declared after the data were seen, so it does not hold"
	case latePlan:
		return "; here the plan is dated after the start, so it does not hold"
	case noPlan:
		return "; here nothing says when it was declared (decision: planned), so it does not hold"
	}
	return ""
}

// ExtendedLate says of a second reading that the file claims to have declared before
// the start that it was declared after the data were seen: an earlier readout knew
// nothing of it.
func ExtendedLate(d *report.Decision) {
	a := d.Alpha
	if a == nil || a.ExtensionDeclared == "" || a.ExtensionDeclared == afterData {
		return
	}
	late := *a
	was := "both declared before the start" + butDeclared(a.ExtensionDeclared)
	late.ExtensionDeclared = afterData
	d.Alpha = &late
	d.Basis = strings.Replace(d.Basis, was, "both declared before the start"+butDeclared(afterData), 1)
}
