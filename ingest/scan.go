package ingest

import (
	"context"
	"errors"

	"github.com/sourcegraph/conc"

	"uptake/ingest/table"
)

// scan takes every row through the reasons and into the store. The files must have been
// found.
func (r *run) scan(ctx context.Context, o Options) (*gathered, error) {
	list, visits := make([]*worker, o.Workers), make([]table.Visit, o.Workers)
	for i := range list {
		list[i] = newWorker(r)
		visits[i] = list[i].take
	}
	if err := r.set.Scan(ctx, visits, o.Progress); err != nil {
		return nil, err
	}
	total, failed := r.newGathered(), make([]error, o.Workers)
	var flushing conc.WaitGroup
	for i, w := range list {
		flushing.Go(func() { failed[i] = w.out.Flush() })
	}
	flushing.Wait()
	for _, w := range list {
		total.add(&w.counts)
	}
	return total, errors.Join(failed...)
}
