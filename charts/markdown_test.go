package charts

import (
	"strings"
	"testing"

	"uptake/charts/internal/fixture"
	"uptake/charts/say"
)

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

func FuzzMarkdown(f *testing.F) {
	for _, p := range fixture.Hostile {
		f.Add(p)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if n := say.Name(s); strings.ContainsAny(md(n), "<>\n") {
			t.Errorf("md(%q) = %q", n, md(n))
		}
	})
}
