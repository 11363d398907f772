package sums

import (
	"cmp"

	"uptake/analysis/moment"
)

// Extremes are the vectors of the two units of an arm with the largest, and of the
// two with the smallest first component, the furthest first; ties go by the second.
type Extremes struct{ High, Low [][2]moment.Sum128 }

// Add takes in the vector of one unit.
func (e *Extremes) Add(v []moment.Sum128) {
	if len(e.High) == 2 && v[0].Cmp(e.High[1][0]) < 0 && v[0].Cmp(e.Low[1][0]) > 0 {
		return
	}
	var w [2]moment.Sum128
	copy(w[:], v)
	e.High, e.Low = keep(e.High, w, 1), keep(e.Low, w, -1)
}

// Merge takes in the furthest of other units.
func (e *Extremes) Merge(o Extremes) {
	for _, w := range o.High {
		e.High = keep(e.High, w, 1)
	}
	for _, w := range o.Low {
		e.Low = keep(e.Low, w, -1)
	}
}

// keep puts w in its place among the two furthest in a direction.
func keep(list [][2]moment.Sum128, w [2]moment.Sum128, direction int) [][2]moment.Sum128 {
	further := func(a, b [2]moment.Sum128) bool { return cmp.Or(a[0].Cmp(b[0]), a[1].Cmp(b[1])) == direction }
	switch {
	case len(list) == 0 || len(list) == 1 && !further(w, list[0]):
		return append(list, w)
	case further(w, list[0]):
		return [][2]moment.Sum128{w, list[0]}
	case further(w, list[1]):
		list[1] = w
	}
	return list
}
