package ingest

import (
	"errors"
	"fmt"
	"slices"

	"uptake/analysis/fault"
	"uptake/analysis/moment"
	"uptake/analysis/study"
	"uptake/analysis/sums"
	"uptake/ingest/event"
	"uptake/ingest/phrase"
	"uptake/ingest/store"
	"uptake/ingest/table"
)

// number reads row i's cell as what it adds to the variable of v, scaled; rounded tells
// that decimals were lost. A number that does not fit its scale stops the run
// once all rows are read.
func (c *counts) number(r *run, b *batch, cell *event.Text, i int, v *store.Contribution) (rounded bool) {
	k := int(v.Variable)
	n, found := cell.Scaled(i, r.demand.Variables[k].Scale)
	if found != event.Value {
		*v = lacking(k, found, cell, i)
		return false
	}
	if n.Large {
		c.tooLarge(r, b, cell, i, k)
		return n.Rounded
	}
	v.Value = n.Value
	return n.Rounded
}

// round takes in one value that was scaled.
func (c *counts) round(k int, v moment.Sum128, rounded bool) {
	hi, lo := v.Abs().Words()
	c.rounding[k].Add(sums.Hash{Hi: uint64(hi), Lo: lo}, rounded)
}

// lacking is what a cell without a value adds to the value at a place: nothing.
func lacking(place int, found event.Found, cell *event.Text, i int) store.Contribution {
	if found == event.Missing {
		return store.Contribution{Variable: uint16(place), Lack: store.Missing}
	}
	return store.Contribution{Variable: uint16(place), Lack: store.Broken, Text: phrase.Cell(cell.Value(i))}
}

// large is the first number of a variable that does not fit with its decimals,
// and the most decimals with which all of them do.
type large struct {
	example sums.Example
	scale   int // −1: none does
}

func (c *counts) tooLarge(r *run, b *batch, cell *event.Text, i, k int) {
	scale := r.demand.Variables[k].Scale - 1
	for ; scale >= 0; scale-- {
		if n, _ := cell.Scaled(i, scale); !n.Large {
			break
		}
	}
	c.keepLarge(k, large{sums.Example{File: b.Name(), Row: b.Row(i), Value: phrase.Cell(cell.Value(i))}, scale})
}

func (c *counts) keepLarge(k int, l large) {
	if c.large == nil {
		c.large = map[int]large{}
	}
	if old, again := c.large[k]; again {
		l.scale = min(l.scale, old.scale)
		if old.example.Less(l.example) {
			l.example = old.example
		}
	}
	c.large[k] = l
}

// ofMetrics is an error with the metrics it is about, where it is about a column that only
// they are made of.
func (r *run) ofMetrics(err error) error {
	var lacks *table.NoValueError
	if !errors.As(err, &lacks) {
		return err
	}
	var names []string
	for _, v := range r.demand.Variables {
		if v.Agg.Column == lacks.Column && !slices.Contains(names, v.Metric) {
			names = append(names, v.Metric)
		}
	}
	return study.NewMetricError(names, err)
}

// checkLarge refuses a run with a number that does not fit its metric's scale:
// without it the sums would be of the small ones.
func (g *gathered) checkLarge() error {
	values := g.demand.Values()
	for k, v := range g.demand.Variables {
		l, found := g.large[k]
		if !found {
			continue
		}
		place := fault.Place{File: l.example.File, Row: l.example.Row, Column: values[k].Name}
		refused := func(format string, args ...any) error {
			return fault.At(place, study.MetricErrorf(v.Metric, format, args...))
		}
		at := fmt.Sprintf("%s, row %d: %s = %s", l.example.File, l.example.Row, values[k].Name, l.example.Shown())
		switch {
		case l.scale < 0:
			return refused("%s is too large to be summed exactly, even without decimals (metric %s). If such numbers "+
				"stand for something else, list them under missing: […], or set their rows aside with where", at,
				v.Metric)
		case v.Covariate:
			return refused("%s is too large beside the %d decimals that are kept of a covariate (metric %s). Divide "+
				"the column by a power of ten in the export, or leave the covariate out", at, v.Scale, v.Metric)
		}
		return refused("%s is too large beside the %d decimals that are kept (metric %s). Write scale: %d for this "+
			"metric: all of its values fit with that", at, v.Scale, v.Metric, l.scale)
	}
	return nil
}
