package format

import (
	"fmt"
	"testing"
)

// FuzzDialect holds any bytes in any dialect to: no panic, and the same rows in
// the same places whatever the size of the blocks.
func FuzzDialect(f *testing.F) {
	for _, s := range []string{"a,b\n1,\\N\n", "sep=;\na;b\n\"x\\\"y\";1\n", "# t\na\tb\nx\\\ty\\\nz\t\\\\\n",
		"'a';b\n'x''y';2\n", "\xff\xfea\x00\n\x00"} {
		f.Add([]byte(s), uint16(3), uint8(0))
		f.Add([]byte(s), uint16(9), uint8(0xff))
	}
	f.Fuzz(func(t *testing.T, file []byte, size uint16, which uint8) {
		pick := func(shift int, words ...string) string { return words[int(which>>shift)%len(words)] }
		o := Options{Format: pick(0, "csv", "tsv"), CSV: Dialect{Quote: pick(1, "", NoQuote, "'", `"`),
			Escape: pick(3, "", Backslash), Delimiter: pick(4, "", ";", "^", "\x01"), Skip: int(which >> 6 & 1)}}
		if which>>7 == 1 {
			o.CSV.Header = []string{"a", "b"}
		}
		agree(t, file, []Column{{Name: "a"}, {Name: "b", Repeats: true}, {Name: "a[key=v].x"}}, o, int(size)+1)
	})
}

// FuzzEnvelope is FuzzDialect for JSON of any form, with and without rows inside.
func FuzzEnvelope(f *testing.F) {
	for _, s := range []string{`{"d":[{"a":1},{"a":"]"}],"x":{"d":[]}}`, "{\n\"a\":1\n}\n{\"a\":2",
		`{"a":[{"key":"v","x":NaN}]},{"a":-Infinity}`, `[{"d":{"d":[{"a":1}]}}]`} {
		f.Add([]byte(s), uint16(3), true)
		f.Add([]byte(s), uint16(1), false)
	}
	f.Fuzz(func(t *testing.T, file []byte, size uint16, inside bool) {
		o := Options{Format: "ndjson"}
		if inside {
			o.Rows = "d"
		}
		agree(t, file, asked("a", "a.b", "a[key=v].x", "a[1].b"), o, int(size)+1)
	})
}

// agree reads a file whole and in blocks and wants the same of both.
func agree(t *testing.T, file []byte, columns []Column, o Options, size int) {
	t.Helper()
	whole, err := readAll(piped("f", file), columns, o)
	o.BlockBytes = size
	cut, cutErr := readAll(piped("f", file), columns, o)
	if (err == nil) != (cutErr == nil) {
		t.Fatalf("%v, but in blocks %v", err, cutErr)
	}
	if err == nil && (fmt.Sprint(absent(whole.rows)) != fmt.Sprint(absent(cut.rows)) ||
		fmt.Sprint(whole.bad) != fmt.Sprint(cut.bad)) {
		t.Fatalf("%v, but in blocks of %d %v", whole, size, cut)
	}
}
