package health

import (
	"fmt"
	"slices"
	"strings"

	"uptake/analysis/counted"
	"uptake/analysis/report"
)

// minNonZero is how many units of an arm must have a value of a primary metric
// other than 0: on fewer, normal intervals do not cover what they say.
const minNonZero = 25

// TooFew says, for one arm, what keeps it from being decided on: fewer units
// than Decision.MinUnits, or fewer than 25 with a non-zero value of a primary
// metric. Nil when there is enough.
func TooFew(f *Facts, arm int) []string {
	a := f.Arms[arm]
	var out []string
	if need := int64(f.Exp.Decision.MinUnits); a.Units < need {
		out = append(out, fmt.Sprintf("%s has %s; a decision needs %d in every arm (decision: min_units).", a.Name,
			counted.Noun(a.Units, "unit"), need))
	}
	for _, m := range f.Primaries {
		if m.NonZero == nil || m.NonZero[arm] >= minNonZero {
			continue
		}
		out = append(out, fmt.Sprintf("%s has %s with any %s; a decision needs %d in every arm.", a.Name,
			counted.Noun(m.NonZero[arm], "unit"), report.Spoken(m.Name), minNonZero))
	}
	return out
}

// minimumData warns of arms with too little to decide on.
func minimumData(f *Facts) (report.Check, bool) {
	if !f.Compare {
		return report.Check{}, false
	}
	var few []string
	for i := range f.Arms {
		if f.Arms[i].Share > 0 {
			few = append(few, TooFew(f, i)...)
		}
	}
	if len(few) > 0 {
		return check("warn", "Too little data to decide on: %s", strings.Join(few, " ")), true
	}
	said := ""
	if len(f.Primaries) > 0 && !slices.ContainsFunc(f.Primaries, func(m Primary) bool { return m.NonZero == nil }) {
		said = fmt.Sprintf(", and at least %d with a non-zero value of each primary metric", minNonZero)
	}
	return check("ok", "Every arm has at least %d units%s.", f.Exp.Decision.MinUnits, said), true
}

// units is "1 unit", "9 units".

var minimumWords = Words{
	Meaning: "With so few units, or so few that did anything, intervals do not hold what they say, so nothing is " +
		"decided.",
	Causes: []string{"the test is young or its audience small", "the metric counts something rare"},
	Todo:   "Let it run until the number named here is reached, or decide by a metric that more units have.",
}
