package format

import (
	"bytes"
	"reflect"
	"testing"
)

// TestParquetFields lists the columns of a file with their numbers, also beside
// columns that have no reading.
func TestParquetFields(t *testing.T) {
	number := func(n int) thriftField { return thriftField{9, n} }
	data, _ := numbers(3)
	chunk := pageV1(3, len(data), encPlain, data)
	column := func(lines ...thrift) madeColumn { return madeColumn{lines, codecNone, chunk} }
	logical := func(id int16) thriftField { return thriftField{10, thrift{{id, thrift{}}}} }
	group := func(name string, children int, more ...thriftField) thrift {
		return append(thrift{{3, 0}, {4, name}, {5, children}}, more...)
	}
	b := made(3, "",
		column(required("n", int64s, number(7))),
		column(required("shape", byteArrays, number(8), logical(17))),
		column(required("later", int32s, number(-1), logical(2555))),
		column(group("v", 1, number(9), logical(16)), required("value", byteArrays)),
		column(group("s", 1, number(0)), group("inner", 1), required("x", int64s, number(300))),
		column(required("last", int64s)),
	)
	want := []Field{
		{"n", 7, true, nil},
		{"shape", 8, true, nil},
		{"later", -1, true, nil},
		{"v", 9, true, []Field{{"value", 0, false, nil}}},
		{"s", 0, true, []Field{{"inner", 0, false, []Field{{"x", 300, true, nil}}}}},
		{"last", 0, false, nil},
	}
	if got, err := ParquetFields("a.parquet", bytes.NewReader(b), int64(len(b))); err != nil || !reflect.DeepEqual(got,
		want) {
		t.Errorf("%v, %+v", err, got)
	}
	for cut := 1; cut < len(b); cut += 7 {
		if got, err := ParquetFields("a.parquet", bytes.NewReader(b[:cut]), int64(cut)); err == nil {
			t.Fatalf("of the first %d bytes: %+v", cut, got)
		}
	}
}
