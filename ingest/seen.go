package ingest

import (
	"time"

	"uptake/analysis/spec"
)

// seen is the span of the times that the data hold: of instants, and of days.
type seen struct{ instants, days stretch }

// stretch is the first and the last of some times, microseconds UTC.
type stretch struct {
	from, to int64
	any      bool
}

func (s *stretch) see(ts int64) {
	if !s.any || ts < s.from {
		s.from = ts
	}
	if !s.any || ts > s.to {
		s.to = ts
	}
	s.any = true
}

func (s *stretch) merge(o stretch) {
	if o.any {
		s.see(o.from)
		s.see(o.to)
	}
}

// see widens the span of the data.
func (s *seen) see(m stamped) {
	if m.day {
		s.days.see(m.ts)
	} else {
		s.instants.see(m.ts)
	}
}

func (s *seen) merge(o seen) {
	s.instants.merge(o.instants)
	s.days.merge(o.days)
}

func (s *seen) any() bool { return s.instants.any || s.days.any }

// span is the first time of the data and the last microsecond that they reach:
// a day reaches to its end. Both are 0 without times.
func (s *seen) span(zone *time.Location) (from stamped, to int64) {
	all := s.instants
	if s.days.any {
		from.day = !all.any || s.days.from <= all.from
		all.see(s.days.from)
		all.see((spec.DayOf(s.days.to, zone) + 1).Start(zone) - 1)
	}
	from.ts = all.from
	return from, all.to
}

// firstTime is the first time of the data as a sentence has it.
func firstTime(w *worker, zone *time.Location) string {
	from, _ := w.seen.span(zone)
	if from.day {
		return spec.DayOf(from.ts, zone).String()
	}
	return time.UnixMicro(from.ts).UTC().Format(time.RFC3339Nano)
}
