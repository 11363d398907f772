package charts

import (
	"strings"
	"testing"
	"unicode/utf8"
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
		if got := name(in); got != want {
			t.Errorf("name(%q) = %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{"acceptance_rate": "acceptance rate", "iOS_installs": "iOS_installs", "d7": "d7", "Käse_rate": "Käse_rate", "_": ""} {
		if got := metricName(in); got != want {
			t.Errorf("metricName(%q) = %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{"acceptance_rate": "Acceptance rate", "quality": "Quality", "iOS": "iOS", "d7": "d7"} {
		if got := metricTitle(in); got != want {
			t.Errorf("metricTitle(%q) = %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{"": "x", "Äpfel & Birnen": "pfel-birnen", "../../etc": "etc", strings.Repeat("a", 99): strings.Repeat("a", 40)} {
		if got := slug(in); got != want {
			t.Errorf("slug(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzNames(f *testing.F) {
	for _, p := range hostile {
		f.Add(p)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n := name(s)
		if n == "" || !utf8.ValidString(n) || utf8.RuneCountInString(n) > nameCap {
			t.Errorf("name(%q) = %q", s, n)
		}
		if name(n) != n {
			t.Errorf("cleaning %q twice gives %q, once %q", s, name(n), n)
		}
		for _, l := range wrap(n, 20) {
			if columns(l) > 20 {
				t.Errorf("a wrapped line takes %d columns: %q", columns(l), l)
			}
		}
		if w := columns(pad(n, 30)); w != 30 {
			t.Errorf("padded %q takes %d columns", n, w)
		}
		if strings.ContainsAny(md(n), "<>\n") {
			t.Errorf("md(%q) = %q", n, md(n))
		}
	})
}

func TestColumns(t *testing.T) {
	for in, want := range map[string]int{"abc": 3, "漢字": 4, "é": 1, "e\u0301": 1, "👍": 2, "": 0, "−": 1, "…": 1, "░": 1} {
		if got := columns(in); got != want {
			t.Errorf("columns(%q) = %d, want %d", in, got, want)
		}
	}
	if got := fit("漢字漢字", 5); got != "漢字…" {
		t.Errorf("fit cuts to %q", got)
	}
}

func TestMarkdownMeansNothing(t *testing.T) {
	for in, want := range map[string]string{
		"a|b":      `a\|b`,
		"# x":      `\# x`,
		"- x":      `\- x`,
		"1. x":     `1\. x`,
		"v1.2":     `v1.2`,
		"0.57":     `0.57`,
		"2.":       `2\.`,
		"<b>&":     "&lt;b&gt;&amp;",
		"@all":     "@\u200ball",
		"[a](b)":   `\[a\](b)`,
		"http://x": "http:\u200b//x",
		"a_b*c`d":  "a\\_b\\*c\\`d",
	} {
		if got := md(in); got != want {
			t.Errorf("md(%q) = %q, want %q", in, got, want)
		}
	}
	if got := mdCode("a``b"); got != "``` a``b ```" {
		t.Errorf("mdCode gives %q", got)
	}
}
