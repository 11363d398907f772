package say_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"uptake/charts/internal/fixture"
	"uptake/charts/say"
)

func TestNames(t *testing.T) {
	for in, want := range map[string]string{
		"":                       "(empty)",
		"\u200b\u202e":           "(empty)",
		" a\t\n b ":              "a b",
		"a\u202eb\u2066c\u200fd": "abcd",
		"\x1b[31mred":            "[31mred",
		"a\xffb":                 "a\ufffdb",
		"👩‍👩‍👧":                  "👩‍👩‍👧",
		"true":                   "true",
		"007":                    "007",
		strings.Repeat("é", 81):  strings.Repeat("é", 79) + "…",
		strings.Repeat("é", 80):  strings.Repeat("é", 80),
	} {
		if got := say.Name(in); got != want {
			t.Errorf("name(%q) = %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{"acceptance_rate": "acceptance rate", "iOS_installs": "iOS_installs",
		"d7": "d7", "Käse_rate": "Käse_rate", "_": ""} {
		if got := say.Metric(in); got != want {
			t.Errorf("metricName(%q) = %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{"acceptance_rate": "Acceptance rate", "quality": "Quality", "iOS": "iOS",
		"d7": "d7"} {
		if got := say.MetricTitle(in); got != want {
			t.Errorf("metricTitle(%q) = %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{"": "x", "Äpfel & Birnen": "pfel-birnen", "../../etc": "etc",
		strings.Repeat("a", 99): strings.Repeat("a", 40)} {
		if got := say.Slug(in); got != want {
			t.Errorf("slug(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzNames(f *testing.F) {
	for _, p := range fixture.Hostile {
		f.Add(p)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n := say.Name(s)
		if n == "" || !utf8.ValidString(n) || utf8.RuneCountInString(n) > 80 {
			t.Errorf("name(%q) = %q", s, n)
		}
		if say.Name(n) != n {
			t.Errorf("cleaning %q twice gives %q, once %q", s, say.Name(n), n)
		}
		for _, l := range say.Wrap(n, 20) {
			if say.Columns(l) > 20 {
				t.Errorf("a wrapped line takes %d columns: %q", say.Columns(l), l)
			}
		}
		if w := say.Columns(say.Pad(n, 30)); w != 30 {
			t.Errorf("padded %q takes %d columns", n, w)
		}
	})
}

func TestColumns(t *testing.T) {
	for in, want := range map[string]int{"abc": 3, "漢字": 4, "é": 1, "e\u0301": 1, "👍": 2, "": 0, "−": 1, "…": 1,
		"░": 1} {
		if got := say.Columns(in); got != want {
			t.Errorf("columns(%q) = %d, want %d", in, got, want)
		}
	}
	if got := say.Fit("漢字漢字", 5); got != "漢字…" {
		t.Errorf("fit cuts to %q", got)
	}
}
