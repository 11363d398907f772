package fold

import (
	"math/bits"
	"time"

	"uptake/analysis/moment"
	"uptake/analysis/spec"
	"uptake/analysis/study"
)

// Column is one metric's unit vector.
type Column struct {
	Name string
	Y    Value
	X    *Value // of a ratio; nil: the vector is y alone
	// Covariate is what was known of the unit before exposure: one value, two for a
	// ratio; empty: none.
	Covariate []Value
	// Bounds hold the components of the vector and then of the covariate, as many as are
	// bounded; empty: no bounds.
	Bounds []*Bound
	// Quotient makes the vector the single value y/x at QuotientScale decimals;
	// units with x = 0 are left out.
	Quotient bool
	// Window > 0 keeps only units whose own window of this length has ended.
	Window time.Duration
	// Age, when given, makes the vector that of some of a unit's days only; Later
	// lets the vector of other days follow it.
	Age, Later *Age
	Series     bool // wanted by day
	Segments   bool // wanted by segment level
	Extremes   bool // wanted are the units that lie furthest out
	Keep       bool // wanted are the units' vectors, and those of the covariate
}

// Age picks what a unit did on days From to To (both included) after the day of
// its first exposure, which is day 0, in the experiment's zone. Only units whose
// day Through has passed count, so that all ages of one Through are the same
// units.
type Age struct {
	From, To, Through int
	First, Last       spec.Day // first exposures counted, both included; NoDay = open
}

// QuotientScale is the number of decimals of a unit's quotient.
const QuotientScale = 9

// Dim returns the length of the unit vector.
func (c *Column) Dim() int {
	if c.Later != nil {
		return 2 * c.own()
	}
	return c.own()
}

// own is the length of the vector of one age.
func (c *Column) own() int {
	if c.Pair() {
		return 2
	}
	return 1
}

// Pair says whether the vector is a numerator and a denominator.
func (c *Column) Pair() bool { return c.X != nil && !c.Quotient }

// Source is what a value is made of.
type Source uint8

// The sources.
const (
	Variable    Source = iota // a var_ column of the units table
	Suggestions               // the number of the unit's suggestions in one of the end states Count
	Grades                    // the number of its shown suggestions with each grade, times Weights
	// the number of its sessions with a suggestion in Within, and with one in Count (none, if Without)
	Sessions
)

// Value is one component of a unit vector.
type Value struct {
	From    Source
	Var     int // index in Shape.Variables
	Count   study.States
	Within  study.States
	Without bool
	Weights []int64 // by grade, in the order of spec.Experiment.GradeNames
	Any     bool    // 1 when the value is above 0, else 0
}

// variable is the one that the value is, −1 for another source.
func (v *Value) variable() int {
	if v.From == Variable {
		return v.Var
	}
	return -1
}

// unit is what is known of one unit while it is folded.
type unit struct {
	vars     []moment.Sum128
	missing  []bool
	states   [study.NumStates]int64
	grades   []int64        // by grade
	sessions []study.States // by session number: the end states that occur in it
}

func (v *Value) of(u *unit) (val moment.Sum128, ok bool) {
	switch v.From {
	case Variable:
		if u.missing[v.Var] {
			return moment.Sum128{}, false
		}
		val = u.vars[v.Var]
	case Suggestions:
		n := int64(0)
		for rest := v.Count; rest != 0; rest &= rest - 1 {
			n += u.states[bits.TrailingZeros16(uint16(rest))]
		}
		val = moment.Int(n)
	case Grades:
		for i, n := range u.grades {
			val.Add(moment.Product(v.Weights[i], n))
		}
	case Sessions:
		for _, s := range u.sessions {
			if s&v.Within != 0 && (s&v.Count != 0) != v.Without {
				val.AddInt(1)
			}
		}
	}
	if v.Any {
		if val.Sign() > 0 {
			return moment.Int(1), true
		}
		return moment.Sum128{}, true
	}
	return val, true
}

// vector writes the unit's vector to out[:Dim], before any bounds, and reports whether
// the unit has one.
func (c *Column) vector(u *unit, out *[2]moment.Sum128) (ok bool, err error) {
	y, ok := c.Y.of(u)
	if !ok {
		return false, nil
	}
	if c.X == nil {
		out[0] = y
		return true, nil
	}
	x, ok := c.X.of(u)
	if !ok {
		return false, nil
	}
	if !c.Quotient {
		out[0], out[1] = y, x
		return true, nil
	}
	if x.Sign() == 0 {
		return false, nil
	}
	out[0], err = moment.Quotient(y, x, QuotientScale)
	return true, err
}

// covariate returns the unit's covariates, before any bounds, in out; known is false where
// one is missing.
func (c *Column) covariate(u *unit, out *[2]moment.Sum128) (z []moment.Sum128, known bool) {
	for i := range c.Covariate {
		val, ok := c.Covariate[i].of(u)
		if !ok {
			return nil, false
		}
		out[i] = val
	}
	return out[:len(c.Covariate)], true
}
