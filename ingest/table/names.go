package table

import (
	"io"
	"slices"
	"sync"

	"uptake/ingest/format"
)

// columnNames collects the columns that the files have, from every opener.
type columnNames struct {
	mu  sync.Mutex
	set map[string]bool
}

func (c *columnNames) add(names []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.set == nil {
		c.set = map[string]bool{}
	}
	for _, n := range names {
		c.set[n] = true
	}
}

// NamesIn lists the columns of a file, those that its place gives it included.
func (s *Set) NamesIn(f int) ([]string, error) {
	b := s.Binding(f)
	reader, err := s.open(f, &b)
	if err != nil || reader == nil {
		return nil, err
	}
	defer reader.Close()
	return s.namesOf(f, reader), nil
}

// NamesFar lists the columns of a file as NamesIn does, and where only rows tell which there are,
// those of so many blocks of it.
func (s *Set) NamesFar(f, blocks int) (names []string, err error) {
	b := s.Binding(f)
	reader, err := s.open(f, &b)
	if err != nil || reader == nil {
		return nil, err
	}
	defer reader.Close()
	names = s.namesOf(f, reader)
	rows, ok := reader.(format.Gatherer)
	if !ok {
		return names, nil
	}
	rows.Gather()
	for range blocks {
		block, err := reader.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		rows, err := block.Decode()
		if err != nil {
			return nil, err
		}
		rows.Release()
	}
	more, _ := rows.Gathered()
	above := map[string]bool{} // of objects: without keys in one row they may have some in another
	for _, n := range more {
		for i := range n {
			if n[i] == '.' {
				above[n[:i]] = true
			}
		}
	}
	more = slices.DeleteFunc(more, func(n string) bool { return above[n] })
	names = append(names, s.Files[f].Names(more)...)
	slices.Sort(names)
	return slices.Compact(names), nil
}

// namesOf lists the columns that an opened file has, those that its place gives it
// included.
func (s *Set) namesOf(f int, reader format.Reader) []string {
	names := s.Files[f].Names(reader.Names())
	for _, p := range s.Files[f].Hive {
		names = append(names[:len(names):len(names)], p.Name)
	}
	if p := s.Owner[f].partners; p != nil {
		names = append(names[:len(names):len(names)], p.took...)
	}
	return names
}

// checkNames refuses a file that lacks a required column. For NDJSON the names
// are those of its first block: a key absent from a megabyte of rows is
// misnamed rather than rare.
func (s *Set) checkNames(f int, b *Binding, reader format.Reader) error {
	names := s.namesOf(f, reader)
	s.names.add(names)
	if n := s.lacks(f, b, names); n != "" {
		return s.Owner[f].Missing(s.Files[f].Name, n, names)
	}
	return nil
}

// lacks gives a name that a file must have and, with these columns, has not.
func (s *Set) lacks(f int, b *Binding, names []string) string {
	in := s.Owner[f]
	for _, n := range in.Required {
		if i := s.Wants.Place(n); i >= 0 && b.constant[i] == nil && !joined(b, i) && !format.Has(names, in.Path(n)) {
			return n
		}
	}
	return ""
}

func joined(b *Binding, want int) bool {
	_, ok := b.joined[want]
	return ok
}
