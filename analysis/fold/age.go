package fold

import (
	"uptake/analysis/moment"
	"uptake/analysis/spec"
	"uptake/analysis/study"
)

// counted reports whether a unit belongs to an age at all.
func (a *Age) counted(w *walker, u oneUnit) bool {
	through := (u.day + spec.Day(a.Through) + 1).Start(w.exp.Zone)
	return through <= w.tables.To+1 && (a.First == spec.NoDay || u.day >= a.First) && (a.Last == spec.NoDay || u.day <= a.Last)
}

// ages adds the columns with an Age: the unit as it was on those of its days.
func (a *accumulator) ages(u oneUnit, rows ownRows) error {
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
func (w *walker) onDays(c *Column, age Age, u oneUnit, rows ownRows, out *[2]moment.Sum128) (ok bool, err error) {
	if !u.counts || !age.counted(w, u) {
		return false, nil
	}
	if err := w.at(rows, u.day+spec.Day(age.From), u.day+spec.Day(age.To)); err != nil {
		return false, err
	}
	return c.vector(&w.aged, out)
}

// at makes w.aged of what the unit did on days from to to. Suggestions count on
// the day they were shown.
func (w *walker) at(rows ownRows, from, to spec.Day) error {
	g := &w.aged
	n := len(w.u.vars)
	g.vars = append(g.vars[:0], make([]moment.Sum128, n)...)
	g.missing = append(g.missing[:0], make([]bool, n)...)
	g.grades = append(g.grades[:0], make([]int64, len(w.grades))...)
	g.states = [study.NumStates]int64{}
	for d := rows.day0; d < rows.day1; d++ {
		if day := spec.Day(rows.days.Day[d]); day < from || day > to {
			continue
		}
		for v, col := range rows.days.Var {
			if col.IsNull(d) {
				continue
			}
			sum, err := moment.Total(g.vars[v], moment.Words(col.Value(d)), w.tables.Shape.Variables[v].Scale)
			if err != nil {
				return err
			}
			g.vars[v] = sum
		}
	}
	for i := rows.shown0; i < rows.shown1; i++ {
		if day := w.day.of(int64(rows.sugg.ShownAt[i])); day >= from && day <= to {
			g.states[rows.sugg.State(i, w.to)]++
		}
	}
	return nil
}
