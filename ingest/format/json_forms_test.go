package format

import (
	"fmt"
	"testing"
)

// TestJSONForms reads the same rows however their objects are set out.
func TestJSONForms(t *testing.T) {
	want := [][]string{{"1", "x"}, {"2", "}{"}, {"3", "∅"}}
	for name, file := range map[string]string{
		"a line each":         `{"a":1,"b":"x"}` + "\n" + `{"a":2,"b":"}{"}` + "\n" + `{"a":3,"b":null}` + "\n",
		"on one line":         `{"a":1,"b":"x"}{"a":2,"b":"}{"}{"a":3,"b":null}`,
		"on one line, spaced": `{"a":1,"b":"x"} {"a":2,"b":"}{"}` + "\t" + `{"a":3}` + "\n",
		"one and then two":    `{"a":1,"b":"x"}` + "\n" + `{"a":2,"b":"}{"}{"a":3,"b":null}` + "\n",
		"commas behind":       `{"a":1,"b":"x"},` + "\n" + `{"a":2,"b":"}{"} , ` + "\r\n" + `{"a":3,"b":null}`,
		"commas before":       `{"a":1,"b":"x"}` + "\n" + `,{"a":2,"b":"}{"}` + "\n" + `, {"a":3,"b":null}` + "\n",
		"commas, one line":    `{"a":1,"b":"x"}, {"a":2,"b":"}{"},{"a":3,"b":null},` + "\n",
		"over lines":          "{\n  \"a\": 1,\n  \"b\": \"x\"\n}\n{\n\t\"b\":\n\"}{\", \"a\" : 2 }\n{\"a\":3}\n",
		"over lines, CRLF": "{\r\n  \"a\": 1,\r\n  \"b\": \"x\"\r\n},\r\n{\r\n \"b\":\"}{\",\r\n " +
			"\"a\":2}\r\n\r\n{\"a\":3}",
		"separated by RS":      "\x1e{\"a\":1,\"b\":\"x\"}\n\x1e{\"a\":2,\"b\":\"}{\"}\n\x1e{\"a\":3}\n",
		"an array":             `[{"a":1,"b":"x"},` + "\n" + `{"a":2,"b":"}{"},{"a":3}]`,
		"an array a line":      `[{"a":1,"b":"x"},{"a":2,"b":"}{"}]` + "\n" + `[]` + "\n" + `[{"a":3}]` + "\n",
		"lists and objects in": `{"c":[{"d":[{},{}]}],"a":1,"b":"x"}{"a":2,"b":"}{","c":{"d":{}}}{"a":3}`,
	} {
		for _, size := range []int{1, 3, 8, 20, 50, 0} {
			g, err := readAll(piped("f.json", []byte(file)), asked("a", "b"), Options{BlockBytes: size})
			if err != nil {
				t.Errorf("%s: %v", name, err)
				break
			}
			g.rows = absent(g.rows)
			t.Run(name, func(t *testing.T) { wantRows(t, g, want) })
			if fmt.Sprint(g.index) != "[1 2 3]" || len(g.bad) > 0 {
				t.Errorf("%s: rows %v, bad %v", name, g.index, g.bad)
			}
		}
	}
}

// TestJSONFormsDamage holds a broken object to its own lines.
func TestJSONFormsDamage(t *testing.T) {
	good := "{\n \"a\": 1\n}\n"
	for name, c := range map[string]struct {
		file string
		rows string
		bad  int
	}{
		"no closing bracket":     {good + "{\n \"a\": 2\n" + good + good, "[1 3 4]", 1},
		"none, and a comma":      {good + "{\n \"a\": 2,\n" + good + good, "[1 3 4]", 1},
		"no closing quote":       {good + "{\n \"a\": \"2\n}\n" + good, "[1 3]", 1},
		"a bracket too many":     {good + "{\n \"a\": 2 }}\n" + good, "[1 2 4]", 1},
		"words between":          {good + "oops\n" + good, "[1 3]", 1},
		"an end too soon":        {good + good + "{\n \"a\": ", "[1 2]", 1},
		"a list that never ends": {good + "{\n \"a\": [1,\n" + good + good, "[1 3 4]", 1},
	} {
		for _, size := range []int{1, 7, 30, 0} {
			g, err := readAll(piped("f.json", []byte(c.file)), asked("a"), Options{BlockBytes: size})
			if err != nil || fmt.Sprint(g.index) != c.rows || len(g.bad) != c.bad {
				t.Errorf("%s, blocks of %d: rows %v, bad %v, %v", name, size, g.index, g.bad, err)
			}
		}
	}
}

// TestJSONNoNumbers holds NaN and its kin to the cell they stand in.
func TestJSONNoNumbers(t *testing.T) {
	for _, word := range []string{"NaN", "Infinity", "-Infinity", "nan"} {
		file := fmt.Sprintf(`{"a":1,"x":%s,"p":{"m":%s},"l":[%s]}`+"\n"+`{"a":2,"x":3}`+"\n", word, word, word)
		g, err := readAll(piped("f.json", []byte(file)), asked("a", "x", "p.m"), Options{})
		if err != nil || len(g.bad) > 0 {
			t.Fatalf("%s: %v, %v", word, err, g.bad)
		}
		wantRows(t, g, [][]string{{"1", "∅", "∅"}, {"2", "3", "∅"}})
	}
	for _, word := range []string{"NaNa", "Inf", "-NaN", "+1", "-", "Nan", "infinity"} {
		g, err := readAll(piped("f.json", []byte(`{"a":1}`+"\n"+`{"x":`+word+`}`+"\n")), asked("a", "x"), Options{})
		if err != nil || len(g.bad) != 1 {
			t.Errorf("%s: %v, %v", word, err, g.bad)
		}
	}
}

// TestJSONLists reaches into lists by key, by field and by place.
func TestJSONLists(t *testing.T) {
	params := `[{"key":"v","value":{"s":"x","i":null}},{"key":"n","value":{"i":7}},{"value":{"s":"z"},"key":"v"},{"key":"q\"]","value":1}]`
	columns := asked(`p.v.value.s`, `p[key=v].value.s`, `p[key=n].value.i`, `p[key="q\"]"].value`, `p[1].key`,
		`p[9].key`, `p[key=none].value`, `p[key=v]`, `p[value=1].key`)
	want := [][]string{{"x", "x", "7", "∅", "n", "∅", "∅", `{"key":"v","value":{"s":"x","i":null}}`, `q"]`}}
	text := func(s string) string { return fmt.Sprintf("%q", s) }
	for name, file := range map[string]string{
		"lists":         `{"p":` + params + `}`,
		"lists as text": `{"p":` + text(params) + `}`,
	} {
		g, err := readAll(piped("f.json", []byte(file)), columns, Options{})
		if err != nil {
			t.Fatal(name, err)
		}
		g.rows = absent(g.rows)
		t.Run(name, func(t *testing.T) { wantRows(t, g, want) })
	}
	dots := `{"a.b":{"c":1},"a":{"b.c":2,"b":{"c.d":3,"c":4}}}`
	g, err := readAll(piped("f.json", []byte(dots)), asked("a.b.c", `a."b.c"`, `a."b"."c"`, "a.b.c.d", `"a.b".c`),
		Options{})
	if err != nil {
		t.Fatal(err)
	}
	wantRows(t, g, [][]string{{"1", "2", "4", "3", "1"}})
}
