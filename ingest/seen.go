package ingest

import (
	"fmt"
	"time"

	"uptake/analysis/spec"
	"uptake/ingest/event"
	"uptake/ingest/table"
)

// seen is the span of the times that a source holds: of instants, of days, and of
// the instants of answers, which have a column of their own.
type seen struct {
	instants, days, answers stretch
	counted                 bool // something that counts is dated by an instant
}

// stretch is the first and the last of some times, microseconds UTC.
type stretch struct {
	from, to int64
	any      bool
	n        int64
}

func (s *stretch) see(ts int64) {
	if !s.any || ts < s.from {
		s.from = ts
	}
	if !s.any || ts > s.to {
		s.to = ts
	}
	s.any = true
	s.n++
}

func (s *stretch) merge(o stretch) {
	if o.any {
		n := s.n + o.n
		s.see(o.from)
		s.see(o.to)
		s.n = n
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

// seeAll is see of rows of the stretch from first on, all of which have a time.
func (s *seen) seeAll(times *event.Stamps, rows []int32, first int) {
	if len(rows) == 0 {
		return
	}
	if !times.Alike() {
		for _, i := range rows {
			k := int(i) - first
			s.see(stamped{times.At[k], times.Form(k) == event.DayForm})
		}
		return
	}
	from := times.At[int(rows[0])-first]
	to := from
	for _, i := range rows[1:] {
		ts := times.At[int(i)-first]
		from, to = min(from, ts), max(to, ts)
	}
	of := &s.instants
	if times.Form(0) == event.DayForm {
		of = &s.days
	}
	of.merge(stretch{from, to, true, int64(len(rows))})
}

// answer widens it by the time of an answer.
func (s *seen) answer(m stamped) {
	if m.day {
		s.days.see(m.ts)
	} else {
		s.answers.see(m.ts)
	}
}

func (s *seen) merge(o seen) {
	s.instants.merge(o.instants)
	s.days.merge(o.days)
	s.answers.merge(o.answers)
	s.counted = s.counted || o.counted
}

func (s *seen) any() bool { return s.instants.any || s.days.any || s.answers.any }

// fewMidnights is how many rows, all of them at midnight, may be so by chance.
const fewMidnights = 20

// atMidnight reports whether a source writes days as the instants at which they
// begin, as databases that cut a time to its day do: its rows stand for whole days.
func (g *gathered) atMidnight(in *table.Input) bool {
	s := &g.seen[in.Number]
	return g.grains[in.Number].days() && s.instants.n >= fewMidnights
}

// times puts together what the sources hold.
func (g *gathered) times() seen {
	var out seen
	for _, in := range g.set.Inputs {
		out.merge(g.timesOf(in))
	}
	return out
}

func (g *gathered) timesOf(in *table.Input) seen {
	s := g.seen[in.Number]
	if g.atMidnight(in) {
		s.days.merge(s.instants)
		s.instants, s.counted = stretch{}, false
	}
	return s
}

// midnights lists by file the sources whose days are written as midnights, and
// says so.
func (g *gathered) midnights() (files []bool, notes []string) {
	files = make([]bool, len(g.set.Files))
	for _, in := range g.set.Inputs {
		if !g.atMidnight(in) {
			continue
		}
		g.mark(files, in)
		notes = append(notes, fmt.Sprintf("All times of %s are midnights, so each stands for its whole day.",
			in.Source.Written))
	}
	return files, notes
}

// span is the first time of the data and the last microsecond that they reach:
// a day reaches to its end. Both are 0 without times.
func (s *seen) span(zone *time.Location) (from stamped, to int64) {
	all := s.instants
	all.merge(s.answers)
	if s.days.any {
		from.day = !all.any || s.days.from <= all.from
		all.see(s.days.from)
		all.see((spec.DayOf(s.days.to, zone) + 1).Start(zone) - 1)
	}
	from.ts = all.from
	return from, all.to
}

// firstTime is the first time of the data as a sentence has it.
func (g *gathered) firstTime() string {
	times := g.times()
	from, _ := times.span(g.exp.Zone)
	if from.day {
		return spec.DayOf(from.ts, g.exp.Zone).String()
	}
	return time.UnixMicro(from.ts).UTC().Format(time.RFC3339Nano)
}
