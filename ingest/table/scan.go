package table

import (
	"context"
	"errors"
	"io"
	"sync"
	"sync/atomic"

	"github.com/sourcegraph/conc"

	"uptake/analysis/fault"
	"uptake/ingest/format"
)

// Visit takes in the rows of a block. What is to outlast it must be copied.
type Visit func(*Batch) error

// task is one block on its way to a worker.
type task struct {
	file    int
	binding *Binding
	block   format.Block
	done    func() // called once the block is decoded or given up
}

// Scan reads every file: up to one opener per worker cuts files into blocks, and the
// workers decode them, each for a visit of its own. Blocks come in no order. progress is
// called now and then; it may be nil.
func (s *Set) Scan(ctx context.Context, workers []Visit, progress func(Progress)) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	if progress != nil {
		s.meters = newMeters(s.Files)
	}
	s.counting()
	tasks := make(chan task, 2*len(workers))
	var next, rows atomic.Int64
	var openers, all conc.WaitGroup
	for range min(len(workers), len(s.Files)) {
		openers.Go(func() {
			for f := int(next.Add(1)) - 1; f < len(s.Files) && ctx.Err() == nil; f = int(next.Add(1)) - 1 {
				err := s.cut(f, func(t task) error {
					select {
					case tasks <- t:
						return nil
					case <-ctx.Done():
						t.done()
						return context.Cause(ctx)
					}
				})
				if err != nil {
					cancel(err)
				}
			}
		})
	}
	all.Go(func() {
		defer close(tasks)
		openers.Wait()
	})
	for _, visit := range workers {
		told := func(b *Batch) error {
			err := visit(b)
			if err == nil && progress != nil {
				progress(Progress{rows.Add(b.Read()), s.meters.done.Load(), s.meters.total})
			}
			return err
		}
		all.Go(func() {
			for t := range tasks {
				if ctx.Err() != nil {
					t.done() // drain, so that openers end
					continue
				}
				if err := s.decode(t, told); err != nil {
					cancel(err)
				}
			}
		})
	}
	all.Wait()
	if err := context.Cause(ctx); err != nil {
		return err
	}
	return s.allJoined()
}

// Each reads every file block by block, in order: small ones, of which a second worker
// would be none the faster.
func (s *Set) Each(ctx context.Context, visit Visit) error {
	s.counting()
	for f := range s.Files {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := s.cut(f, func(t task) error { return s.decode(t, visit) }); err != nil {
			return err
		}
	}
	return s.allJoined()
}

// First gives the first block of a table: of its first file that has a byte in it. Nothing is
// required of it, and it has no rows where there are none. nil without such a file.
func (s *Set) First(in *Input) (*Batch, error) {
	for f := in.first; f < in.first+len(in.Files); f++ {
		binding := s.Binding(f)
		reader, err := s.open(f, &binding)
		if err != nil {
			return nil, err
		}
		if reader == nil {
			continue
		}
		defer reader.Close()
		block, err := reader.Next()
		if err == io.EOF {
			return s.empty(f, &binding)
		}
		if err != nil {
			return nil, err
		}
		rows, err := block.Decode()
		if err != nil {
			return nil, err
		}
		return s.batch(f, &binding, rows)
	}
	return nil, nil
}

// cut hands out one file's blocks for as long as they are taken.
func (s *Set) cut(f int, hand func(task) error) (err error) {
	defer fault.Catch(&err, "reading "+s.Files[f].Name)
	if s.rows != nil && len(s.rows[f]) == 0 {
		return nil
	}
	b := s.Binding(f)
	reader, err := s.open(f, &b)
	if err != nil || reader == nil {
		return err
	}
	if s.meters != nil {
		s.meters.files[f].open.Store(true)
		defer s.meters.reach(f, s.Files[f].Size)
	}
	var open sync.WaitGroup // blocks read from the file, so it stays open until they are decoded
	defer func() {
		open.Wait()
		err = errors.Join(err, reader.Close())
	}()
	if err := s.checkNames(f, &b, reader); err != nil {
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
		if err := hand(task{f, &b, block, open.Done}); err != nil {
			return err
		}
	}
}

// decode has a block visited. A panic is an error here, one in a visit too: a worker
// that has gone would leave blocks undone that openers wait for.
func (s *Set) decode(t task, visit Visit) (err error) {
	defer fault.Catch(&err, "reading "+s.Files[t.file].Name)
	rows, err := decoded(t)
	if err != nil {
		return err
	}
	b, err := s.batch(t.file, t.binding, rows)
	if err == nil {
		err = visit(b)
	}
	if err != nil {
		return err
	}
	rows.Release() // what was kept of it was copied
	return nil
}

func decoded(t task) (*format.Batch, error) {
	defer t.done()
	return t.block.Decode()
}
