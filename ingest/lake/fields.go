package lake

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"

	"uptake/ingest/format"
	"uptake/ingest/source"
)

// fields are the columns of a file or of a table, with their numbers in the
// table where they have them.
type fields []format.Field

func (f fields) number(id int32) int {
	return slices.IndexFunc(f, func(x format.Field) bool { return hasNumber(x) && x.ID == id })
}

// hasNumber reports whether a column has a number: some writers give -1 for none.
func hasNumber(x format.Field) bool { return x.Numbered && x.ID >= 0 }

// numbered reports whether the columns have numbers at all.
func (f fields) numbered() bool {
	return slices.ContainsFunc(f, func(x format.Field) bool { return hasNumber(x) || fields(x.Within).numbered() })
}

// fieldsOf reads the columns of a Parquet file from its footer.
func fieldsOf(t *source.Tree, path, name string) (fields, error) {
	f, err := t.Open(path)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", name, bare(err))
	}
	defer f.Close()
	info, err := t.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", name, bare(err))
	}
	at, ok := f.(io.ReaderAt)
	if !ok { // a packed member of an archive
		b, err := io.ReadAll(f)
		if err != nil {
			return nil, fmt.Errorf("%s cannot be read: %w", name, bare(err))
		}
		at = bytes.NewReader(b)
	}
	return format.ParquetFields(name, at, info.Size())
}

// bare drops the path from a file error: the message names the file.
func bare(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}
