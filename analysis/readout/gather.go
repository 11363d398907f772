package readout

import (
	"context"
	"uptake/analysis/fold"
	"uptake/analysis/study"
)

// gathered is all that a readout takes from the study tables.
type gathered struct {
	*columns
	f       *fold.Result
	left    *leftOut
	also    *alsoUnits
	numbers []fold.Numbers // of quantiles over suggestions
	units   *fold.Vectors  // of quantiles over units
}

// gather reads the tables.
func gather(ctx context.Context, c *columns, t *study.Tables, workers int, reader *fold.Reader) (*gathered, error) {
	g := &gathered{columns: c}
	var err error
	if g.f, err = fold.Fold(ctx, c.exp, c.all, t, workers, c.beside(reader)); err != nil {
		return nil, err
	}
	if g.left, err = newLeftOut(ctx, c, g.f, t, workers); err != nil {
		return nil, err
	}
	if g.also, err = newAlsoUnits(ctx, c.exp, c.list, c.all, t, workers); err != nil {
		return nil, err
	}
	names, columns := c.quantiles()
	if len(names) > 0 {
		if g.numbers, err = fold.CollectNumbers(ctx, c.exp, names, t, workers); err != nil {
			return nil, err
		}
	}
	if len(columns) > 0 {
		if g.units, err = fold.Collect(ctx, c.exp, columns, t, workers); err != nil {
			return nil, err
		}
	}
	return g, nil
}
