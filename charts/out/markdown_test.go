package out

import "testing"

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
