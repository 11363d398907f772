package charts

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"html"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"uptake/charts/internal/fixture"
)

// The tests below open pages in a real browser. They run when UPTAKE_BROWSER is
// set (to 1, or to the browser's path); UPTAKE_SHOTS names a folder to keep the
// screenshots in.

// browser opens pages with a fresh profile, all traffic led to a trap.
type browser struct {
	path  string
	trap  *httptest.Server
	mu    sync.Mutex
	hosts []string
}

func openBrowser(t *testing.T) *browser {
	t.Helper()
	path := os.Getenv("UPTAKE_BROWSER")
	if path == "" {
		t.Skip("skipped: set UPTAKE_BROWSER=1 to open pages in a browser")
	}
	if path == "1" {
		for _, n := range []string{"chromium", "chromium-browser", "google-chrome"} {
			if p, err := exec.LookPath(n); err == nil {
				path = p
				break
			}
		}
	}
	if _, err := exec.LookPath(path); err != nil {
		t.Skip("skipped: UPTAKE_BROWSER is set, but there is no chromium; install it (Debian: apt-get install chromium)")
	}
	b := &browser{path: path}
	b.trap = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b.mu.Lock()
		b.hosts = append(b.hosts, r.Method+" "+r.Host+r.URL.Path)
		b.mu.Unlock()
		http.Error(w, "nothing leaves this page", http.StatusForbidden)
	}))
	t.Cleanup(b.trap.Close)
	return b
}

// run opens a page and returns what the browser printed: the page and the log.
func (b *browser) run(t *testing.T, page string, flags ...string) (stdout, stderr string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	_, port, _ := net.SplitHostPort(b.trap.Listener.Addr().String())
	args := append([]string{"--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--disable-default-apps", "--disable-extensions", "--hide-scrollbars", "--enable-logging=stderr",
		"--virtual-time-budget=5000", "--proxy-server=127.0.0.1:" + port, "--user-data-dir=" + t.TempDir()}, flags...)
	var out, log bytes.Buffer
	c := exec.CommandContext(ctx, b.path, append(args, "file://"+page)...)
	c.Stdout, c.Stderr = &out, &log
	c.WaitDelay = 5 * time.Second
	if err := c.Run(); err != nil {
		t.Fatalf("the browser failed: %v\n%s", err, log.String())
	}
	return out.String(), log.String()
}

var consoleLine = regexp.MustCompile(`CONSOLE[:(].*`)

func writePage(t *testing.T, name string, b []byte) string {
	t.Helper()
	p := filepath.Join(t.TempDir(), name+".html")
	if err := os.WriteFile(p, b, 0o644); err != nil {
		t.Fatal(err)
	}
	return p
}

// Every made report opens without a word on the console, with its charts live,
// and asks the network for nothing.
func TestBrowserOpensPages(t *testing.T) {
	b := openBrowser(t)
	shots := os.Getenv("UPTAKE_SHOTS")
	if shots == "" {
		shots = t.TempDir()
	}
	t.Run("group", func(t *testing.T) { // so that what follows waits for all of them
		for _, n := range sortedFixtures() {
			t.Run(n, func(t *testing.T) {
				t.Parallel()
				r := fixtures()[n]
				html := mustRender(t, "html", r, Options{})
				page := writePage(t, n, html)
				dom, log := b.run(t, page, "--dump-dom", "--window-size=1280,9000")
				if c := consoleLine.FindAllString(log, -1); len(c) > 0 {
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
					b.run(t, page, append(s.flags, "--screenshot="+png)...)
					if i, err := os.Stat(png); err != nil || i.Size() < 5000 {
						t.Errorf("%s: no %s screenshot", n, s.name)
					}
				}
				pdf := filepath.Join(shots, n+".pdf")
				b.run(t, page, "--no-pdf-header-footer", "--print-to-pdf="+pdf)
				if i, err := os.Stat(pdf); err != nil || i.Size() < 10000 {
					t.Errorf("%s: it does not print", n)
				}
			})
		}
	})
	b.quiet(t)
}

// quiet asserts that no page asked for anything. The browser's own calls home are not the page's.
func (b *browser) quiet(t *testing.T) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, h := range b.hosts {
		if !strings.Contains(h, "google") && !strings.Contains(h, "gvt1.com") {
			t.Errorf("a page asked the network for %s", h)
		}
	}
}

// Hostile names are texts in a browser too: nothing of theirs runs, nothing is refused, nothing is fetched.
func TestBrowserRunsNoName(t *testing.T) {
	b := openBrowser(t)
	// The window holds the tallest page, that of a word of 10,000 letters: charts come alive as they come near.
	t.Run("group", func(t *testing.T) { // so that what follows waits for all of them
		for n, payload := range fixture.Hostile {
			t.Run(n, func(t *testing.T) {
				t.Parallel()
				html := mustRender(t, "html", fixture.Infect(holdReport(), payload, false), Options{})
				dom, log := b.run(t, writePage(t, n, html), "--dump-dom", "--window-size=1280,14000")
				if strings.Contains(dom, "data-owned=") || strings.Contains(dom, "<title>owned") {
					t.Errorf("%s: the name ran", n)
				}
				if c := consoleLine.FindAllString(log, -1); len(c) > 0 {
					t.Errorf("%s: the console says %q", n, c)
				}
				if strings.Count(dom, "<figure") != strings.Count(dom, `is-live"`) {
					t.Errorf("%s: not every figure became live", n)
				}
			})
		}
	})
	b.quiet(t)
}

// A script that somebody adds to the page is refused by its policy.
func TestBrowserRefusesForeignScript(t *testing.T) {
	b := openBrowser(t)
	html := string(mustRender(t, "html", holdReport(), Options{}))
	html = strings.Replace(html, "</body>", "<script>document.documentElement.dataset.owned=1</script></body>", 1)
	dom, log := b.run(t, writePage(t, "foreign", []byte(html)), "--dump-dom")
	if strings.Contains(dom, "data-owned=") {
		t.Error("the policy let a foreign script run")
	}
	if !strings.Contains(log, "Content Security Policy") {
		t.Error("the console does not say that the policy refused the script")
	}
}

// At 390 pixels nothing but a table in its own frame is wider than the screen.
func TestBrowserFitsPhones(t *testing.T) {
	b := openBrowser(t)
	for _, n := range sortedFixtures() {
		b.fitsPhone(t, n, string(mustRender(t, "html", fixtures()[n], Options{Static: true})))
	}
}

func (b *browser) fitsPhone(t *testing.T, n, html string) {
	t.Helper()
	// Measured by a script that only this test's copy of the page allows.
	html = regexp.MustCompile(`<meta http-equiv="Content-Security-Policy"[^>]*>`).ReplaceAllString(html, "")
	frame := fmt.Sprintf(`<!doctype html><body style="margin:0"><iframe id="f" style="width:390px;height:900px;border:0" srcdoc="%s"></iframe><script>
document.getElementById('f').onload=function(){var d=this.contentDocument,w=[];d.querySelectorAll('body *').forEach(function(e){
if(e.closest('.scroll')&&!e.classList.contains('scroll')||e.closest('.skip')||e.closest('.unseen'))return;var r=e.getBoundingClientRect();
if(r.width&&r.right>390.5)w.push(e.tagName+'.'+e.className)});
document.title='wide:'+d.documentElement.scrollWidth+':'+w.slice(0,5).join(' ')}</script>`, strings.NewReplacer("&", "&amp;", `"`, "&quot;").Replace(html))
	dom, _ := b.run(t, writePage(t, n, []byte(frame)), "--dump-dom")
	title := regexp.MustCompile(`<title>[^<]*`).FindString(dom)
	if title != "<title>wide:390:" {
		t.Errorf("%s: something is wider than the screen: %s", n, title)
	}
}

// The index sorts and searches: every column both ways, by several words, by verdict.
func TestBrowserIndex(t *testing.T) {
	b := openBrowser(t)
	page := mustIndex(t, nightIndex())
	dom, log := b.run(t, writePage(t, "index", []byte(page)), "--dump-dom", "--window-size=1280,2000")
	if c := consoleLine.FindAllString(log, -1); len(c) > 0 {
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
	dom, _ = b.run(t, writePage(t, "driven", []byte(strings.Replace(page, "</body>", driver, 1))), "--dump-dom", "--window-size=1280,2000")
	m := regexp.MustCompile(`data-log="([^"]*)"`).FindStringSubmatch(dom)
	if m == nil {
		t.Fatal("the page could not be driven")
	}
	var got []string
	if err := json.Unmarshal([]byte(html.UnescapeString(m[1])), &got); err != nil {
		t.Fatal(err)
	}
	golden(t, map[string][]byte{"index-browser.txt": []byte(strings.Join(got, "\n") + "\n")})
}
