package spec

import (
	"fmt"
	"time"
)

// Day is a calendar day counted from 1970-01-01 in the experiment's zone.
type Day int32

// NoDay means that no day was given.
const NoDay Day = -1 << 31

// DayOf returns the calendar day in zone at t microseconds UTC.
func DayOf(t int64, zone *time.Location) Day {
	if zone == nil || zone == time.UTC {
		return Day(floorDiv(t, 86_400_000_000))
	}
	_, off := time.UnixMicro(t).In(zone).Zone()
	return Day(floorDiv(t+int64(off)*1_000_000, 86_400_000_000))
}

// ParseDay reads YYYY-MM-DD.
func ParseDay(s string) (Day, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return NoDay, fmt.Errorf("%q is not a calendar day; write it as 2026-04-01", s)
	}
	return Day(floorDiv(t.Unix(), 86_400)), nil
}

// Start returns the first microsecond of the day in zone: midnight, or what
// follows where the clocks are put forward over it.
func (d Day) Start(zone *time.Location) int64 {
	if zone == nil || zone == time.UTC {
		return int64(d) * dayLength
	}
	y, m, day := time.Unix(int64(d)*86_400, 0).UTC().Date()
	t := time.Date(y, m, day, 0, 0, 0, 0, zone)
	start, end := t.ZoneBounds()
	switch {
	case DayOf(t.UnixMicro(), zone) < d:
		return end.UnixMicro()
	case DayOf(t.UnixMicro()-1, zone) == d: // midnight comes twice
		_, before := start.Add(-1).Zone()
		_, after := start.Zone()
		return t.UnixMicro() - int64(before-after)*1_000_000
	}
	return t.UnixMicro()
}

// String returns YYYY-MM-DD, or "" for NoDay.
func (d Day) String() string {
	if d == NoDay {
		return ""
	}
	return time.Unix(int64(d)*86_400, 0).UTC().Format(time.DateOnly)
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
