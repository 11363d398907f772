package format

import (
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
)

// structs is a record of one struct column c with text fields of these names.
func structs(fields ...string) arrow.Record {
	var inner []arrow.Field
	for _, n := range fields {
		inner = append(inner, arrow.Field{Name: n, Type: arrow.BinaryTypes.String})
	}
	b := array.NewRecordBuilder(memory.DefaultAllocator,
		arrow.NewSchema([]arrow.Field{{Name: "c", Type: arrow.StructOf(inner...)}}, nil))
	s := b.Field(0).(*array.StructBuilder)
	s.Append(true)
	for i := range fields {
		s.FieldBuilder(i).(*array.StringBuilder).Append(string(rune('a' + i)))
	}
	return b.NewRecord()
}

// TestQuotedKeys reads keys with points in them by a path that quotes them, in
// every format, and finds them among a file's names.
func TestQuotedKeys(t *testing.T) {
	const object = `{"x.y":"a","z":"b"}`
	for name, file := range map[string][]byte{
		"f.ndjson":  []byte(`{"c":` + object + "}\n"),
		"g.ndjson":  []byte(`{"c":"{\"x.y\":\"a\",\"z\":\"b\"}"}` + "\n"),
		"f.csv":     []byte("c\n" + `"{""x.y"":""a"",""z"":""b""}"` + "\n"),
		"f.tsv":     []byte("c\n" + object + "\n"),
		"f.arrow":   nestedFile(t, structs("x.y", "z")),
		"f.parquet": byLibrary(t, structs("x.y", "z")),
	} {
		paths := []string{`c."x.y"`, "c.x.y", `"c"."x.y"`, `"c".z`}
		g, err := readAll(inMemory(name, file), asked(paths...), Options{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		t.Run(name, func(t *testing.T) { wantRows(t, g, [][]string{{"a", "a", "a", "b"}}) })
		for _, p := range paths {
			if !Has(g.names, p) {
				t.Errorf("%s: %s is not among %q", name, p, g.names)
			}
		}
		if Has(g.names, `c2."x.y"`) {
			t.Errorf("%s has c2", name)
		}
	}
}

// TestFieldsOfOneName refuses a struct's field whose name is there twice, and
// only that one.
func TestFieldsOfOneName(t *testing.T) {
	for name, file := range map[string][]byte{
		"f.arrow":   nestedFile(t, structs("k", "k", "z")),
		"f.parquet": byLibrary(t, structs("k", "k", "z")),
	} {
		if _, err := readAll(inMemory(name, file), asked("c.k"), Options{}); err == nil ||
			!strings.Contains(err.Error(), name+` has more than one column named "c.k"`) {
			t.Errorf("%s: %v", name, err)
		}
		g, err := readAll(inMemory(name, file), []Column{{Name: "c.z"}, {Name: "c.k", Optional: true}}, Options{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		wantRows(t, g, [][]string{{"c", "-"}})
	}
}

// TestRowsWithoutNames refuses lists as rows, wherever the rows stand.
func TestRowsWithoutNames(t *testing.T) {
	for file, rows := range map[string]string{
		`[[1,"x"],[2,"y"]]`:                        "",
		"[1,\"x\"]\n[2,\"y\"]\n":                   "",
		`{"columns":["a"],"data":[[1],[2]]}`:       "data",
		`{"meta":[{"name":"a"}],"data":[[1],[2]]}`: "data",
	} {
		if _, err := readAll(piped("f.json", []byte(file)), asked("a"), Options{Rows: rows}); err == nil ||
			!strings.Contains(err.Error(), "the rows of f.json are lists of values without names") {
			t.Errorf("%s: %v", file, err)
		}
	}
	for _, file := range []string{"[[]]\n{\"a\":1}\n", "[1,2]\n{\"a\":1}\n"} {
		if _, err := readAll(piped("f.json", []byte(file)), asked("a"), Options{}); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
}
