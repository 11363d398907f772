package format

import (
	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
)

// plainText gives a schema with text where dictionaries are. Parquet makes
// its own and IPC files allow one a column, while records bring one each.
func plainText(s *arrow.Schema) *arrow.Schema {
	var fields []arrow.Field
	for _, f := range s.Fields() {
		if f.Type.ID() == arrow.DICTIONARY {
			f.Type = arrow.BinaryTypes.String
		}
		fields = append(fields, f)
	}
	meta := s.Metadata()
	return arrow.NewSchema(fields, &meta)
}

// plainRecord gives a record of the schema that plainText made of its own.
func plainRecord(s *arrow.Schema, rec arrow.Record) arrow.Record {
	cols := make([]arrow.Array, rec.NumCols())
	for i, a := range rec.Columns() {
		if d, ok := a.(*array.Dictionary); ok {
			a = undictionary(d)
		}
		cols[i] = a
	}
	return array.NewRecord(s, cols, rec.NumRows())
}

// undictionary spells out the texts that codes stand for.
func undictionary(d *array.Dictionary) arrow.Array {
	texts := d.Dictionary().(*array.String)
	b := array.NewStringBuilder(memory.DefaultAllocator)
	b.Reserve(d.Len())
	for i := range d.Len() {
		if d.IsNull(i) {
			b.AppendNull()
			continue
		}
		b.Append(texts.Value(d.GetValueIndex(i)))
	}
	return b.NewArray()
}
