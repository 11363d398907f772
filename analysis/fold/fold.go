package fold

import (
	"context"
	"fmt"
	"sync/atomic"

	"github.com/sourcegraph/conc"

	"uptake/analysis/fault"
	"uptake/analysis/spec"
	"uptake/analysis/study"
)

// Fold opens every partition once, in up to workers goroutines (1 when fewer), adds
// the columns up, and does beside it what it is given. The tables are used up:
// partitions are let go of one by one. The result is the same for any number of workers.
func Fold(ctx context.Context, exp *spec.Experiment, columns []Column, t *study.Tables, workers int,
	beside Beside) (*Result, error) {
	t.Visit()
	workers = max(1, min(workers, t.Parts))
	accs := make([]*accumulator, workers)
	for w := range accs {
		accs[w] = newAccumulator(exp, columns, t)
	}
	kept, numbers := make([]*partVectors, t.Parts), make([][]Numbers, t.Parts)
	err := each(ctx, t, workers, func(w, i int, p *study.Partition) (err error) {
		numbers[i] = newNumbersOf(beside.Numbers, t.Shape)
		kept[i], err = accs[w].partition(i, p, &beside, numbers[i])
		if t.Drop != nil {
			t.Drop(i)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	all := &Result{Result: accs[0].finish(), Kept: accs[0].keeping.join(kept, len(t.Shape.Segments)),
		Numbers: newNumbersOf(beside.Numbers, t.Shape)}
	held := make([][]steps, workers)
	for w, a := range accs {
		if a.series != nil {
			held[w] = a.series.held
		}
		if w > 0 {
			if err := all.Merge(a.finish()); err != nil {
				return nil, err
			}
		}
	}
	all.Tally.Add(&t.Scan)
	for k := range all.Numbers {
		for _, p := range numbers {
			all.Numbers[k].join(p[k])
		}
	}
	return all, hold(all.Result, columns, held, all.Kept)
}

// each opens every partition once and hands it to visit with the number of the
// worker, which does one at a time.
func each(ctx context.Context, t *study.Tables, workers int, visit func(worker, part int,
	p *study.Partition) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var next atomic.Int64
	errs := make([]error, workers)
	var wg conc.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= t.Parts || ctx.Err() != nil {
					return
				}
				if err := open(ctx, t, w, i, visit); err != nil {
					errs[w] = err
					cancel()
					return
				}
			}
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil && ctx.Err() != nil && err != context.Canceled {
			return err
		}
	}
	return ctx.Err()
}

func open(ctx context.Context, t *study.Tables, worker, i int, visit func(worker, part int, p *study.Partition) error) (
	err error) {
	defer fault.Catch(&err, fmt.Sprintf("adding up study partition %d", i))
	p, err := t.Open(ctx, i)
	if err != nil {
		return err
	}
	defer p.Release()
	if err := visit(worker, i, p); err != nil {
		return fmt.Errorf("study partition %d: %w", i, err)
	}
	return nil
}
