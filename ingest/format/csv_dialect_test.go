package format

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// TestBareEscapes: a backslash before a quote outside quotes is told, not guessed.
func TestBareEscapes(t *testing.T) {
	g, err := readAll(inMemory("f.csv", []byte("a,b\n1,said \\\"no\\\"\n2,\"said \\\"no\\\"\"\n")), asked("a", "b"),
		Options{CSV: Dialect{Escape: Backslash}})
	if err != nil || len(g.bad) != 1 || g.bad[0].Row != 1 || !strings.Contains(g.bad[0].Why, "csv.QUOTE_ALL") {
		t.Errorf("%v, %v", g.bad, err)
	}
}

// TestQuotesUnsaid: a row of tab-separated text that is broken within quotes says how to have them read.
func TestQuotesUnsaid(t *testing.T) {
	g, err := readAll(inMemory("f.tsv", []byte("a\tb\n"+strings.Repeat("1\tx\n", 20_000)+"2\t\"y\nz\"\n")),
		asked("a", "b"), Options{})
	if err != nil || len(g.bad) != 1 || g.bad[0].Row != 20_002 ||
		!strings.Contains(g.bad[0].Why, `where quotes enclose fields, say csv: {quote: "\""}`) {
		t.Errorf("%v, %v", g.bad, err)
	}
}

// TestDialects reads delimited text as programs write it, by what the file
// shows and by keys; notes are what was said about it.
func TestDialects(t *testing.T) {
	utf16 := func(order unicode.Endianness, bom unicode.BOMPolicy, text string) string {
		b, err := unicode.UTF16(order, bom).NewEncoder().String(text)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	latin, err := charmap.Windows1252.NewEncoder().String("a,b\né€,2\n")
	if err != nil {
		t.Fatal(err)
	}
	type d = Dialect
	ab := asked("a", "b")
	for _, c := range []struct {
		name, ending, file string
		dialect            Dialect
		columns            []Column
		want               [][]string
		note               string
	}{
		{"sep line", "csv", "sep=;\r\na;b\r\n1,5;2\r\n", d{}, ab, [][]string{{"1,5", "2"}}, ""},
		{"sep line, quoted, tab", "csv", "\"sep=\t\"\na\tb\n1\t2\n", d{}, ab, [][]string{{"1", "2"}}, ""},
		{"sep line of one's own", "csv", "SEP=^\na^b\n1^2\n", d{}, ab, [][]string{{"1", "2"}}, ""},
		{"sep line, another by key", "csv", "sep=;\na,b\n1,2\n", d{Delimiter: ","}, ab, [][]string{{"1", "2"}}, ""},
		{"a title", "csv", "# exported 2026-04-20\na,b,c\n1,2,3\n4,5,6\n", d{}, ab, [][]string{{"1", "2"}, {"4", "5"}},
			`begins with 1 line before the header, which is left out: "# exported 2026-04-20"`},
		{"a title with a comma", "csv", "Report, April\n\nall users\na;b;c\n1;2;3\n", d{}, ab, [][]string{{"1", "2"}},
			`begins with 3 lines before the header, which are left out: "Report, April"`},
		{"a title over a header of two", "csv", "Report\na,b\n1,2\n", d{}, ab, [][]string{{"1", "2"}},
			`begins with 1 line before`},
		{"a title filled up", "csv", "Report,,\n,,\n\"For all\",\"\",\" \"\na,b,c\n1,2,3\n", d{}, ab,
			[][]string{{"1", "2"}}, `begins with 3 lines before the header, which are left out: "Report,,"`},
		{"a title filled up, semicolons", "csv", "Report;;\r\na;b;c\r\n1;2;3\r\n", d{}, ab, [][]string{{"1", "2"}},
			`begins with 1 line before`},
		{"line ends in quotes, tabs", "tsv", "a\tb\n1\t\"x \"\"y\"\"\nz\"\n2\tC:\\new\n", d{}, ab,
			[][]string{{"1", "x \"y\"\nz"}, {"2", `C:\new`}}, "quotes enclose its fields"},
		{"tabs in quotes", "tsv", "a\tb\n1\t\"x\ty\"\n", d{}, ab, [][]string{{"1", "x\ty"}},
			"quotes enclose its fields"},
		{"quotes that are letters, tabs", "tsv", "a\tb\n1\t\"x\"\n2\t\"\n", d{}, ab,
			[][]string{{"1", `"x"`}, {"2", `"`}}, ""},
		{"a title filled up, tabs", "tsv", "Report\t\na\tb\n1\t2\n", d{}, ab, [][]string{{"1", "2"}},
			`begins with 1 line before`},
		{"no title: a name behind the rows' last field", "csv", "x,y,\n1,a,\n2,b,\n", d{}, asked("a"),
			[][]string{{"-"}, {"-"}}, ""},
		{"no title: rows with a name of their own", "csv", "a,b\nr1,1,2\nr2,3,4\n", d{}, asked("a"), nil, ""},
		{"no title: one column", "csv", "a\nb\n", d{}, asked("a"), [][]string{{"b"}}, ""},
		{"lines left out by key", "csv", "x,y\nz\na,b\n1,2\n", d{Skip: 2}, ab, [][]string{{"1", "2"}}, ""},
		{"no header", "csv", "1,2\n3,4\n", d{Header: []string{"a", "b"}}, ab, [][]string{{"1", "2"}, {"3", "4"}}, ""},
		{"no header, a part has one", "csv", "a;b\n3;4\n", d{Header: []string{"a", "b"}}, ab, [][]string{{"3", "4"}},
			"as its first line, which is no row"},
		{"no header, lines before", "csv", "junk\n1|2\n", d{Header: []string{"a", "b"}, Skip: 1}, ab,
			[][]string{{"1", "2"}}, ""},
		{"no header, TSV", "tsv", "1\t2\n", d{Header: []string{"a", "b"}}, ab, [][]string{{"1", "2"}}, ""},
		{"names with space and case", "csv", "A, b\n1,2\n", d{}, ab, [][]string{{"1", "2"}},
			`"A" is read as a, " b" is read as b`},
		{"the exact name goes first", "csv", " a,a,A\n1,2,3\n", d{}, asked("a"), [][]string{{"2"}}, ""},
		{"UTF-16 by its mark", "csv", utf16(unicode.LittleEndian, unicode.UseBOM, "a,b\né🦆,2\n"), d{}, ab,
			[][]string{{"é🦆", "2"}}, ""},
		{"UTF-16, big end first", "csv", utf16(unicode.BigEndian, unicode.UseBOM, "a;b\né🦆;2\n"), d{}, ab,
			[][]string{{"é🦆", "2"}}, ""},
		{"UTF-16 by key", "csv", utf16(unicode.LittleEndian, unicode.IgnoreBOM, "a,b\n1,2\n"), d{Encoding: "utf-16"},
			ab, [][]string{{"1", "2"}}, ""},
		{"UTF-16, big end first, by key", "csv", utf16(unicode.BigEndian, unicode.IgnoreBOM, "a,b\n1,2\n"),
			d{Encoding: "utf-16be"}, ab, [][]string{{"1", "2"}}, ""},
		{"JSON in UTF-16", "ndjson", utf16(unicode.LittleEndian, unicode.UseBOM, `{"a":1,"b":"é"}`), d{}, ab,
			[][]string{{"1", "é"}}, ""},
		{"windows-1252", "csv", latin, d{Encoding: "windows-1252"}, ab, [][]string{{"é€", "2"}}, ""},
		{"latin-1", "csv", "a,b\n\xe9,2\n", d{Encoding: "iso-8859-1"}, ab, [][]string{{"é", "2"}}, ""},
		{"escaped quotes", "csv", `a,b` + "\n" + `"say \"hi\", \\ \n",2` + "\n" + `back\slash,C:\` + "\n",
			d{Escape: Backslash}, ab, [][]string{{`say "hi", \ \n`, "2"}, {`back\slash`, `C:\`}}, ""},
		{"escaped quotes, found", "csv", `a,b` + "\n" + `"say \"hi\"",2` + "\n" + `x,\N` + "\n", d{}, ab,
			[][]string{{`say "hi"`, "2"}, {"x", "∅"}}, "escapes quotes within quotes by a backslash"},
		{"a backslash before a closing quote is text", "csv", `a,b` + "\n" + `"C:\","2"` + "\n", d{}, ab,
			[][]string{{`C:\`, "2"}}, ""},
		{"escapes and no quotes", "csv", `a,b` + "\n" + `x\,"y` + "\\\n" + `z,2` + "\n",
			d{Quote: NoQuote, Escape: Backslash}, ab, [][]string{{"x,\"y\nz", "2"}}, ""},
		{"no quotes", "csv", "a,b\n\"x,y\"\n", d{Quote: NoQuote}, ab, [][]string{{`"x`, `y"`}}, ""},
		{"single quotes", "csv", "a,b\n'x,''y',\"2\n", d{Quote: "'"}, ab, [][]string{{`x,'y`, `"2`}}, ""},
		{"control characters part", "csv", "a\x01b\n1,\x012\n", d{Delimiter: "\x01"}, ab, [][]string{{"1,", "2"}}, ""},
		{"carets part", "csv", "a^b\n1,5^2\n", d{Delimiter: "^"}, ab, [][]string{{"1,5", "2"}}, ""},
		{"missing cells", "csv", "a,b\n\\N,2\n\"\\N\",\\N\n", d{}, ab, [][]string{{"∅", "2"}, {`\N`, "∅"}}, ""},
		{"a quote in TSV is a letter", "tsv", "a\tb\n\"x\t1\ny\"\t2\n", d{}, ab, [][]string{{`"x`, "1"}, {`y"`, "2"}},
			""},
		{"escapes in TSV", "tsv", "a\tb\nx\\ty\\n\\\\z\\r\\q\t\\N\n\\\\N\t\\0\n", d{}, ab,
			[][]string{{"x\ty\n\\z\rq", "∅"}, {`\N`, "\x00"}}, ""},
		{"an escaped tab and newline in TSV", "tsv", "a\tb\nx\\\ty\\\nz\t2\n3\\\\\t4\n", d{}, ab,
			[][]string{{"x\ty\nz", "2"}, {`3\`, "4"}}, ""},
		{"quotes in TSV by key", "tsv", "a\tb\n\"x\ty\"\t\"say \"\"no\"\"\"\n", d{Quote: `"`}, ab,
			[][]string{{"x\ty", `say "no"`}}, ""},
		{"quotes in TSV by its header", "tsv", "\"a\"\t\"b\"\n\"x\ty\"\tC:\\n\n", d{}, ab, [][]string{{"x\ty", `C:\n`}},
			"quotes enclose its fields"},
		{"tabs in CSV", "csv", "a\tb\n\"x\ty\"\tC:\\n\n", d{}, ab, [][]string{{"x\ty", `C:\n`}}, ""},
		{"JSON in TSV", "tsv", "a\tb\n{\"k\":\"x\\\\n\"}\t1\n", d{}, asked("a.k"), [][]string{{"x\n"}}, ""},
		{"lists in CSV", "csv", "a,b\n\"[{\"\"key\"\":\"\"v\"\",\"\"value\"\":{\"\"s\"\":7}}]\",1\n", d{},
			asked("a[key=v].value.s", "a.v.value.s"), [][]string{{"7", "7"}}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, size := range []int{1, 2, 5, 13, 0} {
				for _, columns := range [][]Column{c.columns, repeating(c.columns)} {
					var notes []string
					g, err := readAll(piped("f."+c.ending, []byte(c.file)), columns, Options{BlockBytes: size,
						CSV: c.dialect, Note: func(n string) { notes = append(notes, n) }})
					if err != nil {
						t.Fatal(err)
					}
					wantRows(t, g, c.want)
					if len(g.bad) > 0 && c.want != nil {
						t.Errorf("bad rows %v", g.bad)
					}
					if said := strings.Join(notes, "; "); !strings.Contains(said, c.note) || c.note == "" &&
						said != "" {
						t.Errorf("said %q where %q was expected", said, c.note)
					}
				}
			}
		})
	}
}

// TestDialectRefusals holds each refusal to naming the file and what to do.
func TestDialectRefusals(t *testing.T) {
	for _, c := range []struct {
		name, ending, file string
		o                  Options
		want               string
	}{
		{"two names near", "csv", "A, a\n1,2\n", Options{},
			`"A" and " a", which differ from "a" by white space or case alone`},
		{"two names near in JSON", "json", `{"A":1,"a ":2}`, Options{}, "by white space or case alone"},
		{"too many lines left out", "csv", "a\n1\n", Options{CSV: Dialect{Skip: 3}}, "no line behind the 2 lines " +
			"that csv: {skip: 3}"},
		{"fewer names than fields", "csv", "1,2,3\n", Options{CSV: Dialect{Header: []string{"a", "b"}}},
			"3 fields in its first line"},
		{"a long delimiter", "csv", "a||b\n", Options{CSV: Dialect{Delimiter: "||"}}, "one ASCII character"},
		{"an odd quote", "csv", "a,b\n", Options{CSV: Dialect{Quote: "«"}}, "one ASCII character"},
		{"a quote that is the delimiter", "csv", "a|b\n", Options{CSV: Dialect{Quote: "|", Delimiter: "|"}},
			"is the delimiter"},
		{"an unknown escape", "csv", "a,b\n", Options{CSV: Dialect{Escape: "^"}}, "the one way to escape is backslash"},
		{"a mark of another encoding", "csv", "\xff\xfea\x00\n\x001\x00\n\x00",
			Options{CSV: Dialect{Encoding: "utf-8"}}, "csv: {encoding: utf-8} is said of f.csv, but it begins with " +
				"the byte order mark of UTF-16"},
		{"an unknown encoding", "csv", "a,b\n", Options{CSV: Dialect{Encoding: "ebcdic"}}, "can be read as utf-8, " +
			"utf-16"},
		{"a dialect for JSON", "json", `{"a":1}`, Options{CSV: Dialect{Delimiter: ";"}}, "is ndjson; leave it out"},
		{"rows for CSV", "csv", "a\n1\n", Options{Rows: "data"}, "rows: data names a list inside JSON"},
	} {
		_, err := readAll(piped("f."+c.ending, []byte(c.file)), asked("a"), c.o)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	g, err := readAll(piped("f.csv", []byte("a,b\n"+strings.Repeat("1,2\n", look/2)+`"x\"y",2`+"\n")), asked("a"),
		Options{})
	if err != nil || len(g.bad) != 1 || !strings.Contains(g.bad[0].Why, "csv: {escape: backslash}") {
		t.Errorf("an escaped quote far down: %v, %v", g.bad, err)
	}
}

// TestEnvelopes reads the rows inside an envelope.
func TestEnvelopes(t *testing.T) {
	for _, c := range []struct{ name, rows, file string }{
		{"beside other things", "data",
			`{"meta":[{"a":9}],"data":[{"a":1},{"a":"}"}, {"a":3}],"rows":3,"more":{"data":[{"a":8}]}}`},
		{"inside", "out.data", "{\n \"out\": {\"data\": [\n  {\"a\":1},\n  {\"a\":\"}\"},\n  {\"a\":3}\n ], \"x\": " +
			"null}\n}\n"},
		{"a page a line", "data", `{"data":[{"a":1}],"next":2}` + "\n" + `{"next":3,"data":[]}` + "\n" +
			`{"data":null}` + "\n" + `{"data":[{"a":"}"},{"a":3}]}` + "\n"},
		{"lists on the way", "days.rows", `[{"days":[{"rows":[{"a":1}],"n":1},{"rows":[{"a":"}"},{"a":3}]}]}]`},
		{"a key with a point", "x.y.z", `{"x.y":{"z":[{"a":1},{"a":"}"},{"a":3}]}}`},
		{"a key in quotes", `"x.y".z`, `{"x.y":{"z":[{"a":1},{"a":"}"},{"a":3}]}}`},
		{"an escaped key", "é", `{"\u00e9":[{"a":1},{"a":"}"},{"a":3}]}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, size := range []int{1, 3, 10, 60, 0} {
				g, err := readAll(piped("f.json", []byte(c.file)), asked("a"), Options{BlockBytes: size, Rows: c.rows})
				if err != nil {
					t.Fatal(size, err)
				}
				wantRows(t, g, [][]string{{"1"}, {"}"}, {"3"}})
				if fmt.Sprint(g.index) != "[1 2 3]" {
					t.Errorf("rows %v", g.index)
				}
			}
		})
	}
	for _, c := range []struct{ name, rows, file, want string }{
		{"another list", "rows", `{"meta":[{"a":9}],"data":[{"a":1}],"rows":3}`, "Lists of objects are at meta, data;"},
		{"an object", "data", `{"data":{"a":1}}`, "an object is there, and no list of objects is anywhere"},
		{"a page with an error", "data", `{"data":[{"a":1}]}{"error":"quota"}{"data":[{"a":1}]}`,
			"document 2 of the 3 in f.json has no list at rows: data"},
		{"cut off", "data", `{"data":[{"a":1},{"a":2}`, "ends before the closing bracket"},
		{"a bracket of another kind", "data", `{"data":["a":1},{"a":2}]}`, "closes what is not open"},
		{"no JSON", "data", `{"data":[{"a":1}]]}`, "closes what is not open"},
		{"words", "data", `data: 1`, "is no JSON"},
	} {
		for _, size := range []int{1, 0} {
			if _, err := readAll(piped("f.json", []byte(c.file)), asked("a"), Options{Rows: c.rows, Format: "ndjson",
				BlockBytes: size}); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s: %v", c.name, err)
			}
		}
	}
	for file, rows := range map[string]string{`{"data":[]}`: "data", "[]": "", "[\n]\n[ ]\n": ""} {
		for _, size := range []int{1, 0} {
			if _, err := readAll(piped("f.json", []byte(file)), asked("a"),
				Options{Rows: rows, BlockBytes: size}); !errors.Is(err, ErrEmpty) {
				t.Errorf("%s: %v", file, err)
			}
		}
	}
	g, err := readAll(piped("f.json", []byte(`{"data":[[1,2],{"a":1},null]}`)), asked("a"), Options{Rows: "data"})
	if err != nil || len(g.bad) != 2 || len(g.rows) != 1 {
		t.Errorf("lists as rows: %v, %v, %v", g.rows, g.bad, err)
	}
}
