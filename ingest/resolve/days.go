package resolve

import (
	"time"

	"uptake/analysis/spec"
	"uptake/ingest/store"
)

// A time without a time of day stands for its whole day. Where one of two times
// does, they are compared by their calendar days, a day counting 24 hours: what
// happened on the day of the exposure happened after it, a window of 14 days
// holds that day and the 13 after, a look-back of 14 the 14 before.

// between returns how long after from to is, microseconds.
func (w *unitWork) between(from int64, fromDay bool, to int64, toDay bool) int64 {
	if !fromDay && !toDay {
		if from == store.NoTime { // nothing came before
			return 0
		}
		return to - from
	}
	return int64(w.wall.Day(to)-w.wall.Day(from)) * dayLength
}

const dayLength = 86_400_000_000 // microseconds

// inWindow reports whether a time so long after first exposure is within the window.
func (r *Rules) inWindow(since int64) bool { return r.Window == 0 || since < r.Window.Microseconds() }

// lastOf returns the last microsecond of the day that begins at ts.
func (w *unitWork) lastOf(ts int64) int64 { return w.wall.Start(w.wall.Day(ts)+1) - 1 }

// written is an entry's time as examples show it.
func (w *unitWork) written(e *entry) string {
	if e.day {
		return spec.DayOf(e.ts, w.r.Rules.Zone).String()
	}
	return time.UnixMicro(e.ts).UTC().Format(time.RFC3339Nano)
}
