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

// Start returns the first microsecond of the day in zone.
func (d Day) Start(zone *time.Location) int64 {
	if zone == nil {
		zone = time.UTC
	}
	t := time.Unix(int64(d)*86_400, 0).UTC()
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, zone).UnixMicro()
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
