package lake

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"

	"uptake/ingest/format"
)

// field is one column, of a table or of a file, with its number in the table
// where it has one.
type field struct {
	name     string
	id       int32
	numbered bool
	below    fields
}

type fields []field

func (f fields) number(id int32) int {
	return slices.IndexFunc(f, func(x field) bool { return x.numbered && x.id == id })
}

// numbered reports whether the columns have numbers at all.
func (f fields) numbered() bool {
	return slices.ContainsFunc(f, func(x field) bool { return x.numbered || x.below.numbered() })
}

// fieldsOf reads the columns of a Parquet file from its footer.
func fieldsOf(path, name string) (fields, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", name, bare(err))
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", name, bare(err))
	}
	list, err := format.ParquetFields(name, f, info.Size())
	return asFields(list), err
}

// bare drops the path from a file error: the message names the file.
func bare(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

func asFields(list []format.Field) (out fields) {
	for _, f := range list {
		out = append(out, field{f.Name, f.ID, f.Numbered && f.ID >= 0, asFields(f.Within)})
	}
	return out
}
