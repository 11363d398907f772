package analysis

import (
	"context"
	"math"

	"uptake/analysis/fold"
	"uptake/analysis/method"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
	"uptake/analysis/study"
)

// leftOut gives ratios that rest on few effective units the variance that
// leaves one unit out. Sums do not hold it, so the units of just those columns
// are read once more, unless the fold has kept them.
type leftOut struct {
	units *fold.Vectors
	at    map[int]int // fold column → column of units
	unit  map[int]float64
}

// newLeftOut finds the columns that need it (any arm of the result, of the
// first-seen alternative, or of a segment level) and reads their units.
func newLeftOut(ctx context.Context, exp *spec.Experiment, list []entry, cols []fold.Column, f *fold.Result, first fold.Block, t *study.Tables, workers int) (*leftOut, error) {
	l := &leftOut{at: map[int]int{}, unit: map[int]float64{}}
	var wanted []fold.Column
	pair := -1 // place among pairs
	for i, c := range cols {
		if !isPair(&c) {
			continue
		}
		pair++
		blocks := []fold.Block{f.Main, first}
		for _, d := range f.Dimensions {
			for _, level := range d.Levels {
				if c.Segments {
					blocks = append(blocks, level.Block)
				}
			}
		}
		e := entry{kind: ratioKind, scales: []int{0, 0}} // effective units do not depend on the scale
		few := false
		for _, b := range blocks {
			for _, s := range samples(e, b, i) {
				few = few || needsLeftOut(s)
			}
		}
		if few {
			if l.at[i], l.unit[i] = len(wanted), 1; f.Kept != nil { // rates count suggestions
				l.at[i] = pair
			}
			for _, e := range list {
				if e.col == i {
					l.unit[i] = math.Pow10(e.scales[1] - e.scales[0])
				}
			}
			wanted = append(wanted, c)
		}
	}
	if l.units = f.Kept; len(wanted) == 0 || l.units != nil {
		return l, nil
	}
	var err error
	l.units, err = fold.Collect(ctx, exp, wanted, t, workers)
	return l, err
}

func needsLeftOut(s stats.Sample) bool { return s.N >= 2 && s.Effective < method.FewUnits }

// attach gives every arm's sample its LeftOut when one arm needs it; in says
// which units belong.
func (l *leftOut) attach(s []stats.Sample, column int, in func(unit int) bool) []stats.Sample {
	at, ok := l.at[column]
	few := false
	for _, x := range s {
		few = few || needsLeftOut(x)
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

// main, firstSeen and level say which units belong to a part of the result.
func (l *leftOut) main(u int) bool    { return !l.units.Crossover[u] }
func (l *leftOut) firstSeen(int) bool { return true }

func (l *leftOut) level(dimension int, names map[string]bool) func(int) bool {
	return func(u int) bool {
		d := &l.units.Levels[dimension]
		return !l.units.Crossover[u] && names[d.Names[d.Code[u]]]
	}
}
