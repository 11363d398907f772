package format

import (
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/ipc"
	"github.com/apache/arrow/go/v15/arrow/memory"
)

// TestNearNames finds columns whose names differ by white space and case alone
// in every format, says so, and leaves an exact name alone.
func TestNearNames(t *testing.T) {
	schema := arrow.NewSchema([]arrow.Field{{Name: " User_ID ", Type: arrow.BinaryTypes.String},
		{Name: "n", Type: arrow.BinaryTypes.String}, {Name: "N", Type: arrow.BinaryTypes.String}}, nil)
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	for i, v := range []string{"u1", "1", "2"} {
		b.Field(i).(*array.StringBuilder).Append(v)
	}
	rec := b.NewRecord()
	for _, f := range writtenFormats() {
		file := written(t, f.name, WriterOptions{}, rec)
		said := ""
		g, err := readAll(inMemory("f"+Ending(f.name, ""), file), asked("user_id", "n", "N", "user"),
			Options{Note: func(n string) { said += n }})
		if err != nil {
			t.Fatal(f.name, err)
		}
		wantRows(t, g, [][]string{{"u1", "1", "2", "-"}})
		if !strings.Contains(said, `" User_ID " is read as user_id`) {
			t.Errorf("%s: said %q", f.name, said)
		}
		if !Has(g.names, "user_id") || Has(g.names, "user") {
			t.Errorf("%s: has %q", f.name, g.names)
		}
	}
}

// TestIPCLists reaches into lists of structs in Arrow files.
func TestIPCLists(t *testing.T) {
	value := arrow.StructOf(arrow.Field{Name: "s", Type: arrow.BinaryTypes.String, Nullable: true},
		arrow.Field{Name: "i", Type: arrow.PrimitiveTypes.Int64, Nullable: true})
	pair := arrow.StructOf(arrow.Field{Name: "key", Type: arrow.BinaryTypes.String}, arrow.Field{Name: "value",
		Type: value})
	schema := arrow.NewSchema([]arrow.Field{{Name: "p", Type: arrow.ListOf(pair), Nullable: true}}, nil)
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	list := b.Field(0).(*array.ListBuilder)
	pairs := list.ValueBuilder().(*array.StructBuilder)
	values := pairs.FieldBuilder(1).(*array.StructBuilder)
	list.Append(true)
	for _, key := range []string{"v", "n"} {
		pairs.Append(true)
		pairs.FieldBuilder(0).(*array.StringBuilder).Append(key)
		values.Append(true)
	}
	values.FieldBuilder(0).(*array.StringBuilder).Append("x")
	values.FieldBuilder(0).AppendNull()
	values.FieldBuilder(1).AppendNull()
	values.FieldBuilder(1).(*array.Int64Builder).Append(9007199254740993)
	list.AppendNull()
	g, err := readAll(inMemory("f.arrow", nestedFile(t, b.NewRecord())), asked("p[key=v].value.s", "p.n.value.i",
		"p[key=z].value.s"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	g.rows = absent(g.rows)
	wantRows(t, g, [][]string{{"x", "9007199254740993", "∅"}, {"∅", "∅", "∅"}})
}

// nestedFile is an Arrow file by the library: structs and lists are not written
// here.
func nestedFile(t *testing.T, rec arrow.Record) []byte {
	t.Helper()
	var out strings.Builder
	w, err := ipc.NewFileWriter(&placed{w: &out}, ipc.WithSchema(rec.Schema()))
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Write(rec); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return []byte(out.String())
}
