package charts

import (
	"fmt"
	"time"

	"uptake/analysis/report"
)

// dayNumber says how far an experiment is: "day 12 of 28".
func dayNumber(r *report.IndexRow) string {
	start, to := r.Start, dayIn(r.DataTo, r.Timezone)
	if start == "" {
		start = dayIn(r.DataFrom, r.Timezone)
	}
	n, ok := daysFrom(start, to)
	if !ok || n < 1 {
		return ""
	}
	all, planned := daysFrom(start, r.End)
	switch {
	case !planned:
		return fmt.Sprintf("day %s, no end given", count(int64(n)))
	case n > all:
		return fmt.Sprintf("ended (%s)", plural(all, "day", "days"))
	}
	return fmt.Sprintf("day %s of %s", count(int64(n)), count(int64(all)))
}

// dayIn is the calendar day of an instant in a zone, "" where there is none.
func dayIn(instant, zone string) string {
	t, err := time.Parse(time.RFC3339, instant)
	if err != nil {
		return ""
	}
	z, err := time.LoadLocation(zone)
	if err != nil {
		z = time.UTC
	}
	return t.In(z).Format(time.DateOnly)
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

// cutText is a data cut-off as a calendar day in UTC, dash where there is none.
func cutText(instant string) string {
	if d := dayIn(instant, "UTC"); d != "" {
		return briefDay(d)
	}
	return dash
}

// briefDay is a calendar day with its month cut short: "4 Nov 2026".
func briefDay(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return name(day)
	}
	return t.Format("2 Jan 2006")
}
