package fold

import (
	"math"
	"slices"
	"time"

	"uptake/analysis/moment"
	"uptake/analysis/spec"
	"uptake/analysis/study"
	"uptake/analysis/sums"
)

// walker goes through the units of a partition, one at a time, and works out
// what of each depends on the data cut-off: end states, and whether its
// windows have ended.
type walker struct {
	exp    *spec.Experiment
	tables *study.Tables
	to     int64       // data cut-off for maturity, the largest time when maturity does not apply
	all    study.Reach // of all that counts
	day    dayCache
	u      unit

	ages    []aged // what the unit at hand did on some of its days, as far as somebody asked
	byDays  bool   // somebody may ask
	on      []on   // the unit's suggestions, where somebody may
	grades  []string
	gradeAt int // attribute that is the grade, −1 without

	keepDays bool // dec is wanted
	dec      []decided
	bridge   []sums.Bridge // by arm; nil: not wanted
}

func newWalker(exp *spec.Experiment, t *study.Tables) walker {
	w := walker{exp: exp, tables: t, to: t.To, day: newDayCache(exp.Zone),
		u: unit{vars: make([]moment.Sum128, len(t.Shape.Variables)), missing: make([]bool, len(t.Shape.Variables))}}
	w.all = t.ReachOf(-1)
	for v := range t.Shape.Variables {
		w.all = w.all.Least(t.ReachOf(v))
	}
	w.grades, w.gradeAt = exp.GradeNames(), -1
	w.u.grades = make([]int64, len(w.grades))
	for i, a := range t.Shape.Attributes {
		if a.Name == "grade" && len(w.grades) > 0 {
			w.gradeAt = i
		}
	}
	if !t.HasTime || exp.Layout == spec.Suggestions && !t.HasDecisionTime {
		w.to = math.MaxInt64
	}
	return w
}

// decided is one suggestion's end state and the day on which its window closed.
type decided struct {
	day   spec.Day
	state study.State
}

// on is one suggestion's end state and the day on which it was shown.
type on struct {
	day   spec.Day
	state study.State
}

// oneUnit is where a unit belongs.
type oneUnit struct {
	row, arm   int
	exposedAt  int64
	day        spec.Day
	crossover  bool
	inside     bool // still inside the experiment's window
	unfinished bool // inside, and only complete windows count
	counts     bool // part of the result
	shown      bool // ever shown a suggestion
}

// ownRows are the rows of the other tables that belong to one unit.
type ownRows struct {
	days           study.Days
	sugg           study.Suggestions
	asked          study.Requests
	suggestions    bool // the partition has a table of suggestions
	day0, day1     int  // rows [day0, day1) of days
	shown0, shown1 int  // rows [shown0, shown1) of sugg
	asked0, asked1 int  // rows [asked0, asked1) of asked
}

// walk calls begin once, then visit for every unit with its rows.
func (w *walker) walk(p *study.Partition, begin func(study.Units), visit func(*oneUnit, *ownRows) error) error {
	shape := w.tables.Shape
	units := shape.Units(p.Units)
	var days study.Days
	var sugg study.Suggestions
	if p.Days != nil {
		days = shape.Days(p.Days)
	}
	if p.Suggestions != nil {
		sugg = shape.Suggestions(p.Suggestions)
	}
	var asked study.Requests
	if p.Requests != nil {
		asked = shape.Requests(p.Requests)
	}
	var graded gradeCodes
	if w.gradeAt >= 0 && p.Suggestions != nil {
		graded = newGradeCodes(&sugg.Attr[w.gradeAt].Texts, w.grades)
	}
	begin(units)
	own, u := ownRows{days: days, sugg: sugg, asked: asked, suggestions: p.Suggestions != nil}, &oneUnit{}
	d, s, r := 0, 0, 0
	for row := range units.Arm {
		d0, s0, r0 := d, s, r
		for d < len(days.UnitRow) && int(days.UnitRow[d]) == row {
			d++
		}
		for s < len(sugg.UnitRow) && int(sugg.UnitRow[s]) == row {
			s++
		}
		for r < len(asked.UnitRow) && int(asked.UnitRow[r]) == row {
			r++
		}
		for v := range units.Var {
			col := &units.Var[v]
			w.u.missing[v] = col.IsNull(row)
			w.u.vars[v] = moment.Words(col.Value(row))
		}
		*u = oneUnit{row: row, arm: int(units.Arm[row]), exposedAt: int64(units.ExposedAt[row]),
			day:       spec.Day(units.Day[row]),
			crossover: units.Crossover.Value(row), shown: s > s0}
		if span := w.exp.Window; span > 0 {
			_, done := w.finishes(u, span, w.all)
			u.inside = !done
		}
		u.unfinished = u.inside && w.exp.CompleteWindows
		u.counts = !u.crossover && !u.unfinished
		w.suggestions(&sugg, s0, s, u)
		clear(w.u.grades)
		for i := s0; i < s && graded.codes != nil; i++ {
			if g := graded.of[graded.codes[i]]; g >= 0 {
				w.u.grades[g]++
			}
		}
		own.day0, own.day1, own.shown0, own.shown1, own.asked0, own.asked1 = d0, d, s0, s, r0, r
		w.ages = w.ages[:0]
		if err := visit(u, &own); err != nil {
			return err
		}
	}
	return nil
}

// gradeCodes reads the grade of each suggestion of a partition.
type gradeCodes struct {
	codes []int32 // by suggestion
	of    []int   // by code: place in the declared grades, −1 for none
}

func newGradeCodes(column *study.Texts, grades []string) gradeCodes {
	g := gradeCodes{codes: column.Codes, of: make([]int, column.Words())}
	for c := range g.of {
		g.of[c] = slices.Index(grades, column.Word(c))
	}
	return g
}

// finishes returns when a window from first exposure ends, itself no longer in it,
// and whether the data reach it.
func (w *walker) finishes(u *oneUnit, span time.Duration, reach study.Reach) (at int64, done bool) {
	if !w.tables.HasTime {
		return u.exposedAt + span.Microseconds(), true
	}
	d := w.day.of(u.exposedAt)
	return reach.WindowEnd(u.exposedAt, span, d, w.day.from, w.exp.Zone)
}

// immature reports whether the column has a window of its own that is not over for the unit.
func (w *walker) immature(c *Column, u *oneUnit) bool {
	if c.Window == 0 {
		return false
	}
	_, done := w.finishes(u, c.Window, w.reach(c))
	return !done
}

// reach is how far the data go that a column is made of.
func (w *walker) reach(c *Column) study.Reach {
	r := w.tables.ReachOf(c.Y.variable())
	if c.X != nil {
		r = r.Least(w.tables.ReachOf(c.X.variable()))
	}
	return r
}

// suggestions fills the unit's end states and sessions, and counts the bridge.
func (w *walker) suggestions(g *study.Suggestions, from, to int, u *oneUnit) {
	w.u.states = [study.NumStates]int64{}
	w.u.sessions = w.u.sessions[:0]
	w.dec, w.on = w.dec[:0], w.on[:0]
	for i := from; i < to; i++ {
		st := g.State(i, w.to)
		w.u.states[st]++
		if w.byDays {
			w.on = append(w.on, on{w.day.of(int64(g.ShownAt[i])), st})
		}
		if n := int(g.Session[i]); n >= 0 {
			for len(w.u.sessions) <= n {
				w.u.sessions = append(w.u.sessions, 0)
			}
			w.u.sessions[n] |= 1 << st
		}
		if w.keepDays && int64(g.ClosesAt[i]) <= w.tables.To {
			w.dec = append(w.dec, decided{w.day.of(int64(g.ClosesAt[i])), st})
		}
		if w.bridge != nil && !u.crossover {
			countBridge(&w.bridge[u.arm], study.Decision(g.Decision[i]), st, u.counts)
		}
	}
}

// countBridge takes one suggestion through the rules that are applied at the data cut-off.
func countBridge(b *sums.Bridge, d study.Decision, st study.State, counts bool) {
	count(&b.Tallied, d)
	if !counts {
		return
	}
	count(&b.Finished, d)
	if st == study.StateImmature || st == study.StatePending {
		return
	}
	count(&b.Mature, d)
	if st == study.StateNotSeen {
		return
	}
	count(&b.Seen, d)
	if d != study.Superseded {
		count(&b.Chosen, d)
	}
}

func count(c *sums.Counts, d study.Decision) {
	c.Shown++
	switch d {
	case study.Accepted, study.Edited, study.Partial, study.Reverted:
		c.Accepted++
	case study.Undecided:
		c.Ignored++
	}
}
