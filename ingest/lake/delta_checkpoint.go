package lake

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/apache/arrow/go/v15/parquet/file"
)

// checkpoint takes in one part of a checkpoint and the files beside it to
// which it leaves the list (v2Checkpoint).
func (s *deltaState) checkpoint(log folder, part string) error {
	read := s.actions
	if strings.HasSuffix(part, ".json") {
		read = s.commit
	}
	if err := read(log, part); err != nil {
		return err
	}
	list := s.sidecars
	s.sidecars = nil
	for _, path := range list {
		if !strings.Contains(path, "/") {
			path = "_sidecars/" + path
		}
		if !filepath.IsLocal(filepath.FromSlash(path)) {
			return fmt.Errorf("the checkpoint %s/%s keeps its files in %s, which is not in its log; copy the whole "+
				"folder _delta_log with the table, or export it as Parquet", s.name, part, path)
		}
		if err := s.actions(log, path); err != nil {
			return err
		}
	}
	return nil
}

// actions takes in a Parquet file with one action a row. What is not looked at
// (removed files, statistics) is of no use to a reader.
func (s *deltaState) actions(log folder, part string) (err error) {
	damaged := func(why any) error {
		return fmt.Errorf("the checkpoint %s/%s cannot be read (%v); copy the whole folder _delta_log with the table",
			s.name, part, why)
	}
	defer func() {
		if r := recover(); r != nil {
			err = damaged(r)
		}
	}()
	b, err := log.whole(part)
	if err != nil {
		return damaged(bare(err))
	}
	f, err := file.NewParquetReader(b)
	if err != nil {
		return damaged(bare(err))
	}
	defer f.Close()
	for g := range f.NumRowGroups() {
		c, err := readActions(f.RowGroup(g))
		if err != nil {
			return damaged(err)
		}
		for row := range c.rows {
			if p, ok := c.text("add.path", row); ok {
				add := &deltaAdd{Path: p, PartitionValues: c.pairs("add.partitionValues", row),
					DeletionVector: c.vector(row)}
				s.take(deltaAction{Add: add}, part)
			}
			if v, ok := c.number("protocol.minReaderVersion", row); ok {
				s.take(deltaAction{Protocol: &deltaProtocol{MinReaderVersion: int(v),
					ReaderFeatures: c.list("protocol.readerFeatures", row)}}, part)
			}
			if v, ok := c.text("metaData.schemaString", row); ok {
				m := &deltaMeta{SchemaString: v, Configuration: c.pairs("metaData.configuration", row)}
				m.Format.Provider, _ = c.text("metaData.format.provider", row)
				s.take(deltaAction{MetaData: m}, part)
			}
			if p, ok := c.text("sidecar.path", row); ok {
				s.sidecars = append(s.sidecars, p)
			}
		}
	}
	return nil
}

// actions are the columns of a checkpoint's row group that are needed.
type actions struct {
	rows   int
	leaves map[string]*leaf // by dotted path
}

func readActions(g *file.RowGroupReader) (*actions, error) {
	a := &actions{rows: int(g.NumRows()), leaves: map[string]*leaf{}}
	s := g.MetaData().Schema
	for i := range s.NumColumns() {
		path := s.Column(i).Path()
		for _, need := range []string{"add.path", "add.partitionValues.", "add.deletionVector.",
			"protocol.minReaderVersion", "protocol.readerFeatures.",
			"metaData.schemaString", "metaData.configuration.", "metaData.format.provider", "sidecar.path"} {
			if path != need && !(strings.HasSuffix(need, ".") && strings.HasPrefix(path, need)) {
				continue
			}
			l, err := readLeaf(g, i, a.rows)
			if err != nil {
				return nil, fmt.Errorf("column %s: %w", path, err)
			}
			a.leaves[path] = l
		}
	}
	return a, nil
}

func (a *actions) text(path string, row int) (string, bool) {
	if l := a.leaves[path]; l != nil {
		for i := l.starts[row]; i < l.starts[row+1]; i++ {
			if l.texts[i] != nil {
				return *l.texts[i], true
			}
		}
	}
	return "", false
}

func (a *actions) number(path string, row int) (int32, bool) {
	if l := a.leaves[path]; l != nil && l.numbers != nil {
		if i := l.starts[row]; l.set[i] {
			return l.numbers[i], true
		}
	}
	return 0, false
}

// under finds the leaf below a nested column whose last name is one of these:
// writers differ in what they call the levels of lists and maps.
func (a *actions) under(path string, names ...string) *leaf {
	for p, l := range a.leaves {
		if rest, ok := strings.CutPrefix(p, path+"."); ok {
			for _, n := range names {
				if rest[strings.LastIndexByte(rest, '.')+1:] == n {
					return l
				}
			}
		}
	}
	return nil
}

func (a *actions) pairs(path string, row int) map[string]*string {
	keys, values := a.under(path, "key", "keys"), a.under(path, "value", "values")
	if keys == nil || values == nil {
		return nil
	}
	out := map[string]*string{}
	from := values.starts[row]
	for n := range keys.starts[row+1] - keys.starts[row] {
		if k := keys.texts[keys.starts[row]+n]; k != nil {
			out[*k] = values.texts[from+n]
		}
	}
	return out
}

func (a *actions) list(path string, row int) (out []string) {
	for p, l := range a.leaves {
		if !strings.HasPrefix(p, path+".") {
			continue
		}
		for _, t := range l.texts[l.starts[row]:l.starts[row+1]] {
			if t != nil {
				out = append(out, *t)
			}
		}
	}
	return out
}

func (a *actions) vector(row int) *deletionVector {
	kind, ok := a.text("add.deletionVector.storageType", row)
	if !ok {
		return nil
	}
	d := &deletionVector{StorageType: kind}
	d.PathOrInlineDv, _ = a.text("add.deletionVector.pathOrInlineDv", row)
	if n, ok := a.number("add.deletionVector.offset", row); ok {
		d.Offset = &n
	}
	return d
}
