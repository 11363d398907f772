package study

import (
	"cmp"
	"slices"

	"uptake/analysis/spec"
)

// ManyUnits is how far the distinct units of a day are counted.
const ManyUnits = 20

// DayRows is what the rows of one calendar day are.
type DayRows struct {
	Rows  int64
	Units int // distinct ones, at most ManyUnits
}

// Logged is what a source holds by calendar day: every row with a time, whatever
// becomes of it, or those of one event that expose somebody in the experiment.
type Logged struct {
	Sources  []string // as the experiment file writes them; several where one goes on from the other
	Event    string   // of exposures; "" = all rows
	Assigned bool     // one row a unit, dated by its assignment
	Days     map[spec.Day]DayRows
}

// Span returns the first and the last day with rows; ok is false without any.
func (l *Logged) Span() (first, last spec.Day, ok bool) {
	for d := range l.Days {
		if !ok || d < first {
			first = d
		}
		if !ok || d > last {
			last = d
		}
		ok = true
	}
	return first, last, ok
}

// Stretch is the time that a source holds, microseconds UTC, and its days.
type Stretch struct {
	From, To int64
	First    spec.Day
	Last     spec.Day
}

// Streams puts sources that go on from each other together: one that begins on the
// day on which another ends, or later, and ends after it, is the same export cut by
// time, as files of a month are. Of several that it may go on from it is the one
// that ends last. Sources side by side are streams of their own; each stream lists
// its sources by time.
func Streams(sources []Stretch) [][]int {
	order := make([]int, len(sources))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		x, y := sources[a], sources[b]
		return cmp.Or(cmp.Compare(x.From, y.From), cmp.Compare(x.To, y.To))
	})
	var out [][]int
	for _, i := range order {
		best := -1
		for k, s := range out {
			before := sources[s[len(s)-1]]
			if sources[i].First >= before.Last && sources[i].To > before.To && sources[i].From > before.From &&
				(best < 0 || before.To > sources[out[best][len(out[best])-1]].To) {
				best = k
			}
		}
		if best < 0 {
			out = append(out, []int{i})
		} else {
			out[best] = append(out[best], i)
		}
	}
	return out
}
