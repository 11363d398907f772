package resolve

import (
	"slices"

	"uptake/analysis/moment"
	"uptake/analysis/spec"
	"uptake/ingest/store"
)

// steps follows a unit through the funnels. It reaches a step where rows of its own stand
// for every step up to that one, a row for each, none before the row of the step before, and
// none later than the limits allow: whichever rows do so, not the first of each kind. Rows of
// one time may stand in any order, and on a day of which one of them has no clock all may.
type steps struct {
	of      []stepOf // by variable
	list    []funnel
	from    stamp   // the unit's first exposure
	reached []int64 // by step, of one funnel after the other: microseconds from then on, −1 where it is not reached
}

// stepOf is the place of a variable among the steps, from 0.
type stepOf struct{ funnel, step int } // funnel −1: it is no step

// funnel is one funnel, and what it saw of the unit at hand.
type funnel struct {
	first     int      // of its steps among those of all funnels
	variables []int    // by step
	follows   []int64  // by step: how long after the step before, at most, microseconds; 0 = no limit
	within    int64    // how long after the first; likewise
	rows      []uint32 // steps that each row may stand for, a bit each
	times     []stamp  // of the rows, in their order
	days      bool     // one of them has no clock
	open      bool     // the last one is that of the row at hand
	paths     [][]path // by step: ways to it that later rows may go on from
	taken     []int    // by row of one time: the step that it stands for, −1 for none
	tried     []bool   // by such a row
}

// stamp is a time, which may stand for its day.
type stamp struct {
	at  int64
	day bool
}

// path is a way to a step: when it took the first one and when this one.
type path struct{ first, last stamp }

func newSteps(variables []spec.Variable) steps {
	s := steps{of: make([]stepOf, len(variables))}
	for i, v := range variables {
		s.of[i].funnel = -1
		if v.Step == 0 {
			continue
		}
		if v.Step == 1 {
			s.list = append(s.list, funnel{within: v.Within.Microseconds(), first: len(s.reached)})
		}
		s.reached = append(s.reached, -1)
		s.of[i] = stepOf{len(s.list) - 1, v.Step - 1}
		f := &s.list[len(s.list)-1]
		f.variables, f.follows = append(f.variables, i), append(f.follows, v.Follows.Microseconds())
		f.paths = append(f.paths, nil)
	}
	return s
}

func (s *steps) begin(x exposed) {
	s.from = stamp{x.at, x.day}
	for i := range s.reached {
		s.reached[i] = -1
	}
	for i := range s.list {
		f := &s.list[i]
		f.rows, f.times, f.days, f.open = f.rows[:0], f.times[:0], false, false
	}
}

// next closes the row at hand.
func (s *steps) next() {
	for i := range s.list {
		s.list[i].open = false
	}
}

// see takes a row in the window, rows in order of time; false where the variable is no step.
func (s *steps) see(variable int, r *store.Row) bool {
	at := s.of[variable]
	if at.funnel < 0 {
		return false
	}
	f := &s.list[at.funnel]
	if !f.open {
		f.rows, f.times = append(f.rows, 0), append(f.times, stamp{r.TS, r.Day})
		f.open, f.days = true, f.days || r.Day
	}
	f.rows[len(f.rows)-1] |= 1 << at.step
	return true
}

// reach gives the unit at hand the steps that it reached, each on the day when it first did.
func (w *unitWork) reach() {
	for i := range w.steps.list {
		f := &w.steps.list[i]
		if len(f.rows) == 0 {
			continue
		}
		for k := range f.paths {
			f.paths[k] = f.paths[k][:0]
		}
		for from := 0; from < len(f.rows); {
			to, at := w.sameTime(f, from)
			w.walk(f, from, to, at)
			from = to
		}
	}
}

// sameTime ends the rows whose order is not known, which begin at from, and gives their time.
func (w *unitWork) sameTime(f *funnel, from int) (to int, at stamp) {
	at = stamp{at: f.times[from].at}
	for to = from; to < len(f.times) && f.times[to] == at; to++ {
	}
	if !f.days {
		return to, at
	}
	day, end, clockless := w.wall.Day(at.at), from, false
	for ; end < len(f.times) && w.wall.Day(f.times[end].at) == day; end++ {
		clockless = clockless || f.times[end].day
	}
	if clockless {
		return end, stamp{w.wall.Start(day), true}
	}
	return to, at
}

// walk goes on with rows of one time, from the ways that rows before them left.
func (w *unitWork) walk(f *funnel, from, to int, at stamp) {
	rows := f.fewer(from, to)
	for k := len(f.variables) - 1; k >= 0; k-- { // the later step first: a way goes through these rows once
		start := at
		if k > 0 {
			best := w.goingOn(f, k, at)
			if best == nil {
				continue
			}
			start = best.first
		}
		for end, n := k, f.run(rows, k); end < k+n; end++ {
			w.arrive(f, end, path{start, at}, at)
		}
	}
}

// goingOn is the way to the step before that may go on to step k at a time, of several the
// one that began last; nil without.
func (w *unitWork) goingOn(f *funnel, k int, at stamp) (best *path) {
	for i := range f.paths[k-1] {
		p := &f.paths[k-1][i]
		late := f.follows[k] > 0 && w.between(p.last.at, p.last.day, at.at, at.day) > f.follows[k]
		late = late || f.within > 0 && w.between(p.first.at, p.first.day, at.at, at.day) > f.within
		if late || best != nil && best.first.at >= p.first.at {
			continue
		}
		best = p
	}
	return best
}

// arrive notes that a step is reached; ways that neither began nor ended later are of no
// more use.
func (w *unitWork) arrive(f *funnel, step int, p path, at stamp) {
	v := f.variables[step]
	if w.totals[v].Sign() == 0 {
		w.totals[v] = moment.Int(1)
		w.steps.reached[f.first+step] = max(w.between(w.steps.from.at, w.steps.from.day, at.at, at.day), 0)
		if w.r.Rules.Days {
			w.addDay(at.at, v, w.totals[v])
		}
	}
	f.paths[step] = slices.DeleteFunc(f.paths[step], func(old path) bool { return old.first.at <= p.first.at })
	f.paths[step] = append(f.paths[step], p)
}

// fewer are the rows of one time without those that no way needs: as many that may stand for
// the same steps as there are steps.
func (f *funnel) fewer(from, to int) []uint32 {
	if to-from <= len(f.variables) {
		return f.rows[from:to]
	}
	rows := f.rows[from:to]
	slices.Sort(rows)
	kept, run := 0, 0
	for i, r := range rows {
		if run++; i == 0 || r != rows[i-1] {
			run = 1
		}
		if run <= len(f.variables) {
			rows[kept] = r
			kept++
		}
	}
	return rows[:kept]
}

// run is how many steps from step k on can be done with rows of one time, a row for each:
// one more as long as rows can be dealt out anew so that it has one too.
func (f *funnel) run(rows []uint32, k int) (n int) {
	f.taken = slices.Grow(f.taken[:0], len(rows))[:len(rows)]
	f.tried = slices.Grow(f.tried[:0], len(rows))[:len(rows)]
	for i := range f.taken {
		f.taken[i] = -1
	}
	for ; k+n < len(f.variables); n++ {
		clear(f.tried)
		if !f.deal(rows, k+n) {
			break
		}
	}
	return n
}

// deal finds a row for a step, moving others where that helps.
func (f *funnel) deal(rows []uint32, step int) bool {
	for i, r := range rows {
		if r>>step&1 == 0 || f.tried[i] {
			continue
		}
		f.tried[i] = true
		if f.taken[i] < 0 || f.deal(rows, f.taken[i]) {
			f.taken[i] = step
			return true
		}
	}
	return false
}
