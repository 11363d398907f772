package spec

import (
	"testing"
	"time"
)

func zone(t *testing.T, name string) *time.Location {
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Skip("skipped: no time zone data on this machine")
	}
	return z
}

func TestWallClocks(t *testing.T) {
	for _, c := range []struct{ zone, wall, instant string }{
		{"UTC", "2026-04-01 02:30:00", "2026-04-01 02:30:00"},
		{"America/New_York", "2026-04-01 00:10:00", "2026-04-01 04:10:00"},
		{"America/New_York", "2026-03-08 02:30:00", "2026-03-08 07:30:00"}, // skipped: 03:30 of summer
		{"America/New_York", "2026-11-01 01:30:00", "2026-11-01 05:30:00"}, // twice: the first
		{"Europe/Berlin", "2026-03-29 02:30:00", "2026-03-29 01:30:00"},
		{"Europe/Berlin", "2026-10-25 02:30:00", "2026-10-25 00:30:00"},
		{"Europe/Berlin", "2026-10-25 03:00:00", "2026-10-25 02:00:00"},
		{"Australia/Lord_Howe", "2026-04-05 01:45:00", "2026-04-04 14:45:00"}, // half an hour
		{"America/Sao_Paulo", "2018-11-04 00:00:00", "2018-11-04 03:00:00"},   // midnight is skipped
		{"America/Havana", "2026-11-01 00:30:00", "2026-11-01 04:30:00"},
		{"Asia/Kolkata", "2026-04-01 00:00:00", "2026-03-31 18:30:00"},
	} {
		clock := NewWallClock(zone(t, c.zone))
		wall, _ := time.Parse(time.DateTime, c.wall)
		if got := time.UnixMicro(clock.Instant(wall.UnixMicro())).UTC().Format(time.DateTime); got != c.instant {
			t.Errorf("%s in %s: %s, want %s", c.wall, c.zone, got, c.instant)
		}
	}
}

func TestDaysBeginAtTheirFirstInstant(t *testing.T) {
	for _, name := range []string{"UTC", "Europe/Berlin", "America/Sao_Paulo", "America/Havana", "Africa/Cairo",
		"Asia/Beirut", "Asia/Kolkata", "Pacific/Apia", "Australia/Lord_Howe"} {
		z := zone(t, name)
		clock := NewWallClock(z)
		for d := Day(10000); d < 22000; d++ {
			start := d.Start(z)
			if DayOf(start, z) < d || DayOf(start-1, z) >= d {
				t.Errorf("%s in %s begins at %s, which is not its first instant", d, name, time.UnixMicro(start).In(z))
			}
			if got := clock.Start(d); got != start {
				t.Errorf("%s in %s: the clock begins it at %s, want %s", d, name, time.UnixMicro(got).In(z),
					time.UnixMicro(start).In(z))
			}
			if noon := start + dayLength/2; clock.Day(noon) != DayOf(noon, z) ||
				clock.Instant(clock.Wall(noon)) != noon && DayOf(start, z) == d {
				t.Errorf("%s in %s: the clock at %s", d, name, time.UnixMicro(noon).In(z))
			}
		}
	}
}
