package format

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"

	"uptake/analysis/counted"
	"uptake/analysis/fault"
)

// ipcSchema says where asked columns are in the records of one file.
type ipcSchema struct {
	file    string
	names   []string
	columns []ipcColumn
	rows    int64 // given out
}

// ipcColumn is a field, fields within it, and a path into text.
type ipcColumn struct {
	name    string
	field   int   // -1: not in the file
	inner   []int // struct fields, from the outside in
	path    *jsonTree
	repeats bool
	kind    ipcKind
	// optional columns are left out where they cannot be read
	optional bool
}

func bindIPC(file string, schema *arrow.Schema, hidden hiddenNumbers, columns []Column, o Options) (ipcSchema, error) {
	s := ipcSchema{file: file}
	for _, f := range schema.Fields() {
		s.names = append(s.names, fieldNames(f, "")...)
	}
	columns, err := renamed(file, s.names, columns, o)
	if err != nil {
		return s, err
	}
	for _, c := range columns {
		col := ipcColumn{name: c.Name, field: -1, repeats: c.Repeats, optional: c.Optional}
		for _, way := range splits(c.Name) {
			at := schema.FieldIndices(way.column)
			if len(at) == 0 {
				continue
			}
			if len(at) > 1 && c.Optional {
				break
			}
			if len(at) > 1 {
				return s, twice(file, way.column)
			}
			inner, path, ok := bindPaths(schema.Field(at[0]).Type, way.paths)
			if key := doubled(schema.Field(at[0]).Type, way); key != "" {
				if c.Optional {
					break
				}
				return s, twice(file, key)
			}
			if ok {
				col.field, col.inner, col.path = at[0], inner, path
				where := append(at, inner...)
				col.kind = kindOf(schema.Field(at[0]), where, hidden)
				col.kind.decimals = holdsDecimals(schema.Field(at[0]).Type) || hidden.within(where)
				break
			}
		}
		s.columns = append(s.columns, col)
	}
	return s, nil
}

// fieldNames lists a field, or the paths to the fields within it.
func fieldNames(f arrow.Field, above string) []string {
	s, ok := f.Type.(*arrow.StructType)
	if !ok {
		return []string{above + f.Name}
	}
	var names []string
	for _, inner := range s.Fields() {
		names = append(names, fieldNames(inner, above+f.Name+".")...)
	}
	return names
}

// bindPaths follows the first of several paths that leads somewhere through
// structs, and where it goes on into text or a list, into JSON, in which every
// path that comes this far is looked for.
func bindPaths(t arrow.DataType, paths []trail) (inner []int, rest *jsonTree, ok bool) {
	if len(paths) == 0 {
		return nil, nil, t.ID() != arrow.STRUCT
	}
	var rests []trail
	for _, p := range paths {
		fields, left, leads := bindField(t, p)
		switch {
		case !leads || ok && !slices.Equal(fields, inner):
			continue
		case left == nil && !ok:
			return fields, nil, true
		}
		inner, ok = fields, true
		rests = append(rests, left)
	}
	if !ok {
		return nil, nil, false
	}
	return inner, jsonPath(rests), true
}

// bindField follows one path as far as there are structs; what is left of it
// goes on inside the value.
func bindField(t arrow.DataType, way trail) (inner []int, left trail, ok bool) {
	for len(way) > 0 {
		s, isStruct := t.(*arrow.StructType)
		if !isStruct {
			if d, isDict := t.(*arrow.DictionaryType); isDict {
				t = d.ValueType
			}
			if r, isRuns := t.(*arrow.RunEndEncodedType); isRuns {
				t = r.Encoded()
			}
			return inner, way, holdsText(t) || isList(t)
		}
		i, found := s.FieldIdx(way[0].key)
		if !found || way[0].in != nil {
			return nil, nil, false
		}
		inner, t, way = append(inner, i), s.Field(i).Type, way[1:]
	}
	return inner, nil, t.ID() != arrow.STRUCT
}

// doubled gives the first field on a way into structs whose name is there more
// than once, by its path.
func doubled(t arrow.DataType, way split) string {
	for _, p := range way.paths {
		at, name := t, way.column
		for _, step := range p {
			s, ok := at.(*arrow.StructType)
			if !ok || step.in != nil {
				break
			}
			name += "." + step.key
			found, _ := s.FieldsByName(step.key)
			if len(found) > 1 {
				return name
			}
			if len(found) == 0 {
				break
			}
			at = found[0].Type
		}
	}
	return ""
}

func holdsText(t arrow.DataType) bool {
	switch t.ID() {
	case arrow.STRING, arrow.LARGE_STRING, arrow.STRING_VIEW, arrow.BINARY, arrow.LARGE_BINARY, arrow.BINARY_VIEW:
		return true
	}
	return false
}

// ipcKind is what a column's type in the file does not say by itself.
type ipcKind struct {
	uuid   bool          // its bytes are one
	hidden *hiddenNumber // what the numbers are that its type does not say

	decimals bool // some are within its lists
}

// within says whether such a number is inside the field at a place.
func (s hiddenNumbers) within(at []int) bool {
	above := strings.TrimSuffix(place(at), "]") + " "
	for at := range s {
		if strings.HasPrefix(at, above) {
			return true
		}
	}
	return false
}

// holdsDecimals says whether a type is, or has within it, a decimal.
func holdsDecimals(t arrow.DataType) bool {
	if n, ok := t.(arrow.NestedType); ok {
		return slices.ContainsFunc(n.Fields(), func(f arrow.Field) bool { return holdsDecimals(f.Type) })
	}
	return t.ID() == arrow.DECIMAL128 || t.ID() == arrow.DECIMAL256
}

// kindOf looks at the field at a place: a column, and fields within.
func kindOf(f arrow.Field, at []int, hidden hiddenNumbers) (k ipcKind) {
	for _, i := range at[1:] {
		f = f.Type.(*arrow.StructType).Field(i)
	}
	if name, ok := f.Metadata.GetValue("ARROW:extension:name"); ok && name == "arrow.uuid" {
		k.uuid = true
	}
	if r, ok := f.Type.(*arrow.RunEndEncodedType); ok && r != nil {
		at = append(at[:len(at):len(at)], 1) // the values' place
	}
	if d, ok := hidden[place(at)]; ok {
		k.hidden = &d
	}
	return k
}

const maxBatchRows = 1 << 27

// decode gives the asked columns of a record.
func (s *ipcSchema) decode(rec arrow.Record, row int64) (*Batch, error) {
	// Columns of nothing and of runs hold any number of rows in no memory.
	if rec.NumRows() > maxBatchRows {
		return nil, dataError{counted.Sprintf("a record batch of %s says it has %d rows; the file is damaged, or has "+
			"to be written with smaller batches", s.file, rec.NumRows()), nil}
	}
	batch := &Batch{Columns: make([]arrow.Array, len(s.columns)), Rows: int(rec.NumRows()), FirstRow: row}
	for i, c := range s.columns {
		if c.field < 0 {
			continue
		}
		a := rec.Column(c.field)
		var err error
		if a.Len() == batch.Rows {
			if a, err = c.take(a); err != nil && c.optional {
				continue
			}
			if err != nil {
				return nil, fmt.Errorf("column %q of %s %w", c.name, s.file, err)
			}
		}
		if a.Len() != batch.Rows {
			return nil, fault.At(fault.Place{File: s.file, Row: row + 1, Column: c.name},
				dataError{counted.Sprintf("column %q of %s has %d values behind row %d where the others have %d; the "+
					"file is damaged", c.name, s.file, a.Len(), row, batch.Rows), nil})
		}
		batch.Columns[i] = a
	}
	return batch, nil
}

func (c ipcColumn) take(a arrow.Array) (arrow.Array, error) {
	var outer []arrow.Array
	for _, i := range c.inner {
		outer = append(outer, a)
		a = a.(*array.Struct).Field(i)
	}
	// A row whose struct is missing has nothing in its fields.
	missing := slices.ContainsFunc(outer, func(a arrow.Array) bool { return a.NullN() > 0 })
	var err error
	if isList(a.DataType()) && c.path != nil {
		if c.kind.decimals { // the library writes them with digits they have not
			return nil, errors.New("holds lists with decimals, or integers of 128 bits, in them, which are not read " +
				"exactly; export what is asked for as a column of its own")
		}
		a, err = listTexts(a)
	} else {
		a, err = c.kind.plain(a)
	}
	if err != nil {
		return nil, err
	}
	if missing {
		a = withNulls(a, func(i int) bool {
			return slices.ContainsFunc(outer, func(o arrow.Array) bool { return o.IsNull(i) })
		})
	}
	if c.path != nil {
		return extract(a, c.path, c.repeats)
	}
	if s, ok := a.(*array.String); ok && c.repeats {
		return encode(s), nil
	}
	return a, nil
}
