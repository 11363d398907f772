package ingest

import (
	"context"
	"errors"

	"github.com/sourcegraph/conc"

	"uptake/ingest/table"
)

// scan takes every row through the reasons and into the store. The worker returned holds
// the sum of all. The files must have been found.
func (r *run) scan(ctx context.Context, o Options) (*worker, error) {
	list, visits := make([]*worker, o.Workers), make([]table.Visit, o.Workers)
	for i := range list {
		list[i] = newWorker(r)
		visits[i] = list[i].take
	}
	if err := r.set.Scan(ctx, visits, o.Progress); err != nil {
		return nil, err
	}
	total, failed := newWorker(r), make([]error, o.Workers)
	var flushing conc.WaitGroup
	for i, w := range list {
		flushing.Go(func() { failed[i] = w.out.Flush() })
	}
	flushing.Wait()
	for _, w := range list {
		total.add(w)
	}
	return total, errors.Join(failed...)
}

// add takes in the counts of a finished worker.
func (w *worker) add(o *worker) {
	w.tally.Add(&o.tally)
	w.read += o.read
	for i, s := range o.seen {
		w.seen[i].merge(s)
	}
	w.layouts.Merge(&o.layouts)
	w.undated = w.undated || o.undated
	for n, c := range o.arms {
		w.arms[n] += c
	}
	for i, g := range o.grains {
		w.grains[i] |= g
	}
	w.mergeLogs(o)
	for i, list := range o.carried {
		for v, yes := range list {
			w.carried[i][v] = w.carried[i][v] || yes
		}
	}
	for i, r := range o.rounding {
		w.rounding[i].Merge(r)
	}
	for k, l := range o.large {
		w.keepLarge(k, l)
	}
	for i := range o.present {
		w.present[i] = true
	}
	for n := range o.events {
		w.sawEvent(n)
	}
}
