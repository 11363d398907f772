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
	if !u.counts {
		return nil
	}
	for i := range a.columns {
		c := &a.columns[i]
		if c.Age == nil || !c.Age.counted(&a.walker, u) {
			continue
		}
		if err := a.at(u, rows, u.day+spec.Day(c.Age.From), u.day+spec.Day(c.Age.To)); err != nil {
			return err
		}
		var v [2]moment.Sum128
		ok, err := c.vector(&a.aged, &v)
		if err != nil {
			return err
		}
		if ok {
			a.res.Main[i][u.arm].AddWide(v[:c.Dim()]...)
		}
	}
	return nil
}

// at makes a.aged of what the unit did on days from to to. Suggestions count on
// the day they were shown.
func (a *accumulator) at(u oneUnit, rows ownRows, from, to spec.Day) error {
	g := &a.aged
	n := len(a.u.vars)
	g.vars = append(g.vars[:0], make([]moment.Sum128, n)...)
	g.missing = append(g.missing[:0], make([]bool, n)...)
	g.grades = append(g.grades[:0], make([]int64, len(a.grades))...)
	g.states = [study.NumStates]int64{}
	for d := rows.day0; d < rows.day1; d++ {
		if day := spec.Day(rows.days.Day[d]); day < from || day > to {
			continue
		}
		for v, col := range rows.days.Var {
			if col.IsNull(d) {
				continue
			}
			sum, err := moment.Total(g.vars[v], moment.Words(col.Value(d)), a.tables.Shape.Variables[v].Scale)
			if err != nil {
				return err
			}
			g.vars[v] = sum
		}
	}
	for i := rows.shown0; i < rows.shown1; i++ {
		if day := a.day.of(int64(rows.sugg.ShownAt[i])); day >= from && day <= to {
			g.states[rows.sugg.State(i, a.to)]++
		}
	}
	return nil
}
