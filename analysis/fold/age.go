package fold

import (
	"slices"

	"uptake/analysis/moment"
	"uptake/analysis/spec"
	"uptake/analysis/study"
)

// counted reports whether a unit belongs to an age at all.
func (a *Age) counted(w *walker, u *oneUnit) bool {
	through := w.day.wall.Start(u.day + spec.Day(a.Through) + 1)
	return through <= w.tables.To+1 && (a.First == spec.NoDay || u.day >= a.First) && (a.Last == spec.NoDay ||
		u.day <= a.Last)
}

// ages adds the columns with an Age: the unit as it was on those of its days.
func (a *accumulator) ages(u *oneUnit, rows *ownRows) error {
	for i := range a.columns {
		c := &a.columns[i]
		if c.Age == nil {
			continue
		}
		own := c.own()
		ok, err := a.onDays(c, *c.Age, u, rows, (*[2]moment.Sum128)(a.vec[:2]))
		kept := ok && err == nil
		if kept && c.Later != nil {
			ok, err = a.onDays(c, *c.Later, u, rows, (*[2]moment.Sum128)(a.vec[own:own+2]))
		}
		if err != nil {
			return err
		}
		if !u.unfinished {
			a.keep(i, kept)
		}
		if ok {
			a.res.Main[i][u.arm].AddWide(a.vec[:c.Dim()]...)
		}
	}
	return nil
}

// onDays is the vector of a unit that counts at an age, of those of its days.
func (w *walker) onDays(c *Column, age Age, u *oneUnit, rows *ownRows, out *[2]moment.Sum128) (ok bool, err error) {
	if !u.counts || !age.counted(w, u) {
		return false, nil
	}
	did, err := w.at(rows, u.day+spec.Day(age.From), u.day+spec.Day(age.To))
	if err != nil {
		return false, err
	}
	return c.vector(did, out)
}

// aged is what a unit did on days from to to.
type aged struct {
	unit
	from, to spec.Day
}

// at is what the unit at hand did on days from to to. Suggestions count on the day they
// were shown. Columns ask for few stretches of days, so each is made once.
func (w *walker) at(rows *ownRows, from, to spec.Day) (*unit, error) {
	for i := range w.ages {
		if g := &w.ages[i]; g.from == from && g.to == to {
			return &g.unit, nil
		}
	}
	n := len(w.ages)
	w.ages = slices.Grow(w.ages, 1)[:n+1]
	g := &w.ages[n] // its memory may be that of an earlier unit's days
	g.from, g.to = from, to
	g.vars, g.missing, g.grades = zeroed(g.vars, len(w.u.vars)), zeroed(g.missing, len(w.u.vars)),
		zeroed(g.grades, len(w.grades))
	g.states = [study.NumStates]int64{}
	for d := rows.day0; d < rows.day1; d++ {
		if day := spec.Day(rows.days.Day[d]); day >= from && day <= to {
			if err := w.addDay(&g.unit, &rows.days, d); err != nil {
				return nil, err
			}
		}
	}
	for _, s := range w.on {
		if s.day >= from && s.day <= to {
			g.states[s.state]++
		}
	}
	return &g.unit, nil
}

// zeroed is n zeros in the memory of s.
func zeroed[T any](s []T, n int) []T {
	s = slices.Grow(s[:0], n)[:n]
	clear(s)
	return s
}

// addDay adds row d of the unit-days table to a unit.
func (w *walker) addDay(to *unit, days *study.Days, d int) error {
	for v := range days.Var {
		col := &days.Var[v]
		if col.IsNull(d) {
			continue
		}
		hi, lo := col.Value(d)
		if hi|int64(lo) == 0 {
			continue
		}
		sum, err := moment.Total(to.vars[v], moment.Words(hi, lo), w.tables.Shape.Variables[v].Scale)
		if err != nil {
			return err
		}
		to.vars[v] = sum
	}
	return nil
}
