package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/sourcegraph/conc"

	"uptake/analysis/fault"
	"uptake/ingest/format"
	"uptake/ingest/lake"
	"uptake/ingest/source"
)

// task is one block on its way to a worker.
type task struct {
	file  int
	bound *bound
	block format.Block
	done  func() // called once the block is decoded or given up
}

// scan reads every file: up to one opener per worker cuts files into blocks,
// and the workers decode them. The worker returned holds the sum of all. The files
// must have been found.
func (r *run) scan(ctx context.Context, o Options) (*worker, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	if o.Progress != nil {
		r.meters = newMeters(r)
	}
	tasks := make(chan task, 2*o.Workers)
	var next atomic.Int64
	var openers, workers conc.WaitGroup
	for range min(o.Workers, len(r.files)) {
		openers.Go(func() {
			for f := int(next.Add(1)) - 1; f < len(r.files) && ctx.Err() == nil; f = int(next.Add(1)) - 1 {
				if err := r.cut(ctx, f, tasks); err != nil {
					cancel(err)
				}
			}
		})
	}
	workers.Go(func() {
		defer close(tasks)
		openers.Wait()
	})
	var rows atomic.Int64
	tell := func(w *worker) {
		if o.Progress != nil {
			o.Progress(Progress{rows.Add(w.read - w.told), r.meters.done.Load(), r.meters.total})
			w.told = w.read
		}
	}
	list := make([]*worker, o.Workers)
	for i := range list {
		w := newWorker(r)
		list[i] = w
		workers.Go(func() {
			for t := range tasks {
				if ctx.Err() != nil {
					t.done() // drain, so that openers end
					continue
				}
				if err := w.run.decode(w, t, tell); err != nil {
					cancel(err)
				}
			}
			if w.out != nil {
				if err := w.out.Flush(); err != nil {
					cancel(err)
				}
			}
		})
	}
	workers.Wait()
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	total := newWorker(r)
	for _, w := range list {
		total.add(w)
	}
	return total, nil
}

// find lists the files of every source.
func (r *run) find() error {
	for i, in := range r.inputs {
		in.number = i
		files, notes, err := lake.Find(in.source.Path, format.Readable)
		if errors.Is(err, source.ErrEndings) {
			return fmt.Errorf("%w. Files are read that end in %s, also compressed (%s), and those whose names have no ending; of others name each, or give a pattern such as exports/*.txt, and they are read by their first bytes",
				err, strings.Join(format.Endings(), " "), strings.Join(format.CompressedEndings(), " "))
		}
		if err != nil {
			return err
		}
		in.files = files
		for _, n := range notes {
			if !slices.Contains(r.found, n) {
				r.found = append(r.found, n)
			}
		}
		first := len(r.files)
		add := func() {
			for _, f := range in.files {
				r.files = append(r.files[:len(r.files):len(r.files)], f)
				r.owner = append(r.owner, in)
			}
		}
		add()
		if r.strays(in, first); len(in.files) < len(files) {
			r.files, r.owner = r.files[:first], r.owner[:first]
			add()
		}
	}
	return nil
}

// cut hands out one file's blocks.
func (r *run) cut(ctx context.Context, f int, tasks chan<- task) (err error) {
	defer fault.Catch(&err, "reading "+r.files[f].Name)
	if r.tuples != nil && len(r.tuples.rowsOf[f]) == 0 {
		return nil
	}
	in := r.owner[f]
	b := in.bind(r.files[f], &r.wants)
	reader, err := r.open(f, b.ask)
	if err != nil || reader == nil {
		return err
	}
	if r.meters != nil {
		r.meters.files[f].open.Store(true)
		defer r.meters.reach(f, r.files[f].Size)
	}
	var open sync.WaitGroup // blocks read from the file, so it stays open until they are decoded
	defer func() {
		open.Wait()
		err = errors.Join(err, reader.Close())
	}()
	if err := r.checkNames(in, f, reader); err != nil {
		return err
	}
	for {
		block, err := reader.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		open.Add(1)
		select {
		case tasks <- task{f, &b, block, open.Done}:
		case <-ctx.Done():
			open.Done()
			return nil
		}
	}
}

// decode takes a block in. A panic is an error here: a worker that has gone would
// leave blocks undone that openers wait for.
func (r *run) decode(w *worker, t task, tell func(*worker)) (err error) {
	defer fault.Catch(&err, "reading "+r.files[t.file].Name)
	rows, err := decoded(t)
	if err != nil {
		return err
	}
	if err := w.take(&batch{in: r.owner[t.file], file: t.file, rows: rows, columns: t.bound.columns(rows)}); err != nil {
		return err
	}
	rows.Release() // what was kept of it was copied
	tell(w)
	return nil
}

func decoded(t task) (*format.Batch, error) {
	defer t.done()
	return t.block.Decode()
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
