package spec

import (
	"slices"
	"time"
)

// WallClock turns times read off a wall clock, which name no zone, into
// instants, and back. A wall-clock time is microseconds as if the clock showed
// UTC. Where the clock is put forward or back, what it shows is an instant by
// the offset before the change: an hour that is shown twice is the first one,
// one that is skipped is as many minutes into the hour after. (The library's
// time.Date promises neither and takes the second hour east of Greenwich.) It
// holds for 1989 to 2101 and is for any number of goroutines.
type WallClock struct {
	wall   []int64 // from which time on the clock's face each offset counts
	at     []int64 // from which instant on
	offset []int64 // microseconds east of UTC
}

// NewWallClock readies the clock of a zone; nil is UTC.
func NewWallClock(zone *time.Location) *WallClock {
	c := &WallClock{}
	if zone == nil || zone == time.UTC {
		return c
	}
	t := time.Date(1989, 1, 1, 0, 0, 0, 0, time.UTC).In(zone)
	last := time.Date(2101, 1, 1, 0, 0, 0, 0, time.UTC)
	for t.Before(last) {
		_, seconds := t.Zone()
		off := int64(seconds) * 1_000_000
		from := t.UnixMicro()
		wall := from + off
		n := len(c.offset)
		if n > 0 {
			wall = from + max(off, c.offset[n-1])
		}
		if n == 0 || off != c.offset[n-1] {
			c.wall, c.at, c.offset = append(c.wall, wall), append(c.at, from), append(c.offset, off)
		}
		_, end := t.ZoneBounds()
		if end.IsZero() {
			break
		}
		if !end.After(t) { // the library ends a leap year a day early, on that very day
			end = t.Add(24 * time.Hour)
		}
		t = end
	}
	return c
}

// Instant returns the instant, microseconds UTC, at which the clock shows wall.
func (c *WallClock) Instant(wall int64) int64 { return wall - c.offsetBy(c.wall, wall) }

// Wall returns what the clock shows at an instant.
func (c *WallClock) Wall(instant int64) int64 { return instant + c.offsetBy(c.at, instant) }

// Day returns the calendar day of an instant.
func (c *WallClock) Day(instant int64) Day { return Day(floorDiv(c.Wall(instant), dayLength)) }

// Start returns the first instant of a day.
func (c *WallClock) Start(d Day) int64 { return c.Instant(int64(d) * dayLength) }

const dayLength = 86_400_000_000 // microseconds

func (c *WallClock) offsetBy(from []int64, t int64) int64 {
	if len(from) == 0 {
		return 0
	}
	i, found := slices.BinarySearch(from, t)
	if !found {
		i = max(i-1, 0)
	}
	return c.offset[i]
}
