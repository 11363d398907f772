package format

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestNDJSON(t *testing.T) {
	deep := strings.Repeat("[", 2000) + strings.Repeat("]", 2000)
	for _, c := range []struct {
		name, file string
		columns    []Column
		want       [][]string
		bad        []BadRow
	}{
		{"plain", `{"a":1,"b":"x"}` + "\n" + `{"b":"y","a":2}` + "\n", asked("a", "b"), [][]string{{"1", "x"},
			{"2", "y"}}, nil},
		{"mark, CRLF, no last newline, empty lines", "\uFEFF{\"a\":1}\r\n\r\n  \n{\"a\":2}", asked("a"),
			[][]string{{"1"}, {"2"}}, nil},
		{"numbers as written", `{"a":9007199254740993,"b":1.0,"c":-0,"d":1E+5}`, asked("a", "b", "c", "d"),
			[][]string{{"9007199254740993", "1.0", "-0", "1E+5"}}, nil},
		{"other values", `{"a":true,"b":false,"c":null,"d":{"x": 1},"e":[1, 2],"f":""}`, asked("a", "b", "c", "d", "e",
			"f", "g"),
			[][]string{{"true", "false", "∅", `{"x": 1}`, "[1, 2]", "", "-"}}, nil},
		{"absent in a row", `{"a":1}` + "\n" + `{}` + "\n" + `{"a":3}`, asked("a"), [][]string{{"1"}, {"∅"}, {"3"}},
			nil},
		{"escapes", `{"a":"q\"\\\/\b\f\n\r\t\u00e9\ud83e\udd86\ud83e"}`, asked("a"),
			[][]string{{"q\"\\/\b\f\n\r\té🦆\uFFFD"}}, nil},
		{"half pairs", `{"a":"\ud83ex","b":"\udd86","c":"\ud83e\u0041"}`, asked("a", "b", "c"),
			[][]string{{"\uFFFDx", "\uFFFD", "\uFFFDA"}}, nil},
		{"escaped keys", `{"\u0061":1,"b\"":2}`, asked("a", `b"`), [][]string{{"1", "2"}}, nil},
		{"space anywhere", " { \"a\" : 1 ,\t\"b\" :\"x\" } \r\n", asked("a", "b"), [][]string{{"1", "x"}}, nil},
		{"paths", `{"p":{"m":{"k":1},"n":"x"},"q":2}`, asked("p.m.k", "p.n", "q", "p.z", "p.m"),
			[][]string{{"1", "x", "2", "-", `{"k":1}`}}, nil},
		{"the whole key wins, before and behind", `{"p":{"m":1},"p.m":2}` + "\n" + `{"p.m":2,"p":{"m":1}}` + "\n" +
			`{"p":{"m":1}}`, asked("p.m"), [][]string{{"2"}, {"2"}, {"1"}}, nil},
		{"half a path as key", `{"a.b":{"c":1},"a":{"b":{"c":2},"b.c":3}}`, asked("a.b.c"), [][]string{{"1"}}, nil},
		{"an object as text", `{"p":"{\"m\":\"x\\\"y\",\"n\":{\"k\":1}}"}` + "\n" + `{"p":"no object"}`,
			asked("p.m", "p.n.k", "p"),
			[][]string{{`x"y`, "1", `{"m":"x\"y","n":{"k":1}}`}, {"∅", "∅", "no object"}}, nil},
		{"an object as text in one", `{"p":"{\"q\":\"{\\\"m\\\":1}\"}"}`, asked("p.q.m"), [][]string{{"1"}}, nil},
		{"an object as broken text", `{"p":"{\"m\":1"}` + "\n" + `{"p":"{\"m\":2}"}`, asked("p.m"),
			[][]string{{"∅"}, {"2"}}, nil},
		{"the last of a key counts", `{"a":1,"a":2}` + "\n" + `{"a":1,"a":null}` + "\n" + `{"p":{"m":1},"p":{}}` +
			"\n" + `{"p":{"m":1},"p":7}`, asked("a", "p.m"),
			[][]string{{"2", "-"}, {"∅", "-"}, {"∅", "-"}, {"∅", "-"}}, nil},
		{"bad rows", "{\"a\":1}\n{\"a\":\n[1]\nx\n{\"a\":1}}\n{\"a\":01}\n{\"a\":tru}\n{\"a\":\"x\n{a:1}\n{\"a\" " +
			"1}\n{\"a\":1 \"b\":2}\n{\"a\":1,}\n{\"a\":2}\n", asked("a"), [][]string{{"1"}, {"2"}}, []BadRow{
			{2, `{"a":`, "not a JSON object: it ends where a value is expected"},
			{3, `[1]`, "not a JSON object: it does not begin with {"},
			{4, `x`, "not a JSON object: it does not begin with {"},
			{5, `{"a":1}}`, "not a JSON object: something follows the object on its line"},
			{6, `{"a":01}`, "not a JSON object: there is no comma between two values"},
			{7, `{"a":tru}`, "not a JSON object: there is something that is no JSON value"},
			{8, `{"a":"x`, "not a JSON object: it ends within quoted text"},
			{9, `{a:1}`, "not a JSON object: a key is not in quotes"},
			{10, `{"a" 1}`, "not a JSON object: there is no colon behind a key"},
			{11, `{"a":1 "b":2}`, "not a JSON object: there is no comma between two values"},
			{12, `{"a":1,}`, "not a JSON object: a key is not in quotes"}}},
		{"too deep", `{"b":` + deep + "}\n{\"a\":1}\n", asked("a"), [][]string{{"1"}},
			[]BadRow{{1, (`{"b":` + deep)[:200], "not a JSON object: it is nested too deeply"}}},
		{"not UTF-8", "{\"a\":\"\xff\"}\n{\"b\":\"\xff\",\"a\":1}\n", asked("a"), [][]string{{"1"}},
			[]BadRow{{1, "{\"a\":\"\uFFFD\"}", notUTF8("a")}}},
		{"an array", "[ {\"a\":1,\"b\":[{},\"],\"]},\n {\"a\":\n2}\n,{\"a\":\"x\\\"y\"} ]\n", asked("a"),
			[][]string{{"1"}, {"2"}, {`x"y`}}, nil},
		{"an array with a comma too many", `[{"a":1},]`, asked("a"), [][]string{{"1"}}, nil},
		{"bad elements", `[{"a":1},{"a":x},{"a":3}]`, asked("a"), [][]string{{"1"}, {"3"}},
			[]BadRow{{2, `{"a":x}`, "not a JSON object: there is something that is no JSON value"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, size := range []int{1, 2, 3, 5, 8, 13, 40, 0} {
				for _, columns := range [][]Column{c.columns, repeating(c.columns)} {
					g, err := readAll(piped("f.json", []byte(c.file)), columns, Options{BlockBytes: size})
					if err != nil {
						t.Fatal(err)
					}
					want := c.want
					if size > 0 { // a block that lacks a column has it missing as a whole
						g.rows, want = absent(g.rows), absent(want)
					}
					wantRows(t, g, want)
					if fmt.Sprint(g.bad) != fmt.Sprint(c.bad) {
						t.Errorf("blocks of %d: bad rows are %v where %v were expected", size, g.bad, c.bad)
					}
				}
			}
		})
	}
}

// absent gives rows without the difference between null and not there.
func absent(rows [][]string) [][]string {
	var out [][]string
	for _, r := range rows {
		row := append([]string(nil), r...)
		for k := range row {
			if row[k] == "-" {
				row[k] = "∅"
			}
		}
		out = append(out, row)
	}
	return out
}

func TestNDJSONErrors(t *testing.T) {
	for _, c := range []struct{ name, file, want string }{
		{"empty", "", "is empty"},
		{"array cut off", `[{"a":1},{"a"`, "ends before the closing ]"},
		{"array goes on", `[{"a":1}] {"a":2}`, "goes on behind the ]"},
		{"binary", "{\"a\":\"\x00\"}", "is binary"},
	} {
		_, err := readAll(piped("f.json", []byte(c.file)), asked("a"), Options{})
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "f.json") {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestNDJSONNames(t *testing.T) {
	g, err := readAll(piped("f.json", []byte(`{"b":1,"p":{"m":{"k":[{"z":1}]},"n":null},"é":2}`+"\n"+`{"a":1,"":{}}`+
		"\n{oops\n")), nil, Options{})
	if err != nil || fmt.Sprint(g.names) != "[a b p.m.k p.m.k[0].z p.n é]" {
		t.Errorf("%q, %v", g.names, err)
	}
}

// TestNDJSONOracle compares with encoding/json: which lines are objects, and
// what their values are.
func TestNDJSONOracle(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 5))
	for range 20_000 {
		if line := randomJSON(rng); utf8.Valid(line) {
			checkJSONLine(t, line)
		}
	}
}

// randomJSON gives a line that is often, not always, an object.
func randomJSON(rng *rand.Rand) []byte {
	values := []string{"1", "-0.5e3", `"x"`, `"\u00e9\n"`, `"\ud83e\udd86"`, `"\ud83e"`, "true", "null", "[]",
		`[1,{"a":2}]`, `{"b":1}`, "01", "-", "1.", `"`, `"\x"`, "nul", "{", "]", "", `"é"`, "1e", "[1 2]", `{"a":1,}`}
	keys := []string{`"a"`, `"b"`, `"\u0061"`, `"c"`, `a`, `"`}
	valid := rng.IntN(3) > 0
	pick := func(list []string, good int) string {
		if valid {
			list = list[:good]
		}
		return list[rng.IntN(len(list))]
	}
	space := func() string { return []string{"", "", "", " ", "\t"}[rng.IntN(5)] }
	var b bytes.Buffer
	b.WriteString(space() + "{")
	n := rng.IntN(5)
	for i := range n {
		if i > 0 {
			b.WriteString(space() + ",")
		}
		b.WriteString(space() + pick(keys, 4) + space() + ":" + space() + pick(values, 11))
	}
	b.WriteString(space() + "}" + space())
	line := b.Bytes()
	if rng.IntN(6) == 0 && len(line) > 0 {
		line[rng.IntN(len(line))] = `{}[]",:\x01 `[rng.IntN(12)]
	}
	return bytes.ReplaceAll(line, []byte("\n"), nil)
}

func checkJSONLine(t *testing.T, line []byte) {
	t.Helper()
	var want map[string]json.RawMessage
	ok := json.Unmarshal(line, &want) == nil && want != nil
	g, err := readAll(piped("f", append([]byte("{}\n"), line...)), asked("a", "b"), Options{Format: "ndjson",
		BlockBytes: 256})
	if err != nil {
		t.Fatalf("%v on %q", err, line)
	}
	if len(bytes.TrimSpace(line)) == 0 {
		return
	}
	if trimmed := bytes.TrimSpace(line); formOf(append([]byte("{}\n"), line...)) != oneALine || trimmed[0] == ',' ||
		bytes.HasSuffix(trimmed, []byte(",")) {
		return // several objects, or a comma beside one: TestJSONForms has those
	}
	if (len(g.bad) == 0) != ok {
		t.Fatalf("%q is an object: %v, but bad rows are %v", line, ok, g.bad)
	}
	if !ok {
		return
	}
	for k, name := range []string{"a", "b"} {
		cell := "∅"
		if raw, there := want[name]; there && string(raw) != "null" {
			cell = string(raw)
			var s string
			if json.Unmarshal(raw, &s) == nil {
				cell = s
			}
		}
		if have := absent(g.rows)[1][k]; have != cell && !(have == "∅" && cell == "-") {
			t.Fatalf("%q: %s is %q where %q was expected", line, name, g.rows[1][k], cell)
		}
	}
}

// FuzzNDJSON holds any line to what encoding/json says of it.
func FuzzNDJSON(f *testing.F) {
	for _, s := range []string{`{"a":1,"b":"x"}`, `{"a":{"b":[1,2]}}`, `{"a":"\ud83e\udd86"}`, `{"a":"\`,
		`{"b":1e5,"b":null}`, ` {}`, `{"a":"{\"b\":1}"}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		if bytes.ContainsAny(line, "\n\x00") || isBinary(line) || foreign(append([]byte("{}\n"), line...)) != "" ||
			!json.Valid(line) && bytes.Contains(line, []byte("\uFEFF")) {
			return
		}
		if !bytes.Equal(bytes.ToValidUTF8(line, nil), line) {
			readAll(piped("f", line), asked("a", "a.b"), Options{Format: "ndjson"})
			return
		}
		checkJSONLine(t, line)
	})
}

// FuzzJSONArray holds any bytes to: no panic, and the same rows whatever the
// size of the blocks.
func FuzzJSONArray(f *testing.F) {
	f.Add([]byte(`[{"a":1},{"a":"],"}]`), uint16(3))
	f.Add([]byte(`[{"a":"{\"b\":1}"},x,{"a":`), uint16(0))
	f.Fuzz(func(t *testing.T, file []byte, size uint16) {
		columns := asked("a", "a.b")
		whole, err := readAll(piped("f.json", file), columns, Options{Format: "ndjson"})
		cut, cutErr := readAll(piped("f.json", file), columns, Options{Format: "ndjson", BlockBytes: int(size) + 1})
		if (err == nil) != (cutErr == nil) {
			t.Fatalf("%v, but in blocks %v", err, cutErr)
		}
		if err == nil && (fmt.Sprint(absent(whole.rows)) != fmt.Sprint(absent(cut.rows)) ||
			fmt.Sprint(whole.bad) != fmt.Sprint(cut.bad)) {
			t.Fatalf("%v, but in blocks of %d %v", whole, size, cut)
		}
	})
}
