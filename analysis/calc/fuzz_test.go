package calc

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
)

// FuzzRun: no input makes the calculators panic, and what they print is JSON
// (one value, or one per line) with a result or an error in every case.
func FuzzRun(f *testing.F) {
	for _, m := range Methods {
		f.Add(`{"method": "` + m.Name +
			`", "inputs": {"control": {"n": 3, "x": 1, "mean": 1, "var": 2}, "treatment": {"x": [1, 2, 3]}, "x": [1, 2], "p": [0.5], "n": 4}}`)
	}
	files, _ := filepath.Glob(filepath.Join("..", "..", "testdata", "vectors", "*.json"))
	for _, file := range files {
		seen := map[string]bool{}
		for _, v := range load(f, file) {
			if seen[v.Method] || len(v.Inputs) > 4000 {
				continue
			}
			seen[v.Method] = true
			b, err := json.Marshal(map[string]any{"method": v.Method, "inputs": v.Inputs, "options": v.Options})
			if err != nil {
				f.Fatal(err)
			}
			f.Add(string(b))
		}
	}
	for _, s := range []string{`{"cases": [1, null, {}]}`, "{}\nnot JSON\n{\"method\": 3}", "[]", "\x00",
		`{"cases": {}}`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, document string) {
		out, err := Run([]byte(document))
		if err != nil {
			return
		}
		if strings.Contains(string(out), "a fault of the program") {
			t.Fatalf("%s\nis answered with\n%s", document, out)
		}
		d := json.NewDecoder(strings.NewReader(string(out)))
		for d.More() {
			var v map[string]any
			if err := d.Decode(&v); err != nil {
				t.Fatalf("%s\nis answered with\n%s\nwhich is not JSON: %v", document, out, err)
			}
		}
	})
}

// Every method on input that is not meant for it must say what is missing
// instead of failing.
func TestEveryMethodSaysWhatIsMissing(t *testing.T) {
	for _, m := range Methods {
		for _, in := range []string{`{}`, `null`, `[]`, `3`, `{"x": null}`, `{"control": 1, "treatment": {}}`,
			`{"x": [], "y": [], "X": [], "n": 0, "p": []}`} {
			out, err := Run([]byte(`{"method": "` + m.Name + `", "inputs": ` + in + `}`))
			if err != nil {
				t.Fatalf("%s on %s: %v", m.Name, in, err)
			}
			var a struct {
				Result map[string]any
				Error  string
			}
			if err := json.Unmarshal(out, &a); err != nil || a.Error == "" && a.Result == nil ||
				strings.Contains(a.Error, "fault of the program") {
				t.Errorf("%s on %s answers %s (%v)", m.Name, in, out, err)
			}
		}
		if m.Inputs == "" || strings.Contains(m.Inputs, "\n") {
			t.Errorf("%s needs its inputs in one line", m.Name)
		}
	}
}
