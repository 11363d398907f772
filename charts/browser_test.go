package charts

import (
	"encoding/json"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"uptake/charts/internal/fixture"
	"uptake/charts/out"
)

// The tests below open pages in a real browser. They run when UPTAKE_BROWSER is
// set (to 1, or to the browser's path); UPTAKE_SHOTS names a folder to keep the
// screenshots in.

// Every made report opens without a word on the console, with its charts live,
// and asks the network for nothing.
func TestBrowserOpensPages(t *testing.T) {
	b := fixture.OpenBrowser(t)
	shots := os.Getenv("UPTAKE_SHOTS")
	if shots == "" {
		shots = t.TempDir()
	}
	t.Run("group", func(t *testing.T) { // so that what follows waits for all of them
		for _, n := range sortedFixtures() {
			t.Run(n, func(t *testing.T) {
				t.Parallel()
				r := fixture.Reports()[n]
				html := mustRender(t, "html", r, out.Options{})
				page := fixture.WritePage(t, n, html)
				dom, log := b.Run(t, page, "--dump-dom", "--window-size=1280,9000")
				if c := fixture.ConsoleLine.FindAllString(log, -1); len(c) > 0 {
					t.Errorf("%s: the console says %q", n, c)
				}
				figures, live := strings.Count(dom, "<figure"), strings.Count(dom, `is-live"`)
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
					png := filepath.Join(shots, n+"-"+s.name+".png")
					b.Run(t, page, append(s.flags, "--screenshot="+png)...)
					if i, err := os.Stat(png); err != nil || i.Size() < 5000 {
						t.Errorf("%s: no %s screenshot", n, s.name)
					}
				}
				pdf := filepath.Join(shots, n+".pdf")
				b.Run(t, page, "--no-pdf-header-footer", "--print-to-pdf="+pdf)
				if i, err := os.Stat(pdf); err != nil || i.Size() < 10000 {
					t.Errorf("%s: it does not print", n)
				}
			})
		}
	})
	b.Quiet(t)
}

// Hostile names are texts in a browser too: nothing of theirs runs, nothing is refused, nothing is fetched.
func TestBrowserRunsNoName(t *testing.T) {
	b := fixture.OpenBrowser(t)
	// The window holds the tallest page, that of a word of 10,000 letters: charts come alive as they come near.
	t.Run("group", func(t *testing.T) { // so that what follows waits for all of them
		for n, payload := range fixture.Hostile {
			t.Run(n, func(t *testing.T) {
				t.Parallel()
				html := mustRender(t, "html", fixture.Infect(fixture.Hold(), payload, false), out.Options{})
				dom, log := b.Run(t, fixture.WritePage(t, n, html), "--dump-dom", "--window-size=1280,14000")
				if strings.Contains(dom, "data-owned=") || strings.Contains(dom, "<title>owned") {
					t.Errorf("%s: the name ran", n)
				}
				if c := fixture.ConsoleLine.FindAllString(log, -1); len(c) > 0 {
					t.Errorf("%s: the console says %q", n, c)
				}
				if strings.Count(dom, "<figure") != strings.Count(dom, `is-live"`) {
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
	html := string(mustRender(t, "html", fixture.Hold(), out.Options{}))
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
		b.FitsPhone(t, n, string(mustRender(t, "html", fixture.Reports()[n], out.Options{Static: true})))
	}
}

// The index sorts and searches: every column both ways, by several words, by verdict.
func TestBrowserIndex(t *testing.T) {
	b := fixture.OpenBrowser(t)
	page := mustIndex(t, nightIndex())
	dom, log := b.Run(t, fixture.WritePage(t, "index", []byte(page)), "--dump-dom", "--window-size=1280,2000")
	if c := fixture.ConsoleLine.FindAllString(log, -1); len(c) > 0 {
		t.Errorf("the console says %q", c)
	}
	if strings.Count(dom, "<button") < 8 || strings.Contains(dom, `class="find" hidden`) {
		t.Error("the script did not come alive under the page's policy")
	}
	// Driven by a script that only this test's copy of the page allows.
	page = regexp.MustCompile(`<meta http-equiv="Content-Security-Policy"[^>]*>`).ReplaceAllString(page, "")
	driver := `<script>(function(){
var log=[],names=function(){return [].slice.call(document.querySelectorAll('.night tbody:not([hidden]) th')).map(function(h){return h.firstElementChild.tagName==='A'?h.firstElementChild.textContent:h.firstChild.textContent})};
var sorts=function(){return [].slice.call(document.querySelectorAll('.night thead th')).map(function(h){return h.getAttribute('aria-sort')}).join(' ')};
var note=function(what){log.push(what+': '+names().join(' ')+' ['+document.querySelector('.find [role=status]').textContent+']')};
var heads=document.querySelectorAll('.night thead button'),input=document.querySelector('.find input');
var find=function(s){input.value=s;input.dispatchEvent(new Event('input'));note('find '+s)};
note('start');
[1,2,3,4,5,6,7].forEach(function(i){heads[i].click();note(heads[i].textContent);log.push(sorts());heads[i].click();note(heads[i].textContent+' again')});
heads[0].click();note('needs');log.push(sorts());
find('DO NOT ship');find('adoption latency');find('tickets');find('no such thing');find('');
var chips=document.querySelectorAll('.tally button');chips[0].click();chips[4].click();note('chips');log.push(chips[0].getAttribute('aria-pressed'));chips[0].click();chips[4].click();note('end');
document.documentElement.setAttribute('data-log',JSON.stringify(log))})()</script></body>`
	dom, _ = b.Run(t, fixture.WritePage(t, "driven", []byte(strings.Replace(page, "</body>", driver, 1))), "--dump-dom", "--window-size=1280,2000")
	m := regexp.MustCompile(`data-log="([^"]*)"`).FindStringSubmatch(dom)
	if m == nil {
		t.Fatal("the page could not be driven")
	}
	var got []string
	if err := json.Unmarshal([]byte(html.UnescapeString(m[1])), &got); err != nil {
		t.Fatal(err)
	}
	fixture.Golden(t, map[string][]byte{"index-browser.txt": []byte(strings.Join(got, "\n") + "\n")})
}
