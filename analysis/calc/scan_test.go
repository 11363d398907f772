package calc

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
)

// FuzzScan: what is valid, and how it is cut, is what encoding/json says.
func FuzzScan(f *testing.F) {
	for _, s := range []string{
		``, ` `, `{}`, ` { } `, `[]`, `[ ]`, `[1,]`, `[,1]`, `{"a":1,}`, `{"a"}`,
		`{"a" : 1 , "a" : [ 2 , {"b":null} ] }`, `{a:1}`,
		`"`, `"\"`, `"\u12"`, `"\u12aF"`, `"\x"`, "\"\x01\"", "\"\xff\"", `"é"`, `{"\u0061":1,"a":2,"é":3}`,
		"{\"\xff\":1,\"\xfe\":2}",
		`0`, `-0`, `-`, `01`, `1.`, `1.5`, `.5`, `1e`, `1e+`, `1E-7`, `1e5x`, `+1`, `tru`, `true`, `truee`, `null`,
		`[null,false]`, `1 2`, `{"a":1}}`, `[[[]]`, "\v1", "[1\n,\t2\r]",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		b := []byte(s)
		if got, want := valid(b), json.Valid(b); got != want {
			t.Fatalf("%q: valid is %v, encoding/json says %v", s, got, want)
		}
		if !json.Valid(b) {
			return
		}
		b = []byte(strings.Trim(s, " \n\r\t"))
		var object map[string]json.RawMessage
		want := json.Unmarshal(b, &object) == nil
		list, ok := members(b)
		got := map[string]json.RawMessage{}
		for _, m := range list {
			got[string(m.name)] = m.raw
		}
		if ok != want || !maps.EqualFunc(got, object,
			func(a, b json.RawMessage) bool { return string(a) == string(b) }) {
			t.Fatalf("%q: members are %q (%v), encoding/json says %q (%v)", s, got, ok, object, want)
		}
		var parts []json.RawMessage
		want = json.Unmarshal(b, &parts) == nil
		cut, ok := items(b)
		if ok != want || !slices.EqualFunc(cut, parts,
			func(a, b json.RawMessage) bool { return string(a) == string(b) }) {
			t.Fatalf("%q: items are %q (%v), encoding/json says %q (%v)", s, cut, ok, parts, want)
		}
		var r request
		err := json.Unmarshal(b, &r)
		if mine, e := requestOf(b, true); (e == nil) != (err == nil) || string(mine.ID) != string(r.ID) ||
			string(mine.Method) != string(r.Method) ||
			string(mine.Inputs) != string(r.Inputs) || string(mine.Options) != string(r.Options) {
			t.Fatalf("%q: the request is %q (%v), encoding/json says %q (%v)", s, mine, e, r, err)
		}
	})
}

// Nesting ends where encoding/json ends it.
func TestScanDepth(t *testing.T) {
	for _, depth := range []int{deepest - 1, deepest, deepest + 1} {
		b := []byte(strings.Repeat("[", depth) + strings.Repeat("]", depth))
		if valid(b) != json.Valid(b) {
			t.Errorf("%d levels: valid is %v, encoding/json says %v", depth, valid(b), json.Valid(b))
		}
	}
}

// A name is found in any case, and the last of several counts, as encoding/json has it.
func TestRequestNames(t *testing.T) {
	for _, s := range []string{
		`{"ID": 1, "Method": "wilson", "INPUTS": {"n": 57, "x": 20}}`,
		`{"id": 1, "id": 2, "method": "nonsense", "method": "wilson", "inputs": {"n": 3, "n": 57, "x": 20}, "optionſ": {"alpha": 0.1}}`,
		`{"\u0069d": 1, "method": "wilson", "inputs": {"\u006e": 57, "x": 20, "é": 1, "é": 2}}`,
	} {
		var want request
		if err := json.Unmarshal([]byte(s), &want); err != nil {
			t.Fatal(err)
		}
		got, err := requestOf([]byte(s), true)
		if err != nil || string(got.ID) != string(want.ID) || string(got.Method) != string(want.Method) ||
			string(got.Inputs) != string(want.Inputs) || string(got.Options) != string(want.Options) {
			t.Errorf("%s is read as %q (%v), encoding/json reads %q", s, got, err, want)
		}
	}
	out, err := Run(
		[]byte(`{"method": "wilson", "inputs": {"n": 3, "n": 57, "x": 20, "é": 1, "é": 2, "a": 0, "a": 1}}`))
	if err != nil || !strings.HasSuffix(string(out), `"ignored": ["inputs.a", "inputs.é"]}`+"\n") ||
		strings.Contains(string(out), "error") {
		t.Errorf("names written twice give %s (%v)", out, err)
	}
}
