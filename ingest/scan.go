package ingest

import (
	"context"
	"errors"

	"github.com/sourcegraph/conc"

	"uptake/ingest/table"
)

// scanned is what all workers have counted.
type scanned struct {
	*gathered // of rows that are the same to every member
	bounded   []bounded
	own       []own
}

// scan takes every row through the reasons and into the store. The files must have been
// found.
func (r *run) scan(ctx context.Context, o Options) (*scanned, error) {
	list, visits := make([]*worker, o.Workers), make([]table.Visit, o.Workers)
	for i := range list {
		list[i] = newWorker(r)
		visits[i] = list[i].take
	}
	r.set.Hashes = true
	if err := r.set.Scan(ctx, visits, o.Progress); err != nil {
		return nil, r.ofMetrics(err)
	}
	failed := make([]error, o.Workers)
	var flushing conc.WaitGroup
	for i, w := range list {
		flushing.Go(func() { failed[i] = w.out.Flush() })
	}
	flushing.Wait()
	total := &scanned{r.newGathered(), list[0].bounded, list[0].own}
	for i, w := range list {
		total.add(&w.counts)
		if i > 0 {
			total.merge(w)
		}
	}
	return total, errors.Join(failed...)
}

// merge takes in what a worker has counted beside rows that are the same to all.
func (s *scanned) merge(w *worker) {
	for k := range w.bounded {
		s.bounded[k].add(&w.bounded[k].counts)
		s.bounded[k].others.add(&w.bounded[k].others)
	}
	for k := range w.own {
		s.own[k].add(&w.own[k].counts)
		s.own[k].named += w.own[k].named
	}
}

// of is what was gathered for a member.
func (s *scanned) of(r *run, k int) *gathered {
	m := r.members[k]
	out := r.as(m).newGathered()
	b, o := &s.bounded[m.span], &s.own[k]
	for _, c := range []*counts{&s.counts, &b.counts, &o.counts} {
		out.add(c)
	}
	b.others.count(&out.tally, m.exp.ID, o.named)
	return out
}
