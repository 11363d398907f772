package health

import (
	"fmt"
	"math"
	"strings"

	"uptake/analysis/counted"
	"uptake/analysis/report"
	"uptake/analysis/stats"
)

// leastExpected is the expected count, in every arm, from which on a part's
// chi-square is trusted.
const leastExpected = 30

// part is a slice of the units by arm, with its name for people.
type part struct {
	name  string
	units []int64
}

// srmSegments checks the split within each level of each declared segment.
func srmSegments(f *Facts) (report.Check, bool) {
	var parts []part
	for _, d := range f.Segments {
		for _, l := range d.Levels {
			name := l.Name
			if name == "" {
				name = "(missing)"
			}
			parts = append(parts, part{d.Name + " " + name, l.Units})
		}
	}
	return srmParts(f, parts, "segment levels", f.atNight(f.Exp.Statistics.SRMAlpha))
}

// srmDays checks the split of each day's first exposures.
func srmDays(f *Facts) (report.Check, bool) {
	var parts []part
	for _, d := range f.Days {
		parts = append(parts, part{d.Day.String(), d.Arms})
	}
	// A day is tested first on the night after it, against as many days as there are then, and
	// does not change: over n nights chance tells of one in at most alpha · (1 + 1/2 + … + 1/n).
	return srmParts(f, parts, "days", f.Exp.Statistics.SRMAlpha)
}

// srmParts compares every part with 30 or more units expected in every arm with
// the planned shares by chi-square, adjusts by Holm over the parts, and warns
// below alpha naming the worst one. It does not apply where no
// part is large enough. p is the least adjusted one.
func srmParts(f *Facts, parts []part, what string, alpha float64) (report.Check, bool) {
	at := f.splitArms()
	if !f.Compare || len(at) < 2 {
		return report.Check{}, false
	}
	var tested []part
	var splits []stats.Split
	var p []float64
	for _, g := range parts {
		counts := make([]int64, len(at))
		for k, i := range at {
			counts[k] = g.units[i]
		}
		s := stats.SplitTest(counts, f.shares(at))
		least := math.Inf(1)
		for _, e := range s.Expected {
			least = math.Min(least, e)
		}
		if least >= leastExpected {
			tested, splits, p = append(tested, part{g.name, counts}), append(splits, s), append(p, s.P.P)
		}
	}
	if len(tested) == 0 {
		return report.Check{}, false
	}
	adjusted := stats.Holm(p)
	worst, below := 0, 0
	for i, a := range adjusted {
		if splits[i].Chi2 > splits[worst].Chi2 { // the same degrees of freedom for all; p may be 0 for several
			worst = i
		}
		if a < alpha {
			below++
		}
	}
	c := check("ok", "")
	c.Chi2, c.DF, c.P = report.Num(splits[worst].Chi2), report.Num(splits[worst].DF), report.Num(adjusted[worst])
	if below == 0 {
		c.Detail = fmt.Sprintf("Within each of %d %s the arms are split as planned: the least p after Holm's "+
			"correction is %.2g.", len(tested), what, adjusted[worst])
		return c, true
	}
	c.Status = "warn"
	var text []string
	for k, i := range at {
		text = append(text, fmt.Sprintf("%s %d (%.1f expected)", f.Arms[i].Name, tested[worst].units[k],
			splits[worst].Expected[k]))
		c.Arms = append(c.Arms, report.CheckArm{Arm: f.Arms[i].Name, Observed: report.Num(tested[worst].units[k]),
			Expected: report.Num(splits[worst].Expected[k])})
	}
	c.Detail = counted.Sprintf("In %d of %d %s the arms are not split as planned; worst in %s: %s; chi-square %.2f, p "+
		"%s after Holm's correction.",
		below, len(tested), what, tested[worst].name, strings.Join(text, ", "), splits[worst].Chi2,
		pText(adjusted[worst]))
	return c, true
}

var srmPartsWords = Words{
	Meaning: "In part of the data the arms do not hold their planned shares, so differences there, and a little in " +
		"the whole, may come from who is counted.",
	Causes: []string{
		"logging was broken or late on that day or in that segment, in one arm",
		"the segment is read after exposure and the treatment moves it",
		"shares were changed on the way, as in a ramp-up",
	},
	Todo: "Look at that day or segment in the assignment log. Read no effect in it alone before the cause is known.",
}
