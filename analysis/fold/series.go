package fold

import (
	"slices"
	"time"

	"uptake/analysis/moment"
	"uptake/analysis/spec"
	"uptake/analysis/study"
	"uptake/analysis/sums"
)

// series collects, per calendar day, what the day changed: a unit that was
// exposed adds its vector, a unit whose vector changed takes the old one back
// and adds the new. Prefix sums over days give the state at each day's end
// exactly, without refolding.
type series struct {
	columns []Column
	arms    int
	which   []int // columns with Series set
	delta   map[spec.Day]sums.Block
	last    sums.Block // of the day lastDay, so that most changes need no look into the map
	lastDay spec.Day
	held    []steps // by column: of those that are bounded

	run  unit
	old  [][2]moment.Sum128
	seen []bool
}

func newSeries(columns []Column, arms int) *series {
	s := &series{columns: columns, arms: arms, delta: map[spec.Day]sums.Block{}, held: make([]steps, len(columns)),
		old: make([][2]moment.Sum128, len(columns)), seen: make([]bool, len(columns))}
	for i, c := range columns {
		if c.Series {
			s.which = append(s.which, i)
		}
	}
	return s
}

func (s *series) at(d spec.Day) sums.Block {
	if s.last != nil && s.lastDay == d {
		return s.last
	}
	b := s.delta[d]
	if b == nil {
		b = newBlock(s.columns, s.arms, func(c Column) bool { return c.Series })
		s.delta[d] = b
	}
	s.last, s.lastDay = b, d
	return b
}

// add adds one unit of the result: rows [from, to) of the unit-days table are its own.
func (s *series) add(a *accumulator, u *oneUnit, days *study.Days, from, to int) error {
	if len(s.which) == 0 {
		return nil
	}
	slices.SortStableFunc(a.dec, func(x, y decided) int { return int(x.day) - int(y.day) })
	n := len(a.u.vars)
	s.run.vars, s.run.missing = zeroed(s.run.vars, n), zeroed(s.run.missing, n)
	s.run.states = [study.NumStates]int64{}
	enters := u.day
	if a.exp.CompleteWindows && a.exp.Window > 0 { // in the result once its window has ended
		at, _ := a.finishes(u, a.exp.Window, a.all)
		enters = max(enters, a.day.of(at-1))
	}
	for _, i := range s.which {
		s.seen[i] = false
	}
	d, g := from, 0
	for day := enters; ; {
		for ; d < to && spec.Day(days.Day[d]) <= day; d++ {
			if err := a.addDay(&s.run, days, d); err != nil {
				return err
			}
		}
		for ; g < len(a.dec) && a.dec[g].day <= day; g++ {
			s.run.states[a.dec[g].state]++
		}
		if err := s.emit(a, u, day); err != nil {
			return err
		}
		next := spec.NoDay
		if d < to {
			next = spec.Day(days.Day[d])
		}
		if g < len(a.dec) && (next == spec.NoDay || a.dec[g].day < next) {
			next = a.dec[g].day
		}
		if next == spec.NoDay {
			break
		}
		day = next
	}
	return s.own(a, u)
}

// emit moves the unit's vectors to their state at the end of day.
func (s *series) emit(a *accumulator, u *oneUnit, day spec.Day) error {
	for _, i := range s.which {
		c := &s.columns[i]
		if c.Window > 0 {
			continue
		}
		var v [2]moment.Sum128
		ok, err := c.vector(&s.run, &v)
		if err != nil {
			return err
		}
		if !ok || s.seen[i] && v == s.old[i] {
			continue
		}
		if s.seen[i] {
			s.take(i, day, u.arm, true, s.old[i])
		}
		s.take(i, day, u.arm, false, v)
		s.seen[i], s.old[i] = true, v
	}
	return nil
}

// take adds a vector to what a day changed, or takes one back that has gone.
func (s *series) take(i int, day spec.Day, arm int, gone bool, v [2]moment.Sum128) {
	c := &s.columns[i]
	if len(c.Bounds) > 0 {
		s.held[i].add(day, arm, gone, v, c.Pair())
		return
	}
	m := &s.at(day)[i][arm]
	if gone {
		m.Sub(v[:c.Dim()]...)
	} else {
		m.AddWide(v[:c.Dim()]...)
	}
}

// own adds the columns with a window of their own: the unit enters on the day
// its window ends, with its final value.
func (s *series) own(a *accumulator, u *oneUnit) error {
	for _, i := range s.which {
		c := &s.columns[i]
		if c.Window <= 0 {
			continue
		}
		at, done := a.finishes(u, c.Window, a.reach(c))
		if !done {
			continue
		}
		if a.exp.CompleteWindows {
			end, _ := a.finishes(u, a.exp.Window, a.all)
			at = max(at, end)
		}
		var v [2]moment.Sum128
		ok, err := c.vector(&a.u, &v)
		if err != nil {
			return err
		}
		if ok {
			s.take(i, max(u.day, a.day.of(at-1)), u.arm, false, v)
		}
	}
	return nil
}

// dayCache turns times into calendar days, remembering the last day's ends.
type dayCache struct {
	wall     *spec.WallClock
	day      spec.Day
	from, to int64
}

func newDayCache(zone *time.Location) dayCache { return dayCache{wall: spec.NewWallClock(zone)} }

func (c *dayCache) of(t int64) spec.Day {
	if t < c.from || t >= c.to {
		c.day = c.wall.Day(t)
		c.from, c.to = c.wall.Start(c.day), c.wall.Start(c.day+1)
	}
	return c.day
}
