package decide

import (
	"uptake/analysis/counted"
	"uptake/analysis/report"
)

// nextLook is ", next look at the end of 2026-04-14", "" without planned looks.
func (f *Facts) nextLook() string {
	if f.Looks == nil || f.Looks.Next == "" {
		return ""
	}
	return ", next look at the end of " + f.Looks.Next
}

// lastBoundary is what |z| was held at in the last look that was made; false before the first.
func lastBoundary(l *report.Looks) (float64, bool) {
	for i := len(l.Looks) - 1; i >= 0; i-- {
		if b := l.Looks[i].Boundary; b.Defined() {
			return float64(b), true
		}
	}
	return 0, false
}

// looksBasis says which numbers decide where looks are planned.
func looksBasis(f *Facts, level, guards string) string {
	l := f.Looks
	n := len(l.Days)
	rest := counted.Sprintf("so all %d looks together are wrong as seldom as one; %s", n, guards)
	switch {
	case l.Reached == 0:
		return counted.Sprintf("Nothing yet: %d looks are planned, and the first is at the end of %s.", n, l.Next)
	case !f.Ended:
		return counted.Sprintf("Look %d of %d, data to the end of %s: %s intervals by that look's boundary, alpha "+
			"spent by %s, %s. Until the next look at the end of %s nothing new is decided. A metric that cannot be "+
			"followed by day is read by its always-valid band. No chance is given before the end.",
			l.Reached, n, l.Days[l.Reached-1], level, spendings[l.Spending], rest, l.Next)
	}
	return counted.Sprintf("The last of %d planned looks: two-sided %s intervals by its boundary, wider than those of "+
		"a single look by what the earlier looks spent (%s), %s; chances by a normal model%s.", n, level,
		spendings[l.Spending], rest, f.prior())
}

// spendings name the spending functions.
var spendings = map[string]string{"obrien_fleming": "O'Brien–Fleming", "pocock": "Pocock", "power": "the square of " +
	"the time passed"}
