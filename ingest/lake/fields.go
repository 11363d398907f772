package lake

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"github.com/apache/arrow/go/v15/parquet/file"
	"github.com/apache/arrow/go/v15/parquet/schema"
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
func fieldsOf(path, name string) (out fields, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%s is not a whole Parquet file (%v); was the table copied in whole?", name, r)
		}
	}()
	f, err := file.OpenParquetFile(path, false)
	if err != nil {
		return nil, fmt.Errorf("%s is not a whole Parquet file (%v); was the table copied in whole?", name, bare(err))
	}
	defer f.Close()
	return childFields(f.MetaData().Schema.Root()), nil
}

// bare drops the path from a file error: the message names the file.
func bare(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

func childFields(g *schema.GroupNode) (out fields) {
	for i := range g.NumFields() {
		n := g.Field(i)
		x := field{name: n.Name(), id: n.FieldID(), numbered: n.FieldID() >= 0}
		if c, ok := n.(*schema.GroupNode); ok {
			x.below = childFields(c)
		}
		out = append(out, x)
	}
	return out
}
