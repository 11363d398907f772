package config

import (
	"errors"
	"testing"
)

// FuzzConfig reads any text as an experiment file: it gives an experiment that
// can be said back, or problems; never a panic.
func FuzzConfig(f *testing.F) {
	for _, text := range []string{fullYAML, small, "a: &a [*a]\n", "arms: {name: }\nwhere: {is: }\nsources: [[]]\n", "a:\n  - - - b\n", "? [x]\n: y\n", "<<: {a: 1}\n", "--- a\n---\nb: 1\n"} {
		f.Add(text, uint8(0), "window=3d")
	}
	for _, text := range []string{fullTOML, "arms = [1]\n[ARMS.x]\n", "a.b.c = 1\na.b = {}\n", "[[a]]\n[[a.b]]\n[a.b.c]\n", "a = '''\n'''\n"} {
		f.Add(text, uint8(1), "arms.1.share=2")
	}
	for _, text := range []string{fullJSON, "{}", `{"arms": null}`, `{"a": {"a": {"a": []}}}`, "\"x\"", "{\"a\":1"} {
		f.Add(text, uint8(2), "metrics=[a]")
	}
	f.Fuzz(func(t *testing.T, text string, format uint8, set string) {
		path := "x" + []string{".yaml", ".toml", ".json"}[int(format)%3]
		for _, sets := range [][]string{nil, {set}} {
			e, err := parse([]byte(text), path, "/", sets)
			var p *Problems
			switch {
			case err == nil:
				if e.ID == "" || e.Slug == "" || len(e.Sources) == 0 {
					t.Errorf("%+v", e)
				}
				Explain(e)
			case !errors.As(err, &p):
				t.Errorf("%T: %v", err, err)
			case len(p.List) == 0 || err.Error() == "":
				t.Error("an error without a problem")
			}
		}
	})
}
