package charts

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/say"
)

var (
	// entity is what an ampersand may stand for.
	entity = regexp.MustCompile(`&(amp|lt|gt);`)
	// called are words that call people where they are read as such.
	called = regexp.MustCompile(`@(channel|here|everyone|all|[A-Za-z])|<[!@#]`)
)

// checkSlack holds a message against what Slack's reference of Block Kit says of the
// blocks that are used: which fields there are, which are needed, how long each may be.
func checkSlack(t *testing.T, b []byte) *slackMessage {
	t.Helper()
	var m struct {
		Text        string
		Blocks      []map[string]json.RawMessage
		UnfurlLinks *bool `json:"unfurl_links"`
		UnfurlMedia *bool `json:"unfurl_media"`
	}
	strict(t, b, &m)
	if m.Text == "" || m.UnfurlLinks == nil || *m.UnfurlLinks || m.UnfurlMedia == nil || *m.UnfurlMedia {
		t.Errorf("what a notification shows is %q, or links are unfolded", m.Text)
	}
	checkSlackWords(t, "fallback", m.Text)
	if n := len(m.Blocks); n < 1 || n > 50 {
		t.Errorf("there are %d blocks", n)
	}
	total := 0
	for i, block := range m.Blocks {
		var kind string
		strict(t, block["type"], &kind)
		where := fmt.Sprintf("block %d, a %s,", i, kind)
		fields := map[string][]string{"header": {"text"}, "section": {"text", "fields"}, "context": {"elements"}, "divider": {}}
		allowed, known := fields[kind]
		if !known {
			t.Errorf("block %d is of the kind %q", i, kind)
		}
		has := 0
		for name, raw := range block {
			if name == "type" {
				continue
			}
			if has++; !slices.Contains(allowed, name) {
				t.Errorf("%s has a field %s", where, name)
			}
			if name == "text" {
				total += checkSlackText(t, where, raw, map[string]int{"header": 150}[kind], kind == "header")
				continue
			}
			var list []json.RawMessage
			strict(t, raw, &list)
			if len(list) < 1 || len(list) > 10 {
				t.Errorf("%s has %d %s", where, len(list), name)
			}
			for _, x := range list {
				total += checkSlackText(t, where, x, map[string]int{"fields": 2000}[name], false)
			}
		}
		if has == 0 && kind != "divider" {
			t.Errorf("%s is empty", where)
		}
	}
	if total > 12000 {
		t.Errorf("the texts have %d characters together", total)
	}
	var out slackMessage
	strict(t, b, &out)
	return &out
}

// strict reads JSON without a field that is not expected.
func strict(t *testing.T, b []byte, into any) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		t.Fatalf("%v in %.200s", err, b)
	}
}

func checkSlackText(t *testing.T, where string, raw []byte, most int, plain bool) int {
	t.Helper()
	var x struct {
		Type, Text string
		Emoji      *bool
		Verbatim   *bool
	}
	strict(t, raw, &x)
	if most == 0 {
		most = 3000
	}
	n := slackLength(x.Text)
	switch {
	case n < 1 || n > most:
		t.Errorf("%s has a text of %d characters", where, n)
	case plain && (x.Type != "plain_text" || x.Verbatim != nil || x.Emoji == nil || *x.Emoji):
		t.Errorf("%s has the text %s", where, raw)
	case !plain && (x.Type != "mrkdwn" || x.Emoji != nil || x.Verbatim == nil || !*x.Verbatim):
		t.Errorf("%s has the text %s", where, raw)
	}
	checkSlackWords(t, where, x.Text)
	if !plain {
		checkSlackMarks(t, where, x.Text)
	}
	return n
}

// checkSlackWords fails on what would be read as anything but text.
func checkSlackWords(t *testing.T, where, s string) {
	t.Helper()
	bare := entity.ReplaceAllString(s, "")
	if strings.ContainsAny(bare, "<>&") {
		t.Errorf("%s has a character that is not escaped: %.160q", where, s)
	}
	for what, r := range map[string]*regexp.Regexp{"somebody is called": called, "there is an address": regexp.MustCompile(`https?://|www\.`), "there is an emoji": regexp.MustCompile(`:[A-Za-z0-9_+-]+:`)} {
		if found := r.FindString(s); found != "" {
			t.Errorf("%s: %s by %q: %.160q", where, what, found, s)
		}
	}
	for _, r := range s {
		if r != '\n' && (unicode.IsControl(r) || r == '\u202e' || r == '\u2066') {
			t.Fatalf("%s has the character %U", where, r)
		}
	}
}

// checkSlackMarks fails on marks that are not our own: ours are stars around a whole
// name or the start of a line.
func checkSlackMarks(t *testing.T, where, s string) {
	t.Helper()
	for _, l := range strings.Split(s, "\n") {
		if n := strings.Count(l, "*"); n != 0 && n != 2 && !strings.HasSuffix(l, "…") || strings.ContainsAny(l, "~`") {
			t.Errorf("%s has marks in %.160q", where, l)
		}
		if strings.HasPrefix(l, "&gt;") {
			t.Errorf("%s has a quotation: %.160q", where, l)
		}
		for i, r := range l {
			if r == '_' && (i == 0 || i+1 == len(l) || !wordly(rune(l[i-1])) || !wordly(rune(l[i+1]))) {
				t.Errorf("%s has italics in %.160q", where, l)
			}
		}
	}
}

// TestSlack: the message says what the terminal says, within Slack's limits.
func TestSlack(t *testing.T) {
	for name, r := range fixtures() {
		v := newView(prepare(r), Options{})
		m := checkSlack(t, mustRender(t, "slack", r, Options{}))
		said := saidIn(m)
		for _, want := range append(v.Verdict.Reasons, v.Verdict.Headline, v.Verdict.Next, v.Verdict.Open, v.Verdict.Why()) {
			if !strings.Contains(said, slackSafe(want)) {
				t.Errorf("%s: the message does not say %q", name, want)
			}
		}
		for _, c := range v.Cards {
			if !strings.Contains(said, slackSafe(c.Big)) || !strings.Contains(said, slackSafe(c.Sub)) {
				t.Errorf("%s: the message lacks the number %q", name, c.Label)
			}
		}
		for _, g := range v.Gates {
			if g.Status == "fail" && !strings.Contains(said, slackSafe(g.Detail)) {
				t.Errorf("%s: the message does not say %q", name, g.Detail)
			}
		}
	}
}

// saidIn are the texts of a message.
func saidIn(m *slackMessage) string {
	var out []string
	for _, b := range m.Blocks {
		if b.Text != nil {
			out = append(out, b.Text.Text)
		}
		for _, x := range append(b.Fields, b.Elements...) {
			out = append(out, x.Text)
		}
	}
	return strings.Join(out, "\n")
}

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
	}{{"abc", 3, "abc"}, {"abcd", 3, "ab…"}, {"a&amp;b", 4, "a…"}, {"a&amp;bc", 7, "a&amp;…"}, {"a&amp;b", 7, "a&amp;b"}, {"漢字漢", 2, "漢…"}, {"👍👍", 3, "👍…"}} {
		if got := slackCut(c.in, c.most); got != c.want || slackLength(got) > c.most {
			t.Errorf("%q cut at %d is %q, want %q", c.in, c.most, got, c.want)
		}
	}
}

// TestSlackFull: what finds no room is said to stand elsewhere, and nothing passes a limit.
func TestSlackFull(t *testing.T) {
	r := threeArmsReport()
	for range 300 {
		d := r.Decision.Arms[0]
		d.Arm = strings.Repeat("<&>", 26)
		d.Headline = strings.Repeat("<", 590)
		r.Decision.Arms = append(r.Decision.Arms, d)
	}
	m := checkSlack(t, mustRender(t, "slack", r, Options{}))
	if last := m.Blocks[len(m.Blocks)-1].Elements[0].Text; !strings.HasPrefix(last, slackElsewhere) || !strings.Contains(last, say.Program(r.ProgramVersion)) {
		t.Errorf("the last block says %q", last)
	}
	checkSlack(t, mustRender(t, "slack", &report.Report{}, Options{}))
	v := &doc.View{Title: "x", Program: "p"}
	for range 200 {
		v.Cautions = append(v.Cautions, "c")
		v.Gates = append(v.Gates, doc.Check{Word: "w", Status: "fail", Detail: strings.Repeat("&", 600)})
	}
	b, err := slackJSON(v)
	if err != nil {
		t.Fatal(err)
	}
	checkSlack(t, b)
}
