package readout

import (
	"context"
	"slices"

	"uptake/analysis"
	"uptake/analysis/fold"
	"uptake/analysis/metric"
	"uptake/analysis/stats"
	"uptake/analysis/study"
)

// leftOut gives ratios that rest on few effective units the variance that
// leaves one unit out. Sums do not hold it, so the units of just those columns
// are read once more, unless the fold has kept them.
type leftOut struct {
	f     *fold.Result
	first fold.Block // with crossover units in the arm they were first seen in; nil without such units
	units *fold.Vectors
	at    map[int]int // fold column → column of units
	unit  map[int]float64
}

// newLeftOut finds the columns that need it (any arm of the result, of the
// first-seen alternative, of a segment level, or at an age) and reads their units.
func newLeftOut(ctx context.Context, c *columns, f *fold.Result, t *study.Tables, workers int) (*leftOut, error) {
	first, err := f.Main.Merge(f.Crossed)
	if err != nil {
		return nil, err
	}
	l := &leftOut{f: f, at: map[int]int{}, unit: map[int]float64{}}
	if stats.Total(f.Crossing) > 0 {
		l.first = first
	}
	few := make([]bool, len(c.all))
	e := analysis.Entry{Kind: metric.Ratio, Scales: []int{0, 0}} // effective units do not depend on the scale
	for i, col := range c.all {
		if !col.Pair() || col.Later != nil { // Later's units are those of its two ages
			continue
		}
		blocks := []fold.Block{f.Main}
		if col.Age == nil {
			blocks = append(blocks, first)
		}
		for _, d := range f.Dimensions {
			for _, level := range d.Levels {
				if col.Segments {
					blocks = append(blocks, level.Block)
				}
			}
		}
		for _, b := range blocks {
			few[i] = few[i] || slices.ContainsFunc(e.Samples(b, i), stats.Sample.NeedsLeftOut)
		}
	}
	c.fresh.together(few)
	var wanted []fold.Column
	pair := -1 // place among pairs
	for i, col := range c.all {
		if isPair(&col) {
			pair++
		}
		if !few[i] || col.Age != nil && f.Kept != nil { // what units did at an age is not kept
			continue
		}
		if l.at[i] = len(wanted); f.Kept != nil {
			l.at[i] = pair
		}
		l.unit[i] = c.unit(i)
		wanted = append(wanted, col)
	}
	if l.units = f.Kept; len(wanted) == 0 || l.units != nil {
		return l, nil
	}
	l.units, err = fold.Collect(ctx, c.exp, wanted, t, workers)
	return l, err
}

// of are every arm's sample of one column.
func (l *leftOut) of(e analysis.Entry, column int) []stats.Sample {
	return l.attach(e.Samples(l.f.Main, column), column, l.main)
}

// firstSeen are those with crossover units kept in the arm they were first seen in;
// nil where there are no such units.
func (l *leftOut) firstSeen(e analysis.Entry, column int) []stats.Sample {
	if l.first == nil {
		return nil
	}
	return l.attach(e.Samples(l.first, column), column, func(int) bool { return true })
}

// attach gives every arm's sample its LeftOut when one arm needs it; in says
// which units belong.
func (l *leftOut) attach(s []stats.Sample, column int, in func(unit int) bool) []stats.Sample {
	at, ok := l.at[column]
	few := false
	for _, x := range s {
		few = few || x.NeedsLeftOut()
	}
	if !ok || !few {
		return s
	}
	v := &l.units.Columns[at]
	y, x := make([][]float64, len(s)), make([][]float64, len(s))
	for u, has := range v.Has {
		if has && in(u) {
			a := l.units.Arm[u]
			y[a], x[a] = append(y[a], v.Y.Float(u)), append(x[a], v.X.Float(u))
		}
	}
	for a := range s {
		o := stats.NewLeaveOneOut(y[a], x[a], l.unit[column])
		s[a].LeftOut = &o
	}
	return s
}

// change is the variance, leaving one unit out, of how a ratio of one arm changed
// from one column to the other; nil where the units of both are not at hand.
func (l *leftOut) change(early, late, arm int) *stats.LeaveOneOut {
	i, first := l.at[early]
	j, last := l.at[late]
	if !first || !last {
		return nil
	}
	e, x := &l.units.Columns[i], &l.units.Columns[j]
	var v [4][]float64
	for u, has := range e.Has {
		if has && int(l.units.Arm[u]) == arm && l.main(u) {
			for k, column := range []*fold.Ints{&e.Y, &e.X, &x.Y, &x.X} {
				v[k] = append(v[k], column.Float(u))
			}
		}
	}
	out := stats.NewLogLeaveOneOut(v[0], v[1], v[2], v[3])
	return &out
}

// main and level say which units belong to a part of the result.
func (l *leftOut) main(u int) bool { return !l.units.Crossover[u] }

func (l *leftOut) level(dimension int, names map[string]bool) func(int) bool {
	return func(u int) bool {
		d := &l.units.Levels[dimension]
		return !l.units.Crossover[u] && names[d.Names[d.Code[u]]]
	}
}
