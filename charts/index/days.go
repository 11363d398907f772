package index

import (
	"fmt"
	"time"

	"uptake/analysis/report"
	"uptake/charts/say"
)

// dayNumber says how far an experiment is: "day 12 of 28".
func dayNumber(r *report.IndexRow) string {
	start, to := r.Start, say.DayIn(r.DataTo, r.Timezone)
	if start == "" {
		start = say.DayIn(r.DataFrom, r.Timezone)
	}
	n, ok := daysFrom(start, to)
	if !ok || n < 1 {
		return ""
	}
	all, planned := daysFrom(start, r.End)
	switch {
	case !planned:
		return fmt.Sprintf("day %s, no end given", say.Count(int64(n)))
	case n > all:
		return fmt.Sprintf("ended (%s)", say.Plural(all, "day", "days"))
	}
	return fmt.Sprintf("day %s of %s", say.Count(int64(n)), say.Count(int64(all)))
}

// daysFrom counts calendar days, both ends included; false where one is none.
func daysFrom(from, to string) (int, bool) {
	a, errA := time.Parse(time.DateOnly, from)
	b, errB := time.Parse(time.DateOnly, to)
	if errA != nil || errB != nil {
		return 0, false
	}
	return int(b.Sub(a).Hours()/24) + 1, true
}
