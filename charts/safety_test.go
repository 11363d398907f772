package charts

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"

	"uptake/analysis/report"
	"uptake/charts/asset"
	"uptake/charts/draw"
	"uptake/charts/internal/fixture"
	"uptake/charts/say"
)

// elements are those that a page may consist of.
var elements = setOf(`html head meta title style body a div header h1 h2 h3 p span b main section nav ul li small footer dl dt dd code details summary
figure figcaption table caption thead tbody tr th td script svg g path rect circle line polyline polygon text tspan defs clippath ellipse
ol i symbol use label input`) // of the index

// attributes are those that an element may carry.
var attributes = setOf(`lang charset http-equiv content name class href id aria-label aria-labelledby aria-hidden focusable role tabindex dir title rel
scope data-head type viewbox width height x y x1 y1 x2 y2 cx cy r rx ry d points transform fill stroke stroke-width stroke-dasharray stroke-linecap stroke-linejoin
style text-anchor dominant-baseline space xlink version baseprofile xmlns clip-path pointer-events fill-opacity stroke-opacity opacity stroke-miterlimit xmlns:xlink
hidden for autocomplete spellcheck aria-describedby rowspan colspan data-key data-sort`)

func setOf(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// checkPage reads a page as a browser would and fails on anything that could
// run, load or send. It returns the page's text.
func checkPage(t *testing.T, page []byte, links ...string) string {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(string(page)))
	if err != nil {
		t.Fatalf("the page is not HTML: %v", err)
	}
	constants := map[string]bool{asset.ECharts: true, draw.Functions: true, bootScript: true, indexScript: true}
	var text strings.Builder
	ids := map[string]bool{}
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		switch n.Type {
		case html.TextNode:
			text.WriteString(n.Data + "\n")
		case html.CommentNode:
			t.Errorf("the page has a comment: %.80q", n.Data)
		case html.ElementNode:
			tag := strings.ToLower(n.Data)
			if !elements[tag] {
				t.Errorf("the page has an element %q", n.Data)
			}
			for _, a := range n.Attr {
				checkAttribute(t, tag, n, a, links)
				if a.Key == "aria-label" || a.Key == "title" || a.Key == "data-head" {
					text.WriteString(a.Val + "\n")
				}
				if a.Key == "id" {
					if ids[a.Val] {
						t.Errorf("the id %q occurs twice", a.Val)
					}
					ids[a.Val] = true
				}
			}
			if tag == "script" {
				body := ""
				if n.FirstChild != nil {
					body = n.FirstChild.Data
				}
				if fixture.Attribute(n, "type") == "application/json" {
					if strings.ContainsAny(body, "<>&\u2028\u2029") || !json.Valid([]byte(body)) {
						t.Errorf("a data block is not inert JSON: %.120q", body)
					}
				} else if !constants[body] {
					t.Errorf("the page has a script that is not one of the three: %.80q", body)
				}
				return
			}
			if tag == "style" {
				return
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(doc)
	return text.String()
}

func checkAttribute(t *testing.T, tag string, n *html.Node, a html.Attribute, links []string) {
	t.Helper()
	key := strings.ToLower(a.Key)
	if !attributes[key] {
		t.Errorf("<%s> has the attribute %s=%.60q", tag, a.Key, a.Val)
	}
	if key == "href" && !strings.HasPrefix(a.Val, "#") && !slices.Contains(links, a.Val) {
		t.Errorf("<%s> leads to %q", tag, a.Val)
	}
	if key == "style" && strings.ContainsAny(a.Val, "<>\"") {
		t.Errorf("<%s> has the style %q", tag, a.Val)
	}
	if n.Parent != nil && strings.EqualFold(n.Parent.Data, "clipPath") {
		return // a clip's colour is never seen
	}
	if (key == "fill" || key == "stroke") && a.Val != "none" && a.Val != "currentColor" && a.Val != "transparent" && !strings.HasPrefix(a.Val, "var(--") {
		t.Errorf("<%s> has the colour %s=%q, which does not follow light and dark", tag, key, a.Val)
	}
}

// No text can become anything but text, in any output.
func TestHostileNames(t *testing.T) {
	infected(t, func(t *testing.T, r *report.Report, payload string) {
		shown := say.Name(payload + "acceptance_rate")
		if r.Metrics[0].Name == payload {
			shown = say.Metric(payload)
		}
		page := mustRender(t, "html", r, Options{Command: payload})
		text := checkPage(t, page, say.WebLink(r.Link))
		if !strings.Contains(text, shown) {
			t.Errorf("the page does not show the name as %q", shown)
		}
		outside(t, page, say.WebLink(r.Link))
		checkMarkdown(t, mustRender(t, "md", r, Options{Command: payload}), payload)
		checkTerminal(t, Readout.Terminal(r, Options{}))
		checkSlack(t, mustRender(t, "slack", r, Options{}))
		checkMail(t, mustRender(t, "eml", r, Options{}))

		var back report.Report
		b := mustRender(t, "json", r, Options{})
		if err := json.Unmarshal(b, &back); err != nil {
			t.Fatalf("the JSON cannot be read: %v", err)
		}
		if utf8.ValidString(payload) && back.Experiment != r.Experiment {
			t.Errorf("the JSON has the experiment as %q", back.Experiment)
		}
	})
}

// outside fails when a page names an address anywhere but in namespaces, text or its link.
func outside(t *testing.T, page []byte, link string) {
	t.Helper()
	s := string(page)
	for _, c := range []string{asset.ECharts, draw.Functions, bootScript} {
		s = strings.Replace(s, c, "", 1)
	}
	for _, attr := range []string{` src=`, ` srcset=`, `url(`, `@import`, ` action=`, ` data=`, ` poster=`} {
		for i, after := 0, s; ; {
			_, rest, found := strings.Cut(after, attr)
			if !found {
				break
			}
			// Names may contain these characters; only markup must not. Names never hold a raw quote or bracket.
			before := after[:len(after)-len(rest)-len(attr)]
			if o := strings.LastIndexAny(before, "<>"); o >= 0 && before[o] == '<' && !strings.HasPrefix(before[o:], "<meta") && !inQuotes(before[o:]) {
				t.Errorf("the page has %q in a tag: %.80q", attr, before[o:])
			}
			after = rest
			if i++; i > 10000 {
				break
			}
		}
	}
}

// inQuotes reports whether the end of an opened tag lies inside an attribute's value.
func inQuotes(tag string) bool { return strings.Count(tag, `"`)%2 == 1 }

func checkMarkdown(t *testing.T, b []byte, payload string) {
	t.Helper()
	s := string(b)
	for _, l := range strings.Split(s, "\n") {
		if strings.HasPrefix(l, "# heading") {
			t.Error("a name became a heading")
		}
		if strings.HasPrefix(l, "|") && l != "" && !strings.HasSuffix(l, "|") {
			t.Errorf("a name broke a table row: %.120q", l)
		}
	}
	// Outside code, no bracket, address or mention of a name is left that means something.
	for _, bad := range []string{"<script", "<img", "<b>", "](", "@all", "https://hostile.invalid", "www.hostile"} {
		for _, l := range strings.Split(s, "\n") {
			plain := escaped.ReplaceAllString(stripCode(l), "")
			if strings.Contains(plain, bad) && !strings.HasPrefix(l, "Plan: <") && !strings.HasPrefix(l, "- Replay: <") && !inFence(s, l) {
				t.Errorf("the Markdown has %q: %.160q", bad, l)
			}
		}
	}
	for _, r := range s {
		if r != '\n' && unicode.IsControl(r) || r == '\u202e' || r == '\u2066' {
			t.Fatalf("the Markdown has the character %U", r)
		}
	}
}

// escaped is a character that means nothing.
var escaped = regexp.MustCompile(`\\.`)

// stripCode leaves code spans out of a line.
func stripCode(l string) string {
	var out strings.Builder
	for l != "" {
		i := strings.IndexByte(l, '`')
		if i < 0 || i > 0 && l[i-1] == '\\' {
			if i < 0 {
				return out.String() + l
			}
			out.WriteString(l[:i+1])
			l = l[i+1:]
			continue
		}
		n := i
		for n < len(l) && l[n] == '`' {
			n++
		}
		ticks := l[i:n]
		end := strings.Index(l[n:], ticks)
		out.WriteString(l[:i])
		if end < 0 {
			return out.String() + l[i:]
		}
		l = l[n+end+len(ticks):]
	}
	return out.String()
}

// inFence reports whether a line stands in the block of text bars.
func inFence(all, line string) bool {
	_, rest, ok := strings.Cut(all, "```")
	if !ok {
		return false
	}
	block, _, _ := strings.Cut(rest, "\n```")
	return strings.Contains(block, line)
}

func checkTerminal(t *testing.T, s string) {
	t.Helper()
	for _, l := range strings.Split(s, "\n") {
		if say.Columns(l) > terminalWidth {
			t.Errorf("a line takes %d columns: %q", say.Columns(l), l)
		}
		for _, r := range l {
			if unicode.IsControl(r) || r == '\u202e' || r == '\u2066' {
				t.Errorf("the terminal is sent the character %U", r)
			}
		}
	}
}

// The policy names exactly the scripts of the page.
func TestPolicyMatchesScripts(t *testing.T) {
	page := string(mustRender(t, "html", holdReport(), Options{}))
	_, rest, _ := strings.Cut(page, `<meta http-equiv="Content-Security-Policy" content="`)
	content, _, _ := strings.Cut(rest, `"`)
	content = html.UnescapeString(content)
	if n := strings.Count(content, "'sha256-"); n != 3 {
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
	if len(scripts) != 3 {
		t.Errorf("the page has %d scripts", len(scripts))
	}
	static := string(mustRender(t, "html", holdReport(), Options{Static: true}))
	if strings.Contains(static, "<script") || !strings.Contains(static, "script-src &#39;none&#39;") {
		t.Error("the static page has a script or allows one")
	}
}

// A name that equals the reference of a drawing function stays a text: only
// fixed keys are looked up.
func TestNamedFunctionIsTextInData(t *testing.T) {
	page := string(mustRender(t, "html", fixture.Infect(holdReport(), "fn:forestRow", false), Options{Static: true}))
	if !strings.Contains(page, ">fn:forestRowacceptance_rate<") {
		t.Error("the name is not drawn as text")
	}
}

// A link is followed only when it is a plain web address.
func TestLinks(t *testing.T) {
	for in, want := range map[string]string{
		"https://example.org/a?b=c#d": "https://example.org/a?b=c#d", "HTTP://x": "HTTP://x", "javascript:alert(1)": "", " https://a.b ": "https://a.b",
		"data:text/html,x": "", "https://": "", "//a.b": "", "https://a.b/\"onclick=": "", "java\nscript:x": "", "file:///etc/passwd": "",
	} {
		if got := say.WebLink(in); got != want {
			t.Errorf("webLink(%q) = %q, want %q", in, got, want)
		}
	}
}

// The report that is drawn is not changed.
func TestReportIsNotChanged(t *testing.T) {
	r, want := splitFailsReport(), splitFailsReport()
	mustRender(t, "html", r, Options{})
	a, _ := json.Marshal(r)
	b, _ := json.Marshal(want)
	if !reflect.DeepEqual(a, b) {
		t.Error("drawing changed the report")
	}
}
