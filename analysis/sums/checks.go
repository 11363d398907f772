package sums

// CheckedAfter are the delays, in seconds, at which it is told whether accepted
// suggestions are still there; a check counts for one that is within a tenth of it.
var CheckedAfter = []float64{5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 2 * 3600, 4 * 3600, 8 * 3600, 86400,
	2 * 86400, 3 * 86400, 7 * 86400, 14 * 86400, 30 * 86400, 60 * 86400, 90 * 86400}

// Near is how far a check may be from the delay it counts for.
const Near = 0.1

// Checked is the place among CheckedAfter of a check so many seconds after the
// accept, its length for one at another delay.
func Checked(after float64) int {
	for k, d := range CheckedAfter {
		if after >= (1-Near)*d && after <= (1+Near)*d {
			return k
		}
	}
	return len(CheckedAfter)
}

// Check counts n checks at a place that Checked gives.
func (t *Tally) Check(place int, n int64) {
	if t.Checks == nil {
		t.Checks = make([]int64, len(CheckedAfter)+1)
	}
	t.Checks[place] += n
}
