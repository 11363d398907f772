package fold

import (
	"context"

	"uptake/analysis/spec"
	"uptake/analysis/study"
)

// UnitRows is one unit that counts, with its suggestions: rows From to To−1.
type UnitRows struct {
	Row, Arm    int
	Units       study.Units
	Suggestions study.Suggestions
	From, To    int
	Cut         int64 // the data cut-off that end states are taken at
}

// EachUnit opens every partition once and hands its units that count to visit,
// one after the other, after begin got the partition's tally; both must be safe
// for different partitions at a time and must not keep the views.
func EachUnit(ctx context.Context, exp *spec.Experiment, t *study.Tables, workers int, begin func(part int, tally *study.Tally), visit func(part int, u UnitRows) error) error {
	workers = max(1, min(workers, t.Parts))
	walkers := make([]walker, workers)
	for w := range walkers {
		walkers[w] = newWalker(exp, t)
	}
	return each(ctx, t, workers, func(w, i int, p *study.Partition) error {
		begin(i, &p.Tally)
		var units study.Units
		k := &walkers[w]
		return k.walk(p, func(u study.Units) { units = u }, func(u oneUnit, own ownRows) error {
			if !u.counts {
				return nil
			}
			return visit(i, UnitRows{u.row, u.arm, units, own.sugg, own.shown0, own.shown1, k.to})
		})
	})
}
