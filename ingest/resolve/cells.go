package resolve

import (
	"math"

	"uptake/analysis/sums"
	"uptake/ingest/store"
)

// cells counts, by value and arm, the cells of the rows that count and those of
// them that hold no value.
type cells struct {
	r     *Resolver
	tally [][]sums.Values
	cells []bool // by place: whether the value is read from cells
	arm   int    // of the unit at hand, −1 for one seen in two arms
}

func newCells(r *Resolver, t *sums.Tally) cells {
	c := cells{r: r, cells: make([]bool, max(len(r.Shape.Values), len(r.Shape.Variables)))}
	for i, v := range r.Shape.Values {
		c.cells[i] = v.Cells
		t.Values = append(t.Values, make([]sums.Values, len(r.Shape.Arms)))
	}
	c.tally = t.Values
	return c
}

func (c *cells) begin(x exposed) {
	if c.arm = x.arm; x.crossover {
		c.arm = -1
	}
}

// count takes in the cell of one contribution. A covariate made of what came
// before counts the cells of the variable that feeds it.
func (c *cells) count(place int, v *store.Contribution, at store.Place) {
	if c.arm < 0 || !c.cells[place] {
		return
	}
	t := &c.tally[place][c.arm]
	t.Rows++
	if v.Lack != store.None {
		c.lacks(t, v, at)
	}
}

func (c *cells) lacks(t *sums.Values, v *store.Contribution, at store.Place) {
	if v.Lack == store.Missing {
		t.Missing++
		return
	}
	t.Broken++
	x := sums.Example{File: c.r.Files[at.File()], Row: at.Row(), Value: v.Text}
	if t.Example == nil || x.Less(*t.Example) {
		t.Example = &x
	}
}

// shown counts the numbers and the grade that a suggestion's first showing
// carries. A suggestion without a grade is not graded, which is no lack.
func (c *cells) shown(r *store.Row) {
	if c.arm < 0 || len(c.cells) == len(c.r.Shape.Variables) {
		return
	}
	first := len(c.r.Shape.Variables)
	for place := first; place < len(c.tally); place++ {
		t := &c.tally[place][c.arm]
		t.Rows++
		if k := place - first; k < len(c.r.Rules.Numbers) && math.IsNaN(r.Numbers[c.r.Rules.Numbers[k]]) {
			t.Missing++
		}
	}
	for i := range r.Values {
		v := &r.Values[i]
		place := int(v.Variable)
		if place < first {
			continue
		}
		t := &c.tally[place][c.arm]
		if place-first < len(c.r.Rules.Numbers) {
			t.Missing-- // a broken number is stored as a missing one
		}
		c.lacks(t, v, r.Place)
	}
}
