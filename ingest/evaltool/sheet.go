package evaltool

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/sourcegraph/conc"

	"uptake/analysis/fault"
	"uptake/ingest/event"
	"uptake/ingest/format"
	"uptake/ingest/phrase"
	"uptake/ingest/table"
)

// sheet is a file that has rows and columns.
type sheet struct {
	names []string
	csv   format.Dialect
}

// table reads a file of rows: one of a tool that writes such, or one's own.
func (r *reading) table() error {
	s := &sheet{csv: table.Dialect(r.spec.CSV)}
	if err := r.batches(nil, s, nil); err != nil {
		return err
	}
	shape := map[string]bool{}
	for _, n := range s.names {
		for i := range n {
			if n[i] == '.' {
				shape[n[:i]] = true
			}
		}
		shape[n] = true
	}
	for _, t := range tools {
		if t.columns != nil && t.columns(func(name string) bool { return shape[name] }) {
			if err := r.is(t); err != nil {
				return err
			}
			return t.sheet(r, s)
		}
	}
	if t, within := toolOf(shape); t != nil && within == "" && t.row != nil {
		if err := r.is(t); err != nil {
			return err
		}
		return r.cells(s, func(n int64, v format.Value) error { return t.row(r, n, v) })
	}
	if r.spec.Tool == "" && slices.ContainsFunc(s.names, promptfooAnswers) {
		return fmt.Errorf("%s is the CSV of an early promptfoo, whose answers have no columns of their status and "+
			"score; "+
			"bring its JSON (promptfoo eval -o results.json), or, if it is a table of one's own, say tool: table",
			r.file)
	}
	if len(s.names) == 1 && strings.HasPrefix(s.names[0], "evalId: ") {
		return &NoRunsError{"YAML", fmt.Errorf("%s is YAML; bring the same run as JSON lines (promptfoo eval -o "+
			"results.jsonl)", r.file)}
	}
	t := &ownTable
	if shape["user_input"] && r.spec.Tool != ownTable.Name {
		t = &ragas
	}
	if err := r.is(t); err != nil {
		return err
	}
	return r.grown(s)
}

// batches opens the file's table for columns and visits its rows a block at a time; without a
// visit it only learns the names.
func (r *reading) batches(ask []format.Column, s *sheet, visit func(cols []*event.Text,
	b *format.Batch) error) error {
	return r.rowsOf(ask, s, nil, nil, visit)
}

// rowsOf is batches for the rows that are picked, which are all where pick is nil; where they stand is noted in places
// then, and else gone by.
func (r *reading) rowsOf(ask []format.Column, s *sheet, pick func(before int64, rows int) []int32,
	places *format.Landmarks, visit func(cols []*event.Text, b *format.Batch) error) (err error) {
	in, err := format.Open(r.in, ask, format.Options{TempDir: r.tempDir, CSV: s.csv, Pick: pick, Landmarks: places,
		Note: func(text string) { r.note("eval_file", "%s %s", r.file, text) }})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	s.names = in.Names()
	if visit == nil {
		return nil
	}
	return eachBatch(in, func(b *format.Batch) error {
		if len(b.Bad) > 0 {
			bad := b.Bad[0]
			return fmt.Errorf("%s, row %d cannot be read: %s (%q); mend it, or export the file again", r.file, bad.Row,
				bad.Why, phrase.Cut(bad.Value))
		}
		cols := make([]*event.Text, len(ask))
		for i, a := range b.Columns {
			cols[i] = r.style.Text(a)
		}
		err := visit(cols, b)
		b.Release()
		return err
	})
}

// eachBatch decodes the blocks of a file beside each other and visits them in order.
func eachBatch(in format.Reader, visit func(*format.Batch) error) error {
	type decoded struct {
		b   *format.Batch
		err error
	}
	const ahead = 2
	queue := make(chan chan decoded, ahead)
	ctx, stop := context.WithCancel(context.Background())
	var wg conc.WaitGroup
	defer wg.Wait()
	defer stop()
	wg.Go(func() {
		defer close(queue)
		for {
			block, err := in.Next()
			if err == io.EOF {
				return
			}
			done := make(chan decoded, 1)
			if err != nil {
				done <- decoded{nil, err}
			} else {
				wg.Go(func() {
					var d decoded
					func() {
						defer fault.Catch(&d.err, "decoding rows")
						d.b, d.err = block.Decode()
					}()
					done <- d
				})
			}
			select {
			case queue <- done:
			case <-ctx.Done():
				return
			}
			if err != nil {
				return
			}
		}
	})
	var failed error
	for done := range queue {
		d := <-done
		if failed != nil {
			continue
		}
		if failed = d.err; failed == nil {
			failed = visit(d.b)
		}
		if failed != nil {
			stop()
		}
	}
	return failed
}

// rowOf is the number of a row of a batch in its file.
func rowOf(b *format.Batch, i int) int64 {
	if b.RowIndex != nil {
		i = int(b.RowIndex[i])
	}
	return b.FirstRow + int64(i) + 1
}

// cells visits every row as an object, of which cells that hold JSON are what they say.
func (r *reading) cells(s *sheet, visit func(n int64, v format.Value) error) error {
	var ask []format.Column
	for _, n := range s.names {
		ask = append(ask, format.Column{Name: n, Optional: true})
	}
	names := s.names
	return r.batches(ask, s, func(cols []*event.Text, b *format.Batch) error {
		for i := range b.Rows {
			var text strings.Builder
			text.WriteByte('{')
			for j, c := range cols {
				if text.Len() > 1 {
					text.WriteByte(',')
				}
				quoted(&text, names[j])
				text.WriteByte(':')
				v := c.Value(i)
				if _, found := c.ParseNumber(v); r.marked && found == event.Value {
					v = c.Plain(i)
				}
				cell(&text, v)
			}
			text.WriteByte('}')
			v, ok := format.ParseValue(text.String())
			if !ok {
				return fmt.Errorf("%s, row %d cannot be read as cells", r.file, rowOf(b, i))
			}
			if err := visit(rowOf(b, i), v); err != nil {
				return err
			}
		}
		return nil
	})
}

// cell writes a cell as JSON: what it holds of it, else its text.
func cell(b *strings.Builder, text string) {
	trimmed := strings.TrimSpace(text)
	if trimmed == "" {
		b.WriteString("null")
		return
	}
	if strings.HasPrefix(trimmed, "{") || strings.HasPrefix(trimmed, "[") {
		if v, ok := format.ParseValue(trimmed); ok {
			b.WriteString(v.Raw())
			return
		}
	}
	quoted(b, text)
}

func quoted(b *strings.Builder, s string) { b.WriteString(format.Quoted(s)) }

// column is the name that a file has for one of several: as written, else but for case.
func (s *sheet) column(names ...string) string { return table.NameOf(s.names, names...) }
