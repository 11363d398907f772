package readout

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"uptake/charts/doc"
	"uptake/charts/internal/fixture"
	"uptake/charts/out"
)

// The tests below open pages in a real browser. They run when UPTAKE_BROWSER is
// set (to 1, or to the browser's path); UPTAKE_SHOTS names a folder to keep the
// screenshots in.

// pageInPDF is the object of one page.
var pageInPDF = regexp.MustCompile(`/Type\s*/Page\b`)

// Every made report opens without a word on the console, with its charts live,
// and asks the network for nothing.
func TestBrowserOpensPages(t *testing.T) {
	b := fixture.OpenBrowser(t)
	shots := os.Getenv("UPTAKE_SHOTS")  // a folder for pictures to look at
	t.Run("group", func(t *testing.T) { // so that what follows waits for all of them
		for _, n := range sortedFixtures() {
			t.Run(n, func(t *testing.T) {
				t.Parallel()
				r := fixture.Reports()[n]
				html := mustRender(t, "html", r, out.Options{Page: doc.Live})
				page := fixture.WritePage(t, n, html)
				dom, log := b.Run(t, page, "--dump-dom", "--window-size=1280,9000")
				if c := fixture.ConsoleLine.FindAllString(log, -1); len(c) > 0 {
					t.Errorf("%s: the console says %q", n, c)
				}
				figures, live := strings.Count(dom, "<figure")-strings.Count(dom,
					`<svg class="sketch"`)/2, strings.Count(dom, `is-live"`)
				if figures != live {
					t.Errorf("%s: %d of %d figures became live", n, live, figures)
				}
				if figures > 0 && !strings.Contains(dom, "<g") {
					t.Errorf("%s: the live charts are empty", n)
				}
				for _, s := range []struct {
					name  string
					flags []string
				}{
					{"first", []string{"--window-size=1280,720"}},
					{"light", []string{"--window-size=1280,6500"}},
					{"dark", []string{"--window-size=1280,6500", "--blink-settings=preferredColorScheme=0"}},
					{"phone", []string{"--window-size=390,11000"}},
				} {
					if shots == "" {
						break
					}
					png := filepath.Join(shots, n+"-"+s.name+".png")
					b.Run(t, page, append(s.flags, "--screenshot="+png)...)
					if i, err := os.Stat(png); err != nil || i.Size() < 5000 {
						t.Errorf("%s: no %s screenshot", n, s.name)
					}
				}
				pdf := filepath.Join(cmp.Or(shots, t.TempDir()), n+".pdf")
				b.Run(t, page, "--no-pdf-header-footer", "--print-to-pdf="+pdf)
				printed, err := os.ReadFile(pdf)
				if err != nil || len(printed) < 10000 {
					t.Errorf("%s: it does not print", n)
				}
				if pages := len(pageInPDF.FindAll(printed, -1)); pages < 1 || pages > 2 {
					t.Errorf("%s: it prints on %d pages, want at most 2", n, pages)
				}
			})
		}
	})
	b.Quiet(t)
}

// probe is what a reader of a live page does, and what comes of it: tables that sort both ways,
// segments of which one is chosen.
const probe = `<script>setTimeout(function () {
document.querySelectorAll('details').forEach(function (d) { d.open = true; });
var out = [], table = document.querySelector('#effects table'), head = table.querySelectorAll('thead th')[4];
var column = function () { return Array.prototype.map.call(table.tBodies[0].rows, function (r) { return r.cells[4].firstChild.data; }).join(' '); };
for (var i = 0; i < 2; i++) { head.querySelector('button').click(); out.push(head.getAttribute('aria-sort') + ': ' + column()); }
var figure = document.querySelector('#figure-segments'), list = figure.querySelector('select');
list.selectedIndex = 2;
list.dispatchEvent(new Event('change'));
out.push(list.options[2].text + ': ' + figure.querySelectorAll('.live text').length);
document.documentElement.setAttribute('data-probe', out.join('|'));
}, 1500)</script></body>`

// On a live page a table sorts by the number of a column, and a picture is of what is chosen.
func TestBrowserChoosesAndSorts(t *testing.T) {
	b := fixture.OpenBrowser(t)
	page := string(mustRender(t, "html", fixture.Hold(), out.Options{Page: doc.Live}))
	page = regexp.MustCompile(`<meta http-equiv="Content-Security-Policy"[^>]*>`).ReplaceAllString(page, "")
	page = strings.Replace(page, "</body>", probe, 1)
	dom, log := b.Run(t, fixture.WritePage(t, "probe", []byte(page)), "--dump-dom", "--window-size=1280,9000",
		"--virtual-time-budget=8000")
	if c := fixture.ConsoleLine.FindAllString(log, -1); len(c) > 0 {
		t.Errorf("the console says %q", c)
	}
	m := regexp.MustCompile(`data-probe="([^"]*)"`).FindStringSubmatch(dom)
	if m == nil {
		t.Fatal("the probe gave no answer")
	}
	got := strings.Split(m[1], "|")
	want := []string{"descending: +7.4% +2.1% +1.3% +1.1% +0.07% −1.8%",
		"ascending: −1.8% +0.07% +1.1% +1.3% +2.1% +7.4%"}
	if len(got) != 3 || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("sorted it is %q, want %q", got, want)
	}
	if n := strings.TrimPrefix(got[len(got)-1], "Plan: "); n == got[len(got)-1] || n == "0" {
		t.Errorf("chosen is %q, want the levels of Plan drawn", got[len(got)-1])
	}
}

// Hostile names are texts in a browser too: nothing of theirs runs, nothing is refused, nothing is fetched.
func TestBrowserRunsNoName(t *testing.T) {
	b := fixture.OpenBrowser(t)
	// The window holds the tallest page, that of a word of 10,000 letters: charts come alive as they come near.
	t.Run("group", func(t *testing.T) { // so that what follows waits for all of them
		for turn := range fixture.Turns() {
			n := fmt.Sprint("turn-", turn)
			t.Run(n, func(t *testing.T) {
				t.Parallel()
				html := mustRender(t, "html", fixture.InfectByTurns(fixture.Hold(), turn),
					out.Options{Page: doc.Live})
				dom, log := b.Run(t, fixture.WritePage(t, n, html), "--dump-dom", "--window-size=1280,14000")
				if strings.Contains(dom, "data-owned=") || strings.Contains(dom, "<title>owned") {
					t.Errorf("%s: the name ran", n)
				}
				if c := fixture.ConsoleLine.FindAllString(log, -1); len(c) > 0 {
					t.Errorf("%s: the console says %q", n, c)
				}
				if strings.Count(dom, "<figure")-strings.Count(dom, `<svg class="sketch"`)/2 != strings.Count(dom,
					`is-live"`) {
					t.Errorf("%s: not every figure became live", n)
				}
			})
		}
	})
	b.Quiet(t)
}

// A script that somebody adds to the page is refused by its policy.
func TestBrowserRefusesForeignScript(t *testing.T) {
	b := fixture.OpenBrowser(t)
	html := string(mustRender(t, "html", fixture.Hold(), out.Options{Page: doc.Live}))
	html = strings.Replace(html, "</body>", "<script>document.documentElement.dataset.owned=1</script></body>", 1)
	dom, log := b.Run(t, fixture.WritePage(t, "foreign", []byte(html)), "--dump-dom")
	if strings.Contains(dom, "data-owned=") {
		t.Error("the policy let a foreign script run")
	}
	if !strings.Contains(log, "Content Security Policy") {
		t.Error("the console does not say that the policy refused the script")
	}
}

// At 390 pixels nothing but a table in its own frame is wider than the screen.
func TestBrowserFitsPhones(t *testing.T) {
	b := fixture.OpenBrowser(t)
	for _, n := range sortedFixtures() {
		b.FitsPhone(t, n, string(mustRender(t, "html", fixture.Reports()[n], out.Options{})))
	}
}

// No page keeps people out.
func TestBrowserAxe(t *testing.T) {
	pages := map[string]func() string{}
	for n, r := range fixture.Reports() {
		pages[n] = func() string { return string(mustRender(t, "html", r, out.Options{Page: doc.Live})) }
	}
	fixture.OpenBrowser(t).CheckAxe(t, pages)
}

// TestDocument: it has every output, the page names the JSON that is written beside it, also
// where that is not asked for, and what there is not is refused by name.
func TestDocument(t *testing.T) {
	fixture.CheckDocument(t, Document, fixture.Hold())
}
