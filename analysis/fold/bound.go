package fold

import (
	"slices"

	"uptake/analysis/moment"
)

// Bound holds one component of a unit's vector between two quantiles of all arms'
// units together. A fold finds it from the units of the first column that has it;
// every other column that has the same bound is held alike.
type Bound struct {
	Lower, Upper float64 // quantiles, type 7; 0: not bounded there
	SkipZeros    bool    // a value of 0 stays, and the quantiles are of the others

	// What the fold found.
	Low, High moment.Sum128
	Any       bool         // a value was there to take quantiles of
	Arms      []BoundUnits // by arm
	Flat      bool         // values were moved, and all are the same now
}

// BoundUnits counts the units of one arm, and those whose value was moved.
type BoundUnits struct{ Units, Capped, Raised int64 }

// Of is the value within the bound.
func (b *Bound) Of(v moment.Sum128) moment.Sum128 {
	switch {
	case b.SkipZeros && v.Sign() == 0:
	case v.Cmp(b.High) > 0:
		return b.High
	case v.Cmp(b.Low) < 0:
		return b.Low
	}
	return v
}

// find takes the quantiles of the values of units of one arm only, and counts who
// lies beyond.
func (b *Bound) find(values *Ints, has []bool, v *Vectors, arms int) {
	kept := make([]moment.Sum128, 0, values.Len())
	for u := range values.Len() {
		if x := values.At(u); has[u] && !v.Crossover[u] && (x.Sign() != 0 || !b.SkipZeros) {
			kept = append(kept, x)
		}
	}
	slices.SortFunc(kept, moment.Sum128.Cmp)
	b.Low, b.High, b.Any, b.Arms, b.Flat = moment.Least, moment.Most, len(kept) > 0, make([]BoundUnits, arms), false
	if b.Any && b.Upper > 0 {
		b.High = moment.Quantile(kept, b.Upper)
	}
	if b.Any && b.Lower > 0 {
		b.Low = moment.Quantile(kept, b.Lower)
	}
	least, most, moved := moment.Most, moment.Least, false
	for u := range values.Len() {
		if !has[u] || v.Crossover[u] {
			continue
		}
		x := values.At(u)
		a, held := &b.Arms[v.Arm[u]], b.Of(x)
		a.Units++
		switch held.Cmp(x) {
		case -1:
			a.Capped++
		case 1:
			a.Raised++
		}
		if moved = moved || held != x; held.Cmp(least) < 0 {
			least = held
		}
		if held.Cmp(most) > 0 {
			most = held
		}
	}
	b.Flat = moved && least == most
}
