package format

import "io"

// Field is a column of a Parquet file, with those within it.
type Field struct {
	Name     string
	ID       int32 // the number that the writer gave it
	Numbered bool  // it gave one
	Within   []Field
}

// ParquetFields lists the columns of a Parquet file of the given size, whatever
// is in them.
func ParquetFields(name string, r io.ReaderAt, size int64) ([]Field, error) {
	b, err := footerBytes(r, size)
	if err != nil {
		return nil, footerError(name, err)
	}
	var elements []element
	c := &compact{b: b}
	c.fields(func(id int16, kind byte) {
		if id == 2 {
			c.list(kind, func(kind byte) { elements = append(elements, readElement(c, kind)) })
			return
		}
		c.skip(kind, false)
	})
	err = c.err
	if err == nil { // what cannot be a schema is refused as where rows are read
		err = (&footer{}).columns(elements)
	}
	if err != nil {
		return nil, footerError(name, err)
	}
	rest := elements[1:]
	return takeFields(&rest, elements[0].children), nil
}

// takeFields takes n columns off a checked schema's lines, which stand from the
// outside in.
func takeFields(rest *[]element, n int64) (out []Field) {
	for range n {
		e := (*rest)[0]
		*rest = (*rest)[1:]
		out = append(out, Field{e.name, e.id, e.numbered, takeFields(rest, e.children)})
	}
	return out
}
