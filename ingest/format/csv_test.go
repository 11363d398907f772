package format

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

func TestCSV(t *testing.T) {
	long := strings.Repeat("x", 300)
	for _, c := range []struct {
		name, file string
		columns    []Column
		want       [][]string
		bad        []BadRow
	}{
		{"plain", "a,b\n1,2\n3,4\n", asked("a", "b"), [][]string{{"1", "2"}, {"3", "4"}}, nil},
		{"by name, not place", "b,a\n1,2\n", asked("a", "b"), [][]string{{"2", "1"}}, nil},
		{"column not there", "a\n1\n", asked("a", "z"), [][]string{{"1", "-"}}, nil},
		{"byte order mark, CRLF, no last newline", "\uFEFFa,b\r\n1,2\r\n3,4", asked("a", "b"), [][]string{{"1", "2"},
			{"3", "4"}}, nil},
		{"CRLF behind quotes", "a,b\r\n1,\"2\"\r\n", asked("b"), [][]string{{"2"}}, nil},
		{"quotes", "a,b\n\"x,y\",\"say \"\"no\"\"\"\n\"two\nlines\",\"\"\n", asked("a", "b"),
			[][]string{{"x,y", `say "no"`}, {"two\nlines", ""}}, nil},
		{"CRLF within quotes", "a\n\"x\r\ny\"\n", asked("a"), [][]string{{"x\r\ny"}}, nil},
		{"quotes at the end", "a,b\n1,\"2\"", asked("b"), [][]string{{"2"}}, nil},
		{"bare quotes are text", "a,b\nx\"y,5\" screen\n", asked("a", "b"), [][]string{{`x"y`, `5" screen`}}, nil},
		{"space is kept", "a,b\n x , \t\n", asked("a", "b"), [][]string{{" x ", " \t"}}, nil},
		{"empty cells", "a,b,c\n,,\n", asked("a", "b", "c"), [][]string{{"", "", ""}}, nil},
		{"empty lines", "\n\na,b\n\n1,2\n\r\n\n3,4\n\n", asked("a", "b"), [][]string{{"1", "2"}, {"3", "4"}}, nil},
		{"one column", "a\n1\n\n\"\"\n2\n", asked("a"), [][]string{{"1"}, {""}, {"2"}}, nil},
		{"quoted names", "\"a\",\"b \"\"x\"\"\",\"c,d\"\n1,2,3\n", asked(`b "x"`, "c,d"), [][]string{{"2", "3"}}, nil},
		{"a name over two lines", "\"a\nb\",c\n1,2\n", asked("a\nb", "c"), [][]string{{"1", "2"}}, nil},
		{"semicolons", "a;b\n1,5;2\n", asked("a", "b"), [][]string{{"1,5", "2"}}, nil},
		{"tabs", "a\tb\n1,5\t2\n", asked("a", "b"), [][]string{{"1,5", "2"}}, nil},
		{"bars", "a|b\n1|\"2|3\"\n", asked("a", "b"), [][]string{{"1", "2|3"}}, nil},
		{"a comma in a quoted name is no delimiter", "\"a,b\";c\n1;2\n", asked("a,b", "c"), [][]string{{"1", "2"}},
			nil},
		{"odd bytes", "a,b\né🦆,\u0000x\n"[:len("a,b\né🦆,")] + "~\x7f\n", asked("a", "b"), [][]string{{"é🦆", "~\x7f"}},
			nil},
		{"wrong number of fields", "a,b\n1\n1,2\n1,2,3\n3,4\n", asked("a"), [][]string{{"1"}, {"3"}},
			[]BadRow{{1, "1", "1 field where the header has 2"}, {3, "1,2,3", "3 fields where the header has 2"}}},
		{"text behind a closing quote", "a,b\n\"x\"y,2\n3,4\n", asked("b"), [][]string{{"4"}},
			[]BadRow{{1, `"x"y,2`,
				`"y,2" stands between a closing quote and the end of its field; a quote within quoted text is written twice`}}},
		{"a quote that never closes", "a,b\n1,2\n\"3,4\n5,6\n7,8\n", asked("a"), [][]string{{"1"}, {"5"}, {"7"}},
			[]BadRow{{2, "\"3,4", unclosed}}},
		{"a long bad row is clipped", "a,b\n" + long + "\n", asked("a"), nil,
			[]BadRow{{1, long[:200], "1 field where the header has 2"}}},
		{"not UTF-8, asked", "a,b\nx\xff,1\ny,2\n", asked("b", "a"), [][]string{{"2", "y"}},
			[]BadRow{{1, "x\uFFFD,1", notUTF8("a")}}},
		{"not UTF-8, not asked", "a,b\nx\xff,1\ny,2\n", asked("b"), [][]string{{"1"}, {"2"}}, nil},
		{"JSON in a cell", "id,p\n1,\"{\"\"m\"\":{\"\"k\"\":1.0},\"\"s\"\":\"\"q\\u00e9\"\"}\"\n2,\n3,oops\n",
			asked("id", "p.m.k", "p.s"),
			[][]string{{"1", "1.0", "qé"}, {"2", "∅", "∅"}, {"3", "∅", "∅"}}, nil},
		{"a name with a point wins over a path", "p,p.m\n{\"m\":1},2\n"[:len("p,p.m\n")] + "\"{\"\"m\"\":1}\",2\n",
			asked("p.m"), [][]string{{"2"}}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, size := range []int{1, 2, 3, 5, 8, 13, 40, 0} {
				for _, columns := range [][]Column{c.columns, repeating(c.columns)} {
					g, err := readAll(piped("f.csv", []byte(c.file)), columns, Options{BlockBytes: size})
					if err != nil {
						t.Fatal(err)
					}
					wantRows(t, g, c.want)
					if fmt.Sprint(g.bad) != fmt.Sprint(c.bad) {
						t.Errorf("blocks of %d: bad rows are %v where %v were expected", size, g.bad, c.bad)
					}
				}
			}
		})
	}
}

func TestCSVErrors(t *testing.T) {
	for _, c := range []struct{ name, file, want string }{
		{"empty", "", "is empty"},
		{"empty lines", "\n\r\n", "is empty"},
		{"mark only", "\uFEFF", "is empty"},
		{"duplicate", "a,b,a\n1,2,3\n", `more than one column named "a"`},
		{"wholly quoted", "\"a,b,c\"\n\"1,2,3\"\n", "each whole line in one pair of quotes"},
		{"binary", "a,b\n\x00\x01\x02", "is binary"},
		{"UTF-16 without a mark", "a\x00,\x00b\x00\n\x00", "csv: {encoding: utf-16le}"},
		{"UTF-32", "\xff\xfe\x00\x00a\x00\x00\x00", "UTF-32"},
		{"zip", "PK\x03\x04.....", "the workbook f.csv cannot be read: it is no whole zip archive"},
		{"web page", "<!DOCTYPE html><html>", "a web page"},
		{"Latin-1 header", "a,\xe9\n", "csv: {encoding: windows-1252}"},
		{"open header", "a,\"b\n1,2\n", "opens and never closes"},
	} {
		_, err := readAll(inMemory("f.csv", []byte(c.file)), asked("a"), Options{})
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "f.csv") {
			t.Errorf("%s: %v", c.name, err)
		}
		if empty := c.want == "is empty"; errors.Is(err, ErrEmpty) != empty {
			t.Errorf("%s: is ErrEmpty: %v", c.name, !empty)
		}
	}
	g, err := readAll(inMemory("f.csv", []byte("a,b\n")), asked("a"), Options{})
	if err != nil || len(g.rows) > 0 {
		t.Errorf("header only: %v, %v", g, err)
	}
	endless := append([]byte("a,b\n1,2\n\"x"), bytes.Repeat([]byte("y\n"), maxRecord)...)
	if _, err := readAll(piped("f.csv", endless), asked("a"), Options{}); err == nil || !strings.Contains(err.Error(),
		"row 2 of f.csv is longer than") {
		t.Errorf("a quote that does not close within the longest row: %.300v", err)
	}
}

// randomCSV writes rows of odd cells, with the standard library's writer.
func randomCSV(rng *rand.Rand, rows, columns int) (file []byte, want [][]string) {
	pieces := []string{"a", "bc", ",", "\"", "\n", "\r\n", " ", "é", "🦆", ";", "longer text with words", "12.5", "\\",
		"{}", ""}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.UseCRLF = rng.IntN(2) == 0
	header := make([]string, columns)
	for k := range header {
		header[k] = fmt.Sprint("c", k)
	}
	w.Write(header)
	for range rows {
		row := make([]string, columns)
		for k := range row {
			for range rng.IntN(4) {
				row[k] += pieces[rng.IntN(len(pieces))]
			}
		}
		w.Write(row)
		if columns > 1 || row[0] != "" {
			want = append(want, row)
		}
	}
	w.Flush()
	return b.Bytes(), want
}

// TestCSVOracle compares with encoding/csv over every small block size.
func TestCSVOracle(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	for range 300 {
		file, _ := randomCSV(rng, rng.IntN(12), 1+rng.IntN(4))
		if rng.IntN(3) == 0 {
			file = bytes.TrimSuffix(bytes.TrimSuffix(file, []byte("\n")), []byte("\r"))
		}
		rd := csv.NewReader(bytes.NewReader(file))
		all, err := rd.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		// encoding/csv turns \r\n within quotes to \n; RFC 4180 does not.
		norm := func(rows [][]string) (out [][]string) {
			for _, r := range rows {
				row := make([]string, len(r))
				for k := range r {
					row[k] = strings.ReplaceAll(r[k], "\r\n", "\n")
				}
				out = append(out, row)
			}
			return out
		}
		columns := asked(all[0]...)
		for k := range columns {
			columns[k].Repeats = rng.IntN(2) == 0
		}
		for _, size := range []int{1, 3, 7, 16, 31, 64, 200} {
			g, err := readAll(piped("f.csv", file), columns, Options{BlockBytes: size, CSV: Dialect{Delimiter: ","}})
			if err != nil {
				t.Fatalf("%v in %q", err, file)
			}
			if len(g.bad) > 0 {
				t.Fatalf("bad rows %v in %q", g.bad, file)
			}
			g.rows = norm(g.rows)
			wantRows(t, g, norm(all[1:]))
		}
	}
}

// FuzzCSV holds any bytes to: no panic, and the same rows in the same places
// whatever the size of the blocks.
func FuzzCSV(f *testing.F) {
	for _, s := range []string{"a,b\n1,2\n", "a\n\"x\ny\"\n", "a,b\n\"1\"2,3\n\n4\n", "a;b\n\"\";\"\"\"\"\n",
		"\uFEFFa\r\n\r\n1", "a,b\n\"x,1\n2,3\n", "a,b\nx\xff,1\n"} {
		f.Add([]byte(s), uint16(5))
	}
	f.Fuzz(func(t *testing.T, file []byte, size uint16) {
		columns := []Column{{Name: "a"}, {Name: "b", Repeats: true}, {Name: "a.b"}}
		whole, err := readAll(piped("f.csv", file), columns, Options{Format: "csv"})
		cut, cutErr := readAll(piped("f.csv", file), columns, Options{Format: "csv", BlockBytes: int(size) + 1})
		if (err == nil) != (cutErr == nil) {
			t.Fatalf("%v, but in blocks %v", err, cutErr)
		}
		if fmt.Sprint(whole) != fmt.Sprint(cut) {
			t.Fatalf("%v, but in blocks of %d %v", whole, size, cut)
		}
		for i, n := range whole.index {
			if i > 0 && n <= whole.index[i-1] {
				t.Fatalf("row numbers %v do not rise", whole.index)
			}
		}
	})
}
