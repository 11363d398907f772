package spec

// Spending names how alpha is shared out over planned looks.
type Spending string

// The choices of `spending:`.
const (
	OBrienFleming Spending = "obrien_fleming" // very little early (default)
	Pocock        Spending = "pocock"         // about the same at every look
	PowerSpending Spending = "power"          // as the square of the time passed
)

// LookDays are the last days of data of the planned looks: look i of N reads
// the first i/N of the days from start to end, rounded up to whole days; the
// last is the end. None where no looks are planned.
func (e *Experiment) LookDays() []Day {
	n := e.Statistics.Looks
	if n == 0 || e.Start == NoDay || e.End == NoDay {
		return nil
	}
	days := int(e.End-e.Start) + 1
	var out []Day
	for i := 1; i <= n; i++ {
		out = append(out, e.Start+Day((i*days+n-1)/n)-1)
	}
	return out
}
