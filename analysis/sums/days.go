package sums

import (
	"cmp"
	"slices"
	"uptake/analysis/moment"
	"uptake/analysis/spec"
)

// At is the block of what one day changed, empty where nothing has.
func (r *Result) At(day spec.Day) *Block {
	at, found := slices.BinarySearchFunc(r.Changes, day, func(d Day, day spec.Day) int {
		return cmp.Compare(d.Day, day)
	})
	if !found {
		r.Changes = slices.Insert(r.Changes, at, Day{Day: day})
	}
	return &r.Changes[at].Block
}

// maxDays is how many days there are of at most. More of them come of clocks that are
// years off.
const maxDays = 1000

// Days are the states at the end of every calendar day, from the first exposure, or the
// first change if that is earlier, to the last day of the data. Of more than maxDays only
// those on which something changed are given, and of these the last maxDays. None where
// nothing is known by day.
func (r *Result) Days() ([]Day, error) {
	if len(r.Changes) == 0 {
		return nil, nil
	}
	first := r.Last
	for d := range r.Exposed {
		first = min(first, d)
	}
	var days []spec.Day
	for _, c := range r.Changes {
		days = append(days, c.Day)
	}
	from, to := min(first, days[0]), max(r.Last, days[len(days)-1])
	if int64(to)-int64(from) < maxDays {
		days = days[:0]
		for d := from; d <= to; d++ {
			days = append(days, d)
		}
	}
	run := make(Block, len(r.Changes[0].Block))
	for c, arms := range r.Changes[0].Block {
		run[c] = make([]moment.Moment, len(arms))
		for a, m := range arms {
			if m.Dim() > 0 {
				run[c][a] = moment.New(m.Dim())
			}
		}
	}
	var out []Day
	at := 0
	for i, d := range days {
		for ; at < len(r.Changes) && r.Changes[at].Day <= d; at++ {
			if err := run.Add(r.Changes[at].Block); err != nil {
				return nil, err
			}
		}
		if len(days)-i <= maxDays {
			out = append(out, Day{d, run.Clone()})
		}
	}
	return out, nil
}
