package event

import (
	"fmt"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"uptake/analysis/spec"
)

func TestAsID(t *testing.T) {
	for _, c := range []struct {
		text, want, lost string
	}{
		{"1000", "1000", ""},
		{"1000.0", "1000", ""},
		{"1000.000", "1000", ""},
		{"-12.0", "-12", ""},
		{"0.0", "0", ""},
		{"1.0", "1", ""},
		{"007", "007", ""},
		{"007.0", "007", ""},
		{"1000.5", "1000.5", ""},
		{"1000.50", "1000.50", ""},
		{"1000.", "1000.", ""},
		{".0", ".0", ""},
		{"-.0", "-.0", ""},
		{"1.2.0", "1.2.0", ""},
		{"v1.0", "v1.0", ""},
		{"1,000.0", "1,000.0", ""},
		{"u-10", "u-10", ""},
		{"5e12", "5e12", ""},
		{"5E0", "5E0", ""},
		{"1e3f", "1e3f", ""},
		{"1.5.e3", "1.5.e3", ""},
		{"123456789012345678901234567890.0", "123456789012345678901234567890", ""},
		{"9007199254740993.0", "9007199254740993", ""},
		{"9007199254740992.0", "9007199254740992", "9007199254740992.0"},
		{"9007199254740992.00", "9007199254740992", ""},
		{"-1234567890123456800.0", "-1234567890123456800", "-1234567890123456800.0"},
		{"9007199254740991.0", "9007199254740991", ""},
		{"1.7976e+20", "1.7976e+20", "1.7976e+20"},
		{"1.23457E17", "1.23457E17", "1.23457E17"},
		{"-1e+20", "-1e+20", "-1e+20"},
		{"1E-05", "1E-05", "1E-05"},
		{"undefined", "", ""},
		{"<NA>", "", ""},
		{"", "", ""},
		{"-", "-", ""},
	} {
		column := Constant(c.text)
		if got := column.ID(0); got != c.want {
			t.Errorf("%q is the id %q, want %q", c.text, got, c.want)
		}
		if lost, typed := column.LostID(); lost != c.lost || typed {
			t.Errorf("%q has lost digits in %q, want %q", c.text, lost, c.lost)
		}
	}
	comma := NewStyle(nil, spec.CSV{Decimal: ","}).Constant("1000,0")
	if got := comma.ID(0); got != "1000" {
		t.Errorf("with a decimal comma 1000,0 is %q", got)
	}
}

// TestFloatIDs: a column of floating-point numbers holds ids below where its
// whole numbers have gaps.
func TestFloatIDs(t *testing.T) {
	wide := array.NewFloat64Builder(memory.DefaultAllocator)
	wide.AppendValues([]float64{1000, 1<<53 - 1, 1 << 53, -1 << 60}, nil)
	narrow := array.NewFloat32Builder(memory.DefaultAllocator)
	narrow.AppendValues([]float32{1000, 1<<24 - 1, 1 << 24, -1 << 30}, nil)
	for _, c := range []struct {
		column *Text
		want   [4]string
	}{
		{NewText(wide.NewArray()), [4]string{"1000", "9007199254740991", "9007199254740992", "-1152921504606847000"}},
		{NewText(narrow.NewArray()), [4]string{"1000", "16777215", "16777216", "-1073741800"}},
	} {
		for i, want := range c.want {
			c.column.lost = ""
			got := c.column.ID(i)
			if lost, typed := c.column.LostID(); got != want || !typed || (lost != "") != (i > 1) {
				t.Errorf("%v is the id %q, lost in %q", want, got, lost)
			}
		}
	}
}

// TestPlainIDs: what is hashed as it stands is what AsID leaves as it is.
func TestPlainIDs(t *testing.T) {
	for _, s := range []string{"", "u", "u1", "user-17", "abc", "a.0", "1.0", "100.0", "1e5", "12", "123", "120", "-12",
		"-1.0", " x1", "\tx1", "nan", "null", "None1", "<na>", "(not set)", `\N`, "[object object]", "é12", "9e1f",
		"a-e", "undefined", "evt_00000001", "u0069530", "e120", "n/a", "nil", "NULL", "NONE", "Undefined", "undefined0",
		"u1.0", "n1.00", "nan0", "none0", "NA1", "e.0", "n.50", "N/A", "null."} {
		text := NewText(nil)
		if plainID(s) && text.AsID(s) != s {
			t.Errorf("%q is taken for a plain id and is %q", s, text.AsID(s))
		}
	}
	plain := 0
	ids := []string{"user-17", "abc", "evt_00000001", "4f2c81", "u0069530"}
	for _, s := range ids {
		if plainID(s) {
			plain++
		}
	}
	if plain < len(ids) {
		t.Errorf("%d of %d ids are plain", plain, len(ids))
	}
}

// TestIDHashOfText: the hash of an id's text is that of a row that holds it, or it is said that
// there is more to know.
func TestIDHashOfText(t *testing.T) {
	ids := []string{"", "u", "u1", "user-17", "abc", "a.0", "1.0", "100.0", "1e5", "12", "123", "120", "-12", "-1.0",
		" x1", "\tx1", "nan", "null", "None1", "<na>", "(not set)", `\N`, "[object object]", "é12", "abc-é", "9e1f",
		"undefined", "e120", "1000,0", "keine", "12345678901234567168.0", "9.1e15", "3f2a0", "abcdefgh\xff",
		"12345678é"}
	hashed := 0
	for _, style := range []*Style{plainStyle, NewStyle([]string{"keine", "u1"}, spec.CSV{Decimal: ","})} {
		for _, id := range ids {
			b := array.NewStringBuilder(memory.DefaultAllocator)
			b.Append(id)
			column := style.Text(b.NewArray())
			want := column.IDHash(0)
			lost, _ := column.LostID()
			got, ok := style.IDHash([]byte(id))
			foreign := strings.Contains(id, "é") || strings.Contains(id, "\xff")
			if ok != (lost == "" && !foreign) || ok && got != want {
				t.Errorf("the hash of %q is %x, %v; want %x, lost %q", id, got, ok, want, lost)
			}
			if ok {
				hashed++
				rows := style.Hashed([]uint64{got})
				if rows.IDHash(0) != want || rows.IDHashes([]int32{0}, nil)[0] != want || !rows.Present() {
					t.Errorf("%q is %x in a column of hashes", id, rows.IDHash(0))
				}
			}
		}
	}
	if hashed < len(ids) {
		t.Errorf("%d hashes", hashed)
	}
}

// TestIDHashes: the hashes of several rows are those of each row, whatever the column is
// made of, also where blocks of rows follow one another and go back.
func TestIDHashes(t *testing.T) {
	const n = 3 * hashedRows
	texts := array.NewStringBuilder(memory.DefaultAllocator)
	numbers := array.NewInt64Builder(memory.DefaultAllocator)
	codes := array.NewDictionaryBuilder(memory.DefaultAllocator,
		&arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int32,
			ValueType: arrow.BinaryTypes.String}).(*array.BinaryDictionaryBuilder)
	for i := range n {
		switch id := fmt.Sprintf("user-%d", i%977); i % 13 {
		case 3:
			texts.AppendNull()
			numbers.AppendNull()
			codes.AppendNull()
		case 5:
			texts.Append([]string{"nan", "1000.0", "u", "gone", `\N`}[i%5])
			numbers.Append(int64(i))
			codes.AppendString("undefined")
		default:
			texts.Append(id)
			numbers.Append(int64(i % 71))
			codes.AppendString(id)
		}
	}
	columns := []arrow.Array{texts.NewArray(), numbers.NewArray(), codes.NewArray(), nil}
	for k, c := range columns {
		for _, style := range []*Style{plainStyle, {words: []string{"gone"}}} {
			one, many := style.Text(c), style.Text(c)
			var got []uint64
			for _, from := range []int{0, hashedRows, 2 * hashedRows, 0} {
				var rows []int32
				for i := from; i < from+hashedRows; i += 1 + i%3 {
					rows = append(rows, int32(i))
				}
				got = many.IDHashes(rows, got)
				for at, i := range rows {
					if want := one.IDHash(int(i)); got[at] != want {
						t.Fatalf("column %d, row %d: %x, by itself %x", k, i, got[at], want)
					}
				}
			}
			if got = many.IDHashes(nil, got); len(got) != 0 {
				t.Errorf("column %d: no rows have %d hashes", k, len(got))
			}
		}
	}
}
