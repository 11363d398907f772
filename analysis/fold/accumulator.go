package fold

import (
	"math"
	"time"

	"github.com/apache/arrow/go/v15/arrow/array"

	"uptake/analysis/spec"
	"uptake/analysis/study"
)

// accumulator is one worker's sums.
type accumulator struct {
	exp     *spec.Experiment
	tables  *study.Tables
	columns []Column
	to      int64 // data cut-off for maturity, the largest time when maturity does not apply
	res     *Result
	segs    []map[string]*Level
	tooMany []bool
	series  *series
	day     dayCache

	u   unit
	vec [2]int64
	dec []decided
}

func newAccumulator(exp *spec.Experiment, columns []Column, t *study.Tables) *accumulator {
	arms := len(t.Shape.Arms)
	a := &accumulator{exp: exp, tables: t, columns: columns, to: t.To, day: dayCache{zone: exp.Zone},
		u: unit{vars: make([]int64, len(t.Shape.Variables)), missing: make([]bool, len(t.Shape.Variables))}}
	if !t.HasTime || exp.Layout == spec.Suggestions && !t.HasDecisionTime {
		a.to = math.MaxInt64
	}
	a.res = &Result{Main: newBlock(columns, arms, nil), Crossed: newBlock(columns, arms, nil), Units: make([]int64, arms), Inside: make([]int64, arms),
		Crossing: make([]int64, arms), Shown: make([]int64, arms), Outcomes: make([][study.NumStates]int64, arms), Bridge: make([]Bridge, arms),
		Exposed: map[spec.Day][]int64{}}
	for range t.Shape.Segments {
		a.segs = append(a.segs, map[string]*Level{})
	}
	a.tooMany = make([]bool, len(a.segs))
	if t.HasTime {
		a.series = newSeries(columns, arms)
	}
	return a
}

// decided is one suggestion's end state and the day on which its window closed.
type decided struct {
	day   spec.Day
	state study.State
}

func (a *accumulator) partition(p *study.Partition) error {
	shape := a.tables.Shape
	units := shape.Units(p.Units)
	var days study.Days
	var sugg study.Suggestions
	if p.Days != nil {
		days = shape.Days(p.Days)
	}
	if p.Suggestions != nil {
		sugg = shape.Suggestions(p.Suggestions)
	}
	levels := a.levels(units)
	d, s := 0, 0
	for row := range units.Arm {
		d0, s0 := d, s
		for d < len(days.UnitRow) && int(days.UnitRow[d]) == row {
			d++
		}
		for s < len(sugg.UnitRow) && int(sugg.UnitRow[s]) == row {
			s++
		}
		for v, col := range units.Var {
			a.u.missing[v] = col.IsNull(row)
			a.u.vars[v] = col.Value(row)
		}
		u := oneUnit{row: row, arm: int(units.Arm[row]), exposedAt: int64(units.ExposedAt[row]), day: spec.Day(units.Day[row]),
			crossover: units.Crossover.Value(row)}
		a.suggestions(sugg, s0, s, &u)
		if err := a.unit(u, levels); err != nil {
			return err
		}
		if a.series != nil && u.counts {
			if err := a.series.add(a, u, days, d0, d); err != nil {
				return err
			}
		}
	}
	a.res.Tally.Add(&p.Tally)
	return nil
}

// oneUnit is where a unit belongs.
type oneUnit struct {
	row, arm  int
	exposedAt int64
	day       spec.Day
	crossover bool
	inside    bool // still inside the experiment's window
	counts    bool // part of the result
}

// finishes returns when a window from first exposure ends and whether the data reach it.
func (a *accumulator) finishes(u oneUnit, w time.Duration) (at int64, done bool) {
	at = u.exposedAt + w.Microseconds()
	return at, !a.tables.HasTime || at <= a.tables.To
}

// suggestions fills the unit's end states and counts outcomes and the bridge.
func (a *accumulator) suggestions(g study.Suggestions, from, to int, u *oneUnit) {
	a.u.states = [study.NumStates]int64{}
	a.u.sessions = a.u.sessions[:0]
	a.dec = a.dec[:0]
	if w := a.exp.Window; w > 0 {
		_, done := a.finishes(*u, w)
		u.inside = !done
	}
	u.counts = !u.crossover && !(u.inside && a.exp.CompleteWindows)
	br := &a.res.Bridge[u.arm]
	for i := from; i < to; i++ {
		st := g.State(i, a.to)
		a.u.states[st]++
		if n := int(g.Session[i]); n >= 0 {
			for len(a.u.sessions) <= n {
				a.u.sessions = append(a.u.sessions, 0)
			}
			a.u.sessions[n] |= 1 << st
		}
		if a.series != nil && int64(g.ClosesAt[i]) <= a.tables.To {
			a.dec = append(a.dec, decided{a.day.of(int64(g.ClosesAt[i])), st})
		}
		if u.crossover {
			continue
		}
		d := study.Decision(g.Decision[i])
		br.Tallied.count(d)
		if !u.counts {
			continue
		}
		br.Finished.count(d)
		if st == study.StateImmature || st == study.StatePending {
			continue
		}
		br.Mature.count(d)
		if st == study.StateNotSeen {
			continue
		}
		br.Seen.count(d)
		if d != study.Superseded {
			br.Chosen.count(d)
		}
	}
	if u.counts {
		for s, n := range a.u.states {
			a.res.Outcomes[u.arm][s] += n
		}
		if to > from {
			a.res.Shown[u.arm]++
		}
	}
}

func (c *Counts) count(d study.Decision) {
	c.Shown++
	switch d {
	case study.Accepted, study.Edited, study.Partial, study.Reverted:
		c.Accepted++
	case study.Undecided:
		c.Ignored++
	}
}

// unit adds the unit's vectors to the blocks it belongs to.
func (a *accumulator) unit(u oneUnit, levels [][]*Level) error {
	r := a.res
	if u.crossover {
		r.Crossing[u.arm]++
	} else {
		r.Units[u.arm]++
		if u.inside {
			r.Inside[u.arm]++
		}
		if a.tables.HasTime {
			e := r.Exposed[u.day]
			if e == nil {
				e = make([]int64, len(r.Units))
				r.Exposed[u.day] = e
			}
			e[u.arm]++
		}
	}
	if u.inside && a.exp.CompleteWindows {
		return nil
	}
	block := r.Main
	if u.crossover {
		block = r.Crossed
	} else {
		for _, l := range levels {
			if l != nil && l[u.row] != nil {
				l[u.row].Units[u.arm]++
			}
		}
	}
	for i := range a.columns {
		c := &a.columns[i]
		if c.Window > 0 {
			if _, done := a.finishes(u, c.Window); !done {
				continue
			}
		}
		ok, err := c.vector(&a.u, &a.vec)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		v := a.vec[:c.Dim()]
		block[i][u.arm].Add(v...)
		if u.crossover || !c.Segments {
			continue
		}
		for _, l := range levels {
			if l != nil && l[u.row] != nil {
				l[u.row].Block[i][u.arm].Add(v...)
			}
		}
	}
	return nil
}

// levels returns, per dimension and unit row, the level the unit belongs to;
// nil for a dimension that was given up.
func (a *accumulator) levels(units study.Units) [][]*Level {
	out := make([][]*Level, len(units.Seg))
	for i, col := range units.Seg {
		if a.tooMany[i] {
			continue
		}
		codes, words := study.Codes(col)
		byCode := make([]*Level, words.Len())
		out[i] = make([]*Level, len(codes))
		for row, code := range codes {
			if byCode[code] == nil {
				byCode[code] = a.level(i, words, int(code))
			}
			if a.tooMany[i] {
				out[i] = nil
				break
			}
			out[i][row] = byCode[code]
		}
	}
	return out
}

func (a *accumulator) level(dim int, words *array.String, code int) *Level {
	name := words.Value(code)
	if l := a.segs[dim][name]; l != nil {
		return l
	}
	arms := len(a.tables.Shape.Arms)
	l := &Level{Name: name, Units: make([]int64, arms), Block: newBlock(a.columns, arms, func(c Column) bool { return c.Segments })}
	a.segs[dim][name] = l
	if len(a.segs[dim]) > MaxLevels {
		a.tooMany[dim] = true
		a.segs[dim] = nil
	}
	return l
}
