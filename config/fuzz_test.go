package config

import (
	"cmp"
	"errors"
	"strings"
	"testing"
	"time"

	"uptake/analysis/spec"
)

// FuzzConfig reads any text as an experiment file: it gives an experiment that
// can be said back, or problems; never a panic.
func FuzzConfig(f *testing.F) {
	for _, text := range []string{fullYAML, small, "a: &a [*a]\n", "arms: {name: }\nwhere: {is: }\nsources: [[]]\n",
		"a:\n  - - - b\n", "? [x]\n: y\n", "<<: {a: 1}\n", "--- a\n---\nb: 1\n",
		small + "segments: [plan]\nstatistics: {cuped: 14d, post_stratify: plan, adjust: hommel}\n"} {
		f.Add(text, uint8(0), "window=3d")
	}
	for _, text := range []string{fullTOML, "arms = [1]\n[ARMS.x]\n", "a.b.c = 1\na.b = {}\n",
		"[[a]]\n[[a.b]]\n[a.b.c]\n", "a = '''\n'''\n"} {
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
				draftReadBack(t, e)
			case !errors.As(err, &p):
				t.Errorf("%T: %v", err, err)
			case len(p.List) == 0 || err.Error() == "":
				t.Error("an error without a problem")
			}
		}
	})
}

// draftReadBack writes a next experiment of one that was read, and reads it.
func draftReadBack(t *testing.T, e *spec.Experiment) {
	t.Helper()
	if e.Layout != spec.Events && e.Layout != spec.Suggestions {
		return // nothing to investigate, so nothing to draft
	}
	d := Draft{ID: e.ID + "-too_slow", Hypothesis: e.Hypothesis, About: []string{e.ID, e.Hypothesis},
		Change: e.Hypothesis, Primary: "acceptance_rate", Effect: "2pp", Guardrails: []string{"edit_rate"}, Units: 100,
		Weeks: 3}
	b := d.File(e)
	got, err := parse(b, "plan-1.yaml", "/", nil)
	if err != nil {
		t.Fatalf("%v\n%s", err, b)
	}
	valid := func(s string) string { return strings.ToValidUTF8(s, "\ufffd") }
	if got.ID != valid(d.ID) || got.Hypothesis != valid(e.Hypothesis) || len(got.Sources) != len(e.Sources) ||
		len(got.Where) != len(e.Where) || len(got.Columns) != len(e.Columns) ||
		got.Statistics.CUPED != e.Statistics.CUPED.Truncate(time.Microsecond) ||
		got.Statistics.PostStratify != valid(e.Statistics.PostStratify) || cmp.Or(got.Statistics.Adjust,
		"holm") != cmp.Or(e.Statistics.Adjust, "holm") ||
		len(got.Segments) != len(e.Segments) || got.Window != e.Window.Truncate(time.Microsecond) ||
		got.Zone.String() != e.Zone.String() {
		t.Errorf("%+v comes back as %+v from\n%s", e, got, b)
	}
}
