package readout

import (
	"slices"

	"uptake/analysis"
	"uptake/analysis/fold"
	"uptake/analysis/metric"
	"uptake/analysis/stats"
	"uptake/analysis/sums"
)

// leftOut gives ratios that rest on few effective units the variance that
// leaves one unit out. Sums do not hold it: it is made of the units that were kept.
type leftOut struct {
	f     *sums.Result
	kept  *fold.Vectors
	first sums.Block // with crossover units in the arm they were first seen in; nil without such units
	// columns that need it, by what their whole numbers are multiplied with to be in the metric's unit
	unit map[int]float64
}

// newLeftOut finds the columns that need it: any arm of the result, of the
// first-seen alternative, of a segment level, or at an age.
func newLeftOut(c *columns, f *fold.Result) (*leftOut, error) {
	first, err := f.Main.Merge(f.Crossed)
	if err != nil {
		return nil, err
	}
	l := &leftOut{f: f.Result, kept: f.Kept, unit: map[int]float64{}}
	if stats.Total(f.Crossing) > 0 {
		l.first = first
	}
	if f.Kept != nil {
		for _, i := range c.few(f.Result, first) {
			l.unit[i] = c.unit(i)
		}
	}
	return l, nil
}

// few lists the columns of ratios that rest on few effective units; first is the
// first-seen alternative.
func (c *columns) few(f *sums.Result, first sums.Block) (out []int) {
	few := make([]bool, len(c.all))
	e := analysis.Entry{Kind: metric.Ratio, Scales: []int{0, 0}} // effective units do not depend on the scale
	for i, col := range c.all {
		if !col.Pair() || col.Later != nil { // Later's units are those of its two ages
			continue
		}
		blocks := []sums.Block{f.Main}
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
	for i := range few {
		if few[i] {
			out = append(out, i)
		}
	}
	return out
}

// Lacks lists the columns, by their places, of which the units are wanted one by one and
// were not kept.
func (a *Asked) Lacks(f *fold.Result) ([]int, error) {
	if f.Kept != nil {
		return nil, nil
	}
	first, err := f.Main.Merge(f.Crossed)
	if err != nil {
		return nil, err
	}
	return a.c.few(f.Result, first), nil
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
	unit, ok := l.unit[column]
	few := false
	for _, x := range s {
		few = few || x.NeedsLeftOut()
	}
	if !ok || !few {
		return s
	}
	v := &l.kept.Columns[column]
	y, x := make([][]float64, len(s)), make([][]float64, len(s))
	for u, has := range v.Has {
		if has && in(u) {
			a := l.kept.Arm[u]
			y[a], x[a] = append(y[a], v.Y.Float(u)), append(x[a], v.X.Float(u))
		}
	}
	for a := range s {
		o := stats.NewLeaveOneOut(y[a], x[a], unit)
		s[a].LeftOut = &o
	}
	return s
}

// change is the variance, leaving one unit out, of how a ratio of one arm changed
// from one column to the other; nil where the units of both are not at hand.
func (l *leftOut) change(early, late, arm int) *stats.LeaveOneOut {
	_, first := l.unit[early]
	_, last := l.unit[late]
	if !first || !last {
		return nil
	}
	e, x := &l.kept.Columns[early], &l.kept.Columns[late]
	var v [4][]float64
	for u, has := range e.Has {
		if has && int(l.kept.Arm[u]) == arm && l.main(u) {
			for k, column := range []*fold.Ints{&e.Y, &e.X, &x.Y, &x.X} {
				v[k] = append(v[k], column.Float(u))
			}
		}
	}
	out := stats.NewLogLeaveOneOut(v[0], v[1], v[2], v[3])
	return &out
}

// main and level say which units belong to a part of the result.
func (l *leftOut) main(u int) bool { return !l.kept.Crossover[u] }

func (l *leftOut) level(dimension int, names map[string]bool) func(int) bool {
	return func(u int) bool {
		d := &l.kept.Levels[dimension]
		return !l.kept.Crossover[u] && names[d.Names[d.Code[u]]]
	}
}
