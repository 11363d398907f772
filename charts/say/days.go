package say

import "time"

// DayIn is the calendar day (2026-04-28) of an RFC 3339 instant in a zone, UTC where there
// is no such zone; "" where it is no instant.
func DayIn(instant, zone string) string {
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

// Cutoff is a data cut-off as a calendar day in UTC, Dash where there is none.
func Cutoff(instant string) string {
	if d := DayIn(instant, "UTC"); d != "" {
		return briefDay(d)
	}
	return Dash
}

// briefDay is a calendar day with its month cut short: "4 Nov 2026".
func briefDay(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return Name(day)
	}
	return t.Format("2 Jan 2006")
}

// ShortDay prints a day as "1 Apr", "no date" where it is none.
func ShortDay(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return "no date"
	}
	return t.Format("2 Jan")
}

// Day prints a calendar day as "1 April 2026", or what was given when it is none.
func Day(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return Name(day)
	}
	return t.Format("2 January 2006")
}

// Days prints a range of calendar days without repeating month and year.
func Days(from, to string) string {
	a, errA := time.Parse(time.DateOnly, from)
	b, errB := time.Parse(time.DateOnly, to)
	switch {
	case from == "" && to == "":
		return ""
	case to == "":
		return "from " + Day(from)
	case from == "":
		return "until " + Day(to)
	case errA != nil || errB != nil || a.Year() != b.Year():
		return Day(from) + " to " + Day(to)
	case a.Month() == b.Month():
		return a.Format("2") + " to " + b.Format("2 January 2006")
	}
	return a.Format("2 January") + " to " + b.Format("2 January 2006")
}

// Instant prints an RFC 3339 instant to the minute, in UTC.
func Instant(s string) string {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return Name(s)
	}
	return t.UTC().Format("2 January 2006 15:04") + " UTC"
}
