package pack

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"

	"github.com/klauspost/compress/s2"
	"github.com/sourcegraph/conc"

	"uptake/analysis/fault"
	"uptake/analysis/whole"
	"uptake/ingest/format"
)

// writer writes a pack block by block, in the order in which they are ready.
type writer struct {
	mu   sync.Mutex
	file *os.File
	at   int64
	c    *contents
	err  error // the first
}

// fill has the blocks of a reader decoded by workers and written.
func (w *writer) fill(ctx context.Context, r format.Reader, slots chan struct{}) error {
	type task struct {
		n     int
		block format.Block
	}
	tasks := make(chan task)
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var all conc.WaitGroup
	for range min(cap(slots), mostWorkers) {
		all.Go(func() {
			var room scratch
			for t := range tasks {
				if ctx.Err() != nil {
					continue
				}
				slots <- struct{}{}
				if err := w.add(t.n, t.block, &room); err != nil {
					cancel(err)
				}
				<-slots
			}
		})
	}
	var err error
	for n := 0; ctx.Err() == nil; n++ {
		var b format.Block
		if b, err = r.Next(); err != nil {
			break
		}
		tasks <- task{n, b}
	}
	close(tasks)
	all.Wait()
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	if err != io.EOF {
		return err
	}
	return nil
}

// mostWorkers decode blocks of one file: many files are packed at a time.
const mostWorkers = 8

// scratch is memory of one worker.
type scratch struct{ plain, packed, out []byte }

// add decodes block n and writes its columns.
func (w *writer) add(n int, b format.Block, s *scratch) (err error) {
	defer fault.Catch(&err, "packing a block")
	batch, err := b.Decode()
	if err != nil {
		return err
	}
	x := block{first: batch.FirstRow, rows: batch.Rows, spans: batch.Rows + len(batch.Bad),
		columns: make([]part, len(batch.Columns))}
	s.out = s.out[:0]
	if s.plain, err = appendAside(s.plain[:0], batch); err != nil {
		return err
	}
	x.aside = s.put()
	for i, a := range batch.Columns {
		if a == nil {
			continue
		}
		if s.plain, err = appendArray(s.plain[:0], a); err != nil {
			return err
		}
		x.columns[i] = s.put()
	}
	hangs := batch.Hangs
	batch.Release()
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.err != nil {
		return w.err
	}
	if _, w.err = w.file.Write(s.out); w.err != nil {
		w.err = &writeError{w.err}
		return w.err
	}
	move := func(p *part) {
		if !p.none() {
			p.at += w.at
		}
	}
	move(&x.aside)
	for i := range x.columns {
		move(&x.columns[i])
	}
	w.at += int64(len(s.out))
	for len(w.c.blocks) <= n {
		w.c.blocks = append(w.c.blocks, block{})
	}
	w.c.blocks[n] = x
	w.c.Exactly = w.c.Exactly || hangs
	return nil
}

// put packs what is in plain and gives where it lies in out.
func (s *scratch) put() part {
	if len(s.plain) == 0 {
		return part{}
	}
	p := part{at: int64(len(s.out)), plain: len(s.plain)}
	if most := s2.MaxEncodedLen(len(s.plain)); most > 0 {
		if cap(s.packed) < most {
			s.packed = make([]byte, most)
		}
		if packed := s2.Encode(s.packed[:most], s.plain); len(packed) < len(s.plain)/8*7 {
			p.size, p.sum = len(packed), sumOf(packed)
			s.out = append(s.out, packed...)
			return p
		}
	}
	p.size, p.sum = len(s.plain), sumOf(s.plain)
	s.out = append(s.out, s.plain...)
	return p
}

// writeError is an error of the state folder rather than of the file that is packed.
type writeError struct{ error }

// Unwrap is the error itself.
func (e *writeError) Unwrap() error { return e.error }

// write makes a pack of what a reader gives and puts it in place. Nothing is left where
// it fails.
func (s *Store) write(r format.Reader, c *contents) (path string, err error) {
	f, err := whole.Create(filepath.Join(s.o.Dir, "new"+ending))
	if err != nil {
		return "", &writeError{err}
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(f.Name())
		}
	}()
	w := &writer{file: f, c: c}
	if _, err := f.WriteString(magic); err != nil {
		return "", &writeError{err}
	}
	w.at = int64(len(magic))
	if err := w.fill(s.ctx, r, s.slots); err != nil {
		return "", err
	}
	if g, ok := r.(format.Gatherer); ok {
		c.Paths, c.Whole = g.Gathered()
	}
	end, err := appendContents(nil, c)
	if err != nil {
		return "", err
	}
	if _, err := f.Write(end); err != nil {
		return "", &writeError{err}
	}
	path = filepath.Join(s.o.Dir, c.name())
	if err := whole.Place(f, path); err != nil {
		return "", &writeError{fmt.Errorf("%s cannot be put in place: %w", path, whole.Bare(err))}
	}
	return path, nil
}
