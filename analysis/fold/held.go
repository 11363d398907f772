package fold

import (
	"slices"
	"uptake/analysis/moment"
	"uptake/analysis/spec"
	"uptake/analysis/sums"
)

// steps are the changes of the vectors of a column that is bounded, day by day: a
// vector comes, and the one it takes the place of goes.
type steps struct {
	day, arm Ints
	gone     []bool
	y, x     Ints
}

func (s *steps) add(day spec.Day, arm int, gone bool, v [2]moment.Sum128, pair bool) {
	s.day.Append(moment.Int(int64(day)))
	s.arm.Append(moment.Int(int64(arm)))
	s.gone = append(s.gone, gone)
	s.y.Append(v[0])
	if pair {
		s.x.Append(v[1])
	}
}

// hold finds the bounds of the columns that have some, from the units that were kept,
// and adds those columns up within them: of every other column the sums were made while
// the units were at hand.
func hold(r *sums.Result, columns []Column, held [][]steps, v *Vectors) error {
	found := map[*Bound]bool{}
	for i := range columns {
		c := &columns[i]
		if len(c.Bounds) == 0 {
			continue
		}
		for k, b := range c.Bounds {
			if !found[b] {
				values, has := component(c, v, i, k)
				b.find(values, has, v, len(r.Units))
				found[b] = true
			}
		}
		for k, b := range c.Bounds {
			values, _ := component(c, v, i, k)
			*values = values.within(b)
		}
		addHeld(r, c, i, v)
		for _, h := range held {
			if h != nil { // rows carry times
				if err := addSteps(r, columns, i, &h[i]); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// component is the k-th of a column's vector, continued by its covariates.
func component(c *Column, v *Vectors, i, k int) (*Ints, []bool) {
	of := &v.Columns[i]
	if k >= c.Dim() {
		of, k = &v.Before[i], k-c.Dim()
	}
	return []*Ints{&of.Y, &of.X}[k], of.Has
}

// addHeld adds the units of a bounded column to the blocks that they belong to.
func addHeld(r *sums.Result, c *Column, i int, v *Vectors) {
	values, before := &v.Columns[i], &v.Before[i]
	levels := make([][]*sums.Level, len(v.Levels)) // by dimension and code
	for d := range v.Levels {
		of := &r.Dimensions[d]
		if of.TooMany || !c.Segments {
			continue
		}
		for _, name := range v.Levels[d].Names {
			at := slices.IndexFunc(of.Levels, func(l sums.Level) bool { return l.Name == name })
			levels[d] = append(levels[d], &of.Levels[at])
		}
	}
	for u, has := range values.Has {
		if !has {
			continue
		}
		var vec [4]moment.Sum128
		vec[0] = values.Y.At(u)
		if c.Pair() {
			vec[1] = values.X.At(u)
		}
		var z []moment.Sum128
		if len(c.Covariate) > 0 && before.Has[u] {
			z = append(z, before.Y.At(u))
			if len(c.Covariate) == 2 {
				z = append(z, before.X.At(u))
			}
		}
		put(r, c, i, int(v.Arm[u]), v.Crossover[u], vec[:c.Dim()], z)
		for d, of := range levels {
			if !v.Crossover[u] && of != nil {
				of[v.Levels[d].Code[u]].Block[i][v.Arm[u]].AddWide(vec[:c.Dim()]...)
			}
		}
	}
}

// addSteps adds the days of a bounded column, as one worker kept them.
func addSteps(r *sums.Result, columns []Column, i int, h *steps) error {
	c := &columns[i]
	bound := func(k int, x moment.Sum128) moment.Sum128 {
		if k < len(c.Bounds) {
			return c.Bounds[k].Of(x)
		}
		return x
	}
	days := map[spec.Day]sums.Block{}
	for n, gone := range h.gone {
		day := spec.Day(h.day.low(n))
		v := [2]moment.Sum128{bound(0, h.y.At(n))}
		if c.Pair() {
			v[1] = bound(1, h.x.At(n))
		}
		b := days[day]
		if b == nil {
			b = newBlock(columns, len(r.Units), func(c Column) bool { return c.Series })
			days[day] = b
		}
		m := &b[i][h.arm.low(n)]
		if gone {
			m.Sub(v[:c.Dim()]...)
		} else {
			m.AddWide(v[:c.Dim()]...)
		}
	}
	for d, b := range days {
		if err := r.At(d).Add(b); err != nil {
			return err
		}
	}
	return nil
}
