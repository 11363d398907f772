package warehouse

import (
	"fmt"
	"time"

	"uptake/analysis/spec"
)

// zone turns instants into calendar days of the experiment's time zone.
type zone struct {
	at     []int64 // from which instant on
	offset []int64 // microseconds east of UTC, one more than at
}

// newZone lists the offsets between two instants, as uptake knows them: what an engine has
// for a zone may be of another year.
func newZone(z *time.Location, from, to int64) zone {
	if z == nil {
		z = time.UTC
	}
	wall := spec.NewWallClock(z)
	off := func(t int64) int64 { return wall.Wall(t) - t }
	out := zone{offset: []int64{off(from)}}
	const step = 6 * 3600 * 1_000_000
	for t := from; t < to; t += step {
		if off(t+step) == off(t) {
			continue
		}
		lo, hi := t, t+step // the change is in (lo, hi]
		for hi-lo > 1 {
			if mid := lo + (hi-lo)/2; off(mid) == off(lo) {
				lo = mid
			} else {
				hi = mid
			}
		}
		out.at, out.offset = append(out.at, hi), append(out.offset, off(hi))
	}
	return out
}

// fixed reports whether the clock is never put forward or back.
func (z zone) fixed() bool { return len(z.at) == 0 }

// wall is what the clock shows at t.
func (z zone) wall(t string) string {
	if len(z.at) == 0 && z.offset[0] == 0 {
		return t
	}
	out := "(" + t + " + CASE"
	for i, at := range z.at {
		out += fmt.Sprintf(" WHEN %s < %d THEN %d", t, at, z.offset[i])
	}
	if len(z.at) == 0 {
		return fmt.Sprintf("(%s + %d)", t, z.offset[0])
	}
	return out + fmt.Sprintf(" ELSE %d END)", z.offset[len(z.at)])
}

const dayLength = 86_400_000_000 // microseconds

// day is the calendar day of t, counted from 1970-01-01. Times are from 1990 on, so that
// the division that cuts towards zero is the floor.
func (s *statement) day(t string) string { return s.d.Div(s.zone.wall(t), fmt.Sprint(dayLength)) }
