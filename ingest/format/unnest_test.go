package format

import (
	"bytes"
	"compress/gzip"
	"slices"
	"strings"
	"testing"
)

// TestRowsOfLists: rows are taken out of the lists of each record, beside its other
// fields, however the records stand in the file.
func TestRowsOfLists(t *testing.T) {
	records := []string{
		`{"user":"u1","batch":[{"at":1,"events":[{"key":"a","tags":{"x.y":"p"}},{"key":"b"}]},{"at":2,"events":[]}],"units":[{"uid":"m"},{"uid":"n"}]}`,
		`{"user":"u2","batch":{"at":3,"events":{"key":"c"}},"units":[{"uid":"o"}]}`,
		`{"user":"u3","batch":null}`, `{"user":"u4"}`,
	}
	zipped := func(s string) string {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		w.Write([]byte(s))
		w.Close()
		return b.String()
	}
	lines := strings.Join(records, "\n") + "\n"
	for name, text := range map[string]string{
		"lines": lines, "a list": "[" + strings.Join(records, ",\n") + "]",
		"one after another": strings.ReplaceAll(lines, "},{", "},\n {"), "gzip": zipped(lines),
	} {
		for _, c := range []struct {
			rows string
			ask  []string
			want string
		}{
			{"batch[].events[]", []string{"user", "batch[].at", "batch[].events[].key", "batch[].events[].tags.x.y"},
				"u1 1 a p|u1 1 b ∅|u2 3 c ∅"},
			{"batch[]", []string{"user", "batch[].at"}, "u1 1|u1 2|u2 3"},
			{"batch[].events[], units[]", []string{"batch[].events[].key", "units[].uid"}, "a m|a n|b m|b n|c o"},
		} {
			got, err := readAll(inMemory("f.ndjson", []byte(text)), asked(c.ask...), Options{Rows: c.rows})
			if err != nil {
				t.Errorf("%s, %s: %v", name, c.rows, err)
				continue
			}
			var rows []string
			for _, r := range got.rows {
				rows = append(rows, strings.Join(r, " "))
			}
			if all := strings.Join(rows, "|"); all != c.want {
				t.Errorf("%s, %s: %q, want %q", name, c.rows, all, c.want)
			}
		}
	}
	r, err := Open(inMemory("f.ndjson", []byte(lines)), nil, Options{Rows: "batch[].events[]"})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if names := r.Names(); !slices.Contains(names, "batch[].events[].key") || !slices.Contains(names, "batch[].at") ||
		!slices.Contains(names, "user") {
		t.Errorf("names %q", names)
	}
}

// TestRowsOfListsRefused: what is no path to a list, no JSON, or has nothing in its lists
// is said; a broken line is a bad row.
func TestRowsOfListsRefused(t *testing.T) {
	for _, c := range []struct{ text, rows, want string }{
		{`{"a":[1]}`, "a[].b[", "no path to a list"},
		{`{"a":[1]}`, "[]", "no path to a list"},
		{`{"a":[1]}`, `"a[]`, "does not end"},
		{`{"a":[{"x":1}]}`, "a[], b", "names no list"},
		{`{"a":[]}` + "\n", "a[]", "no element in the lists"},
		{`[{"a":[{"x":1}]}, nonsense`, "a[]", "no JSON from some place on"},
		{"x,y\n1,2\n", "a[]", "inside JSON"},
	} {
		name := "f.ndjson"
		if strings.HasPrefix(c.text, "x,") {
			name = "f.csv"
		}
		_, err := readAll(inMemory(name, []byte(c.text)), asked("a[].x"), Options{Rows: c.rows})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s of %s: %v, want %q", c.rows, c.text, err, c.want)
		}
	}
	got, err := readAll(inMemory("f.ndjson", []byte("{\"a\":[{\"x\":1}]}\n{\"a\":[{\"x\":]}\n{\"a\":[{\"x\":2}]}\n")),
		asked("a[].x"), Options{Rows: "a[]"})
	if err != nil || len(got.bad) != 1 || len(got.rows) != 2 {
		t.Errorf("%v, %d bad rows beside %d", err, len(got.bad), len(got.rows))
	}
}
