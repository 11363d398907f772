package out

import "testing"

// TestSlackText: what a text of the data could do in Slack, it does not.
func TestSlackText(t *testing.T) {
	for in, want := range map[string]string{
		"a & b < c > d":                "a &amp; b &lt; c &gt; d",
		"<!here> <@U123> <!channel|x>": "&lt;!here&gt; &lt;@\u200bU123&gt; &lt;!channel|x&gt;",
		"@channel @here":               "@\u200bchannel @\u200bhere",
		"*bold* _it_ ~no~ `code`":      "\u2217bold\u2217 \u02cdit\u02cd \u223cno\u223c \u02cbcode\u02cb",
		"snake_case_name":              "snake_case_name",
		"https://x.invalid www.y.z":    "https:\u200b//x.invalid www\u200b.y.z",
		":joy: at 10:00:05":            ":\u200bjoy: at 10:\u200b00:05",
		"> quoted":                     "\u200b&gt; quoted",
		"&lt;already&gt;":              "&amp;lt;already&amp;gt;",
	} {
		if got := slackSafe(in); got != want {
			t.Errorf("%q is sent as %q, want %q", in, got, want)
		}
	}
	for _, c := range []struct {
		in   string
		most int
		want string
	}{{"abc", 3, "abc"}, {"abcd", 3, "ab…"}, {"a&amp;b", 4, "a…"}, {"a&amp;bc", 7, "a&amp;…"},
		{"a&amp;b", 7, "a&amp;b"}, {"漢字漢", 2, "漢…"}, {"👍👍", 3, "👍…"}} {
		if got := slackCut(c.in, c.most); got != c.want || slackLength(got) > c.most {
			t.Errorf("%q cut at %d is %q, want %q", c.in, c.most, got, c.want)
		}
	}
}
