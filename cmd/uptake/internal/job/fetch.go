package job

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"uptake/analysis"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/whole"
	"uptake/ingest"
	"uptake/ingest/warehouse"
	"uptake/ingest/warehouse/engine"
)

// Fetched is an experiment whose rows an engine had and that lie in files now.
type Fetched struct {
	Exp   *spec.Experiment // as that of files
	Asked []report.Asked   // what the engine was asked for them
	room  *room
}

// Close removes the files.
func (f *Fetched) Close() error {
	if f == nil {
		return nil
	}
	return f.room.Close()
}

// Fetch asks the engine of an experiment for the rows of its tables, and writes them into a temporary folder that
// nobody else can read. Everything is then as with files; the caller closes what it gives.
func (r Run) Fetch(ctx context.Context, e *spec.Experiment) (f *Fetched, err error) {
	err = r.persistIf(ctx, unreached, func() error {
		f, err = r.fetchAll(ctx, e)
		return err
	})
	return f, err
}

func (r Run) fetchAll(ctx context.Context, e *spec.Experiment) (f *Fetched, err error) {
	s, tables, err := tablesOf(ctx, e)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	if e.MaxBytes > 0 {
		list, err := costs(ctx, s, tables)
		if err == nil {
			err = Within(list, e.MaxBytes)
		}
		if err != nil {
			return nil, err
		}
	}
	f = &Fetched{}
	defer func() {
		if err != nil {
			f.Close()
			f = nil
		}
	}()
	if f.room, err = newRoom(); err != nil {
		return f, err
	}
	list := slices.Clone(e.Sources)
	before := int64(0)
	for i, t := range tables {
		path := filepath.Join(f.room.dir, fmt.Sprint(i+1), fileName(t.Written))
		if before, err = r.fetch(ctx, s, t, path, before); err != nil {
			return f, err
		}
		for k := range list {
			if list[k].Written == t.Written {
				list[k].Path, list[k].Format, list[k].Relation = path, "parquet", ""
			}
		}
	}
	read := *e
	read.Sources, read.Engine, read.MaxBytes = list, "", 0
	f.Exp, f.Asked = &read, record(s.Record())
	return f, nil
}

// fetch writes one table's rows into a file; before is how many rows others had.
func (r Run) fetch(ctx context.Context, s *warehouse.Session, t *warehouse.Relation, path string,
	before int64) (rows int64, err error) {
	if err := os.Mkdir(filepath.Dir(path), 0o700); err != nil {
		return 0, err
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return 0, err
	}
	rows = before
	to := &place{file: file}
	err = s.Fetch(ctx, t, to, func(n int64) {
		if rows = before + n; r.Rows != nil {
			r.Rows(ingest.Progress{Rows: rows})
		}
	})
	if to.err != nil { // the engine is not at fault
		err = fmt.Errorf("rows of the engine cannot be written to %s after %d MB: %w. Set TMPDIR to a folder with room",
			os.TempDir(), to.size>>20, whole.Bare(to.err))
	}
	return rows, errors.Join(err, file.Close())
}

// place is a file that knows whether it could be written.
type place struct {
	file *os.File
	size int64
	err  error
}

func (p *place) Write(b []byte) (int, error) {
	n, err := p.file.Write(b)
	p.size += int64(n)
	if err != nil {
		p.err = err
	}
	return n, err
}

// fileName is a table's name as that of a file.
func fileName(table string) string {
	name := strings.Map(func(r rune) rune {
		if r == '/' || r == '\\' || r == ':' || r < ' ' {
			return '_'
		}
		return r
	}, table)
	if strings.Trim(name, ".") == "" {
		return "table"
	}
	return name
}

// FetchEstimates is what an engine says that Fetch would read.
func FetchEstimates(ctx context.Context, e *spec.Experiment) ([]warehouse.Estimate, error) {
	s, tables, err := tablesOf(ctx, e)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	return costs(ctx, s, tables)
}

func tablesOf(ctx context.Context, e *spec.Experiment) (*warehouse.Session, []*warehouse.Relation, error) {
	s, err := warehouse.Open(ctx, e, engine.Options{})
	if err != nil {
		return nil, nil, err
	}
	tables, err := s.Relations(ctx, e, analysis.Needs(e))
	if err != nil {
		s.Close()
		return nil, nil, err
	}
	return s, tables, nil
}

func costs(ctx context.Context, s *warehouse.Session, tables []*warehouse.Relation) (out []warehouse.Estimate,
	err error) {
	for _, t := range tables {
		x, err := s.EstimateRows(ctx, t)
		if err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, nil
}
