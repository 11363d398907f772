package format

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

// TestDocuments: what stands at the paths asked for is visited, whatever is beside it and
// however small the pieces are that the file comes in.
func TestDocuments(t *testing.T) {
	for _, c := range []struct {
		name, text string
		paths      []string
		want       []string
		fails      string
	}{
		{"lines", "{\"a\": 1}\n{\"a\": NaN}\n\n{\"a\":null}", []string{""}, []string{`#1 {"a":1}`, `#2 {"a":NaN}`,
			`#3 {"a":null}`}, ""},
		{"one over lines", "{\"a\": {\n\"b\": [1, 2]}}", []string{"a.b[]"}, []string{"a.b[]#1 1", "a.b[]#2 2"}, ""},
		{"a list at the top", `[{"x":"é\n"},[]]`, []string{"[]"}, []string{`[]#1 {"x":"é\n"}`, "[]#2 []"}, ""},
		{"two lists and a value",
			`{"n":"run","skip":[{"cases":[9]}],"cases":[{"k":1}],"more":{"cases":[8]},"failures":[{"k":2}]}`,
			[]string{"n", "cases[]", "failures[]"}, []string{"n#1 run", `cases[]#1 {"k":1}`,
				`failures[]#1 {"k":2}`}, ""},
		{"a path into what is no object", `{"a":[1]}`, []string{"a.b"}, nil, ""},
		{"a key with escapes", `{"\u0061\"":{"b":-Infinity}}`, []string{`a".b`}, []string{`a".b#1 `}, ""},
		{"separators of a sequence", "\x1e{\"a\":1}\n\x1e{\"a\":2}\n", []string{"a"}, []string{"a#1 1", "a#2 2"}, ""},
		{"cut off", `{"samples": [{"a":1},{"a":`, []string{"samples[]"}, []string{`samples[]#1 {"a":1}`},
			"ends before the closing bracket"},
		{"cut off in text", `{"samples": ["x`, []string{"samples[]"}, nil, "ends before the closing bracket"},
		{"a missing comma", `[{"a":1} {"a":2}]`, []string{"[]"}, []string{`[]#1 {"a":1}`},
			"no comma between two values"},
		{"a bracket too many", `{"a":1}}`, []string{""}, []string{`#1 {"a":1}`}, "closes what is not open"},
		{"broken within", `[{"a":01}]`, []string{"[]"}, nil, "near byte"},
		{"a bare word", "{\"a\":nil}\n", []string{""}, nil, "no JSON value"},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, slow := range []bool{false, true} {
				var got []string
				b, err := OpenBytes(Input{Name: "x.json", Open: func() (io.ReadCloser, error) {
					r := io.Reader(strings.NewReader(c.text))
					if slow {
						r = iotest.OneByteReader(r)
					}
					return io.NopCloser(r), nil
				}}, "", "")
				if err != nil {
					t.Fatal(err)
				}
				err = b.Documents(c.paths, func(path string, n int64, v Value) error {
					got = append(got, fmt.Sprintf("%s#%d %s", path, n, v.Plain()))
					return nil
				})
				if c.fails == "" && err != nil || c.fails != "" && (err == nil || !strings.Contains(err.Error(),
					c.fails)) {
					t.Errorf("%v, want %q", err, c.fails)
				}
				if !slices.Equal(got, c.want) {
					t.Errorf("visited %q, want %q", got, c.want)
				}
			}
		})
	}
}

// TestDocumentsLongerThanTheBuffer: values are whole though the buffer moves under them.
func TestDocumentsLongerThanTheBuffer(t *testing.T) {
	var text strings.Builder
	text.WriteString(`{"beside":"` + strings.Repeat("b", 3<<20) + `","rows":[`)
	sizes := []int{10, 700_000, 1, 260_000, 90, 2_000_000, 64 << 10}
	for i, n := range sizes {
		if i > 0 {
			text.WriteByte(',')
		}
		fmt.Fprintf(&text, `{"n":%d,"t":"%s"}`, i, strings.Repeat(string(rune('a'+i)), n))
	}
	text.WriteString(`]}`)
	b, err := OpenBytes(Input{Name: "x", Open: func() (io.ReadCloser,
		error) {
		return io.NopCloser(strings.NewReader(text.String())), nil
	}}, "", "")
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	err = b.Documents([]string{"rows[]"}, func(_ string, n int64, v Value) error {
		i := int(n) - 1
		if want := strings.Repeat(string(rune('a'+i)), sizes[i]); v.Get("t").Text() != want ||
			v.Get("n").Text() != fmt.Sprint(i) {
			t.Errorf("row %d is not what was written", n)
		}
		seen++
		return nil
	})
	if err != nil || seen != len(sizes) {
		t.Errorf("%d rows, %v", seen, err)
	}
}

// TestValue: what is looked up in a value, and the one way of writing it.
func TestValue(t *testing.T) {
	v, ok := ParseValue(
		` {"b": {"c.d": "x", "c": {"e": 1.50}}, "a": [true, null, NaN, -Infinity, "q\"\u00e9\u0001"], "b2": {}, "a2":"1", "a2":"2"} `)
	if !ok {
		t.Fatal("not read")
	}
	for path, want := range map[string]string{"b.c.d": "x", "b.c.e": "1.50", "a2": "2", "b.c.x": "", "nothing": "",
		"a": `[true,null,NaN,-Infinity,"q\"é\u0001"]`} {
		if got := v.At(path).Plain(); got != want {
			t.Errorf("at %s %q, want %q", path, got, want)
		}
	}
	for i, want := range []ValueKind{Bool, Null, NotANumber, NotANumber, String} {
		if got := v.Get("a").Items()[i].Kind(); got != want {
			t.Errorf("element %d is of kind %d, want %d", i, got, want)
		}
	}
	if got, want := v.Get("b").Plain(), `{"c":{"e":1.50},"c.d":"x"}`; got != want {
		t.Errorf("written %s, want %s", got, want)
	}
	if v.Get("zz").Given() || v.Get("a").Items()[1].Given() || !v.Get("b2").Given() {
		t.Error("what is given is confused with what is not")
	}
	for _, text := range []string{"", "{", "{} x", `{"a":}`, "[1,]"} {
		if _, ok := ParseValue(text); ok {
			t.Errorf("%q was read", text)
		}
	}
}

// FuzzDocuments: whatever the text is, there is an answer, and a value that is visited can
// be read again.
func FuzzDocuments(f *testing.F) {
	f.Add(`{"a":[{"b":NaN}],"c":"\ud800"}`)
	f.Add("[1,2]\n{\"a\":{\"b\":[]}}")
	f.Fuzz(func(t *testing.T, text string) {
		b, err := OpenBytes(Input{Name: "x.json", Open: func() (io.ReadCloser,
			error) {
			return io.NopCloser(strings.NewReader(text)), nil
		}}, "", "")
		if err != nil {
			return
		}
		_ = b.Documents([]string{"a[]", "c", "[]"}, func(_ string, _ int64, v Value) error {
			plain := v.Plain()
			if k := v.Kind(); k == Object || k == List {
				if again, ok := ParseValue(plain); !ok || again.Plain() != plain {
					t.Errorf("%q is written %q, which reads otherwise", v.Raw(), plain)
				}
			}
			return nil
		})
	})
}
