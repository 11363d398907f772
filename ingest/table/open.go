package table

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"uptake/analysis/counted"
	"uptake/analysis/spec"
	"uptake/ingest/derive"
	"uptake/ingest/event"
	"uptake/ingest/format"
	"uptake/ingest/source"
)

// open begins to read a file as its table says it is written. What
// is asked for also tells a header from lines before it. The reader is nil where the file has nothing in it
// while others of its table have: a part that nothing was written to.
func (s *Set) open(f int, b *Binding) (format.Reader, error) {
	return s.openSaying(f, b, func(text string) { s.said.add(f, text) })
}

// openSaying is open with something else done about what is found out.
func (s *Set) openSaying(f int, b *Binding, say func(text string)) (format.Reader, error) {
	in, file := s.Owner[f], s.Files[f]
	t := in.Source.Table
	derived := derive.Columns{List: in.Derived, Style: in.Style, Clock: event.NewClock(time.UTC, spec.TimeForm{})}
	reader, err := derived.Open(b.ask, func(ask []format.Column) (format.Reader, error) {
		return s.opener(file, format.Input{Name: file.Name, Open: func() (io.ReadCloser, error) {
			return s.metered(f)
		}}, ask,
			format.Options{Format: t.Format, Pick: s.picks(f), Lines: s.Lines, Hash: b.hash, Rows: t.Rows,
				Sheet: t.Sheet, Note: say, CSV: Dialect(t.CSV)})
	})
	if errors.Is(err, format.ErrEmpty) && len(in.Files) > 1 {
		if errors.Is(err, format.ErrNoRows) {
			say("holds a list without rows")
		} else {
			say("has no byte in it, so no rows")
		}
		return nil, nil
	}
	return reader, err
}

// Dialect is how a file is cut into cells; the marks of numbers are event.Style's.
func Dialect(c spec.CSV) format.Dialect {
	return format.Dialect{Delimiter: c.Delimiter, Quote: c.Quote, Escape: c.Escape, Skip: c.Skip, Header: c.Header,
		Encoding: c.Encoding}
}

// picks says which rows of a file are asked for, nil where all are.
func (s *Set) picks(f int) func(before int64, rows int) []int32 {
	if s.rows == nil {
		return nil
	}
	return func(before int64, rows int) []int32 {
		var out []int32
		list := s.rows[f]
		at, _ := slices.BinarySearch(list, before+1)
		for ; at < len(list) && list[at] <= before+int64(rows); at++ {
			out = append(out, int32(list[at]-before-1))
		}
		return out
	}
}

// bytes opens a file; standard input can be opened again by a second pass.
func (s *Set) bytes(f source.File) (io.ReadCloser, error) {
	if f.Path == source.Stdin {
		return s.stdin.Open()
	}
	return source.Open(f)
}

// metered opens a file; where progress is told, how far it is read is noted.
func (s *Set) metered(f int) (io.ReadCloser, error) {
	file, err := s.bytes(s.Files[f])
	if err != nil || s.meters == nil {
		return file, err
	}
	return s.meters.over(f, s.Files[f].Size, file), nil
}

// fileNotes collects what was found out about files while they were opened.
type fileNotes struct {
	mu    sync.Mutex
	files map[string][]int // text → files by number
}

func (n *fileNotes) add(f int, text string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.files == nil {
		n.files = map[string][]int{}
	}
	if !slices.Contains(n.files[text], f) {
		n.files[text] = append(n.files[text], f)
	}
}

// sentences gives a sentence for each thing found out, in the order of the
// first file that it was found out about.
func (n *fileNotes) sentences(files []source.File) []string {
	type said struct {
		first int
		text  string
	}
	var list []said
	for text, of := range n.files {
		slices.Sort(of)
		name := files[of[0]].Name
		if len(of) > 1 {
			name = fmt.Sprintf("%s and %s more: each", name, counted.Noun(len(of)-1, "file"))
		}
		list = append(list, said{of[0], name + " " + text + "."})
	}
	slices.SortFunc(list, func(a, b said) int {
		if a.first != b.first {
			return a.first - b.first
		}
		return strings.Compare(a.text, b.text)
	})
	var out []string
	for _, s := range list {
		out = append(out, s.text)
	}
	return out
}
