package readout

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"

	"uptake/analysis/report"
	"uptake/charts/doc"
	"uptake/charts/internal/fixture"
	"uptake/charts/out"
	"uptake/charts/say"
)

// No text can become anything but text, in any output.
func TestHostileNames(t *testing.T) {
	infected(t, func(t *testing.T, r *report.Report, payload string) {
		shown := say.Name(payload + "acceptance_rate")
		if r.Metrics[0].Name == payload {
			shown = say.Metric(payload)
		}
		page := mustRender(t, "html", r, out.Options{Command: payload})
		text := fixture.CheckPage(t, page, say.WebLink(r.Link))
		if !strings.Contains(text, shown) {
			t.Errorf("the page does not show the name as %q", shown)
		}
		fixture.Outside(t, page, say.WebLink(r.Link))
		fixture.CheckMarkdown(t, mustRender(t, "md", r, out.Options{Command: payload}), payload)
		fixture.CheckTerminal(t, Document.Terminal(r, out.Options{}))
		fixture.CheckSlack(t, mustRender(t, "slack", r, out.Options{}))
		fixture.CheckMail(t, mustRender(t, "eml", r, out.Options{}))
		fixture.CheckTables(t, "readout", mustRender(t, "csv", r, out.Options{}), mustRender(t, "json", r,
			out.Options{}))

		var back report.Report
		b := mustRender(t, "json", r, out.Options{})
		if err := json.Unmarshal(b, &back); err != nil {
			t.Fatalf("the JSON cannot be read: %v", err)
		}
		if utf8.ValidString(payload) && back.Experiment != r.Experiment {
			t.Errorf("the JSON has the experiment as %q", back.Experiment)
		}
	})
}

// The policy names exactly the scripts of the page.
func TestPolicyMatchesScripts(t *testing.T) {
	page := string(mustRender(t, "html", fixture.Hold(), out.Options{Page: doc.Live}))
	_, rest, _ := strings.Cut(page, `<meta http-equiv="Content-Security-Policy" content="`)
	content, _, _ := strings.Cut(rest, `"`)
	content = html.UnescapeString(content)
	if n := strings.Count(content, "'sha256-"); n != 4 {
		t.Errorf("the policy names %d scripts", n)
	}
	scripts := strings.Split(page, "<script>")[1:]
	for _, s := range scripts {
		body, _, _ := strings.Cut(s, "</script>")
		sum := sha256.Sum256([]byte(body))
		if !strings.Contains(content, base64.StdEncoding.EncodeToString(sum[:])) {
			t.Errorf("the policy does not name the script %.60q", body)
		}
	}
	if len(scripts) != 4 {
		t.Errorf("the page has %d scripts", len(scripts))
	}
	shared := string(mustRender(t, "html", fixture.Hold(), out.Options{Page: doc.Shared, Up: "../"}))
	name, _ := doc.Library()
	if !strings.Contains(shared, `<script src="../`+name+`">`) || strings.Count(shared, "<script>") != 3 ||
		!strings.Contains(html.UnescapeString(shared), "script-src 'self' 'sha256-") {
		t.Error("the page that shares its library does not load it, or has more than its own three scripts")
	}
	static := string(mustRender(t, "html", fixture.Hold(), out.Options{}))
	if strings.Contains(static, "<script") || !strings.Contains(static, "script-src &#39;none&#39;") {
		t.Error("the static page has a script or allows one")
	}
}

// A name that equals the reference of a drawing function stays a text: only
// fixed keys are looked up.
func TestNamedFunctionIsTextInData(t *testing.T) {
	page := string(mustRender(t, "html", fixture.Infect(fixture.Hold(), "fn:forestRow", false), out.Options{}))
	if !strings.Contains(page, ">fn:forestRowacceptance_rate<") {
		t.Error("the name is not drawn as text")
	}
}

// A link is followed only when it is a plain web address.
func TestLinks(t *testing.T) {
	for in, want := range map[string]string{
		"https://example.org/a?b=c#d": "https://example.org/a?b=c#d", "HTTP://x": "HTTP://x", "javascript:alert(1)": "",
		" https://a.b ":    "https://a.b",
		"data:text/html,x": "", "https://": "", "//a.b": "", "https://a.b/\"onclick=": "", "java\nscript:x": "",
		"file:///etc/passwd": "",
	} {
		if got := say.WebLink(in); got != want {
			t.Errorf("webLink(%q) = %q, want %q", in, got, want)
		}
	}
}

// The report that is drawn is not changed.
func TestReportIsNotChanged(t *testing.T) {
	r, want := fixture.SplitFails(), fixture.SplitFails()
	mustRender(t, "html", r, out.Options{})
	a, _ := json.Marshal(r)
	b, _ := json.Marshal(want)
	if !reflect.DeepEqual(a, b) {
		t.Error("drawing changed the report")
	}
}
