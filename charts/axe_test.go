package charts

import (
	"encoding/json"
	"html"
	"os"
	"regexp"
	"strings"
	"testing"

	"uptake/analysis/power"
	"uptake/charts/doc"
)

// The test below asks axe-core, which looks for what keeps people with assistive
// technology out. It runs in a browser when UPTAKE_AXE is the path of axe.min.js too.

// axe returns what axe-core finds wrong with a page, on a screen of this size.
func (b *browser) axe(t *testing.T, name, page string, flags ...string) []string {
	t.Helper()
	path := os.Getenv("UPTAKE_AXE")
	if path == "" {
		t.Skip("skipped: set UPTAKE_AXE to the path of axe-core's axe.min.js (npm pack axe-core)")
	}
	axe, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	// The page's own policy refuses axe, so this copy goes without.
	page = regexp.MustCompile(`<meta http-equiv="Content-Security-Policy"[^>]*>`).ReplaceAllString(page, "")
	page = strings.Replace(page, "</body>", "<script>"+string(axe)+`</script><script>
document.querySelectorAll('details').forEach(function(d){d.open=true});
axe.run(document,{resultTypes:['violations']}).then(function(r){
var out=r.violations.map(function(v){return v.id+' ('+v.impact+', '+v.nodes.length+'): '+v.help+': '+v.nodes.slice(0,3).map(function(n){return n.target.join(' ')+' '+n.html.slice(0,160)+' '+(n.any.concat(n.all)[0]||{message:''}).message}).join(' | ')});
document.documentElement.setAttribute('data-axe',JSON.stringify({passes:r.passes.length,violations:out}))}).catch(function(e){document.documentElement.setAttribute('data-axe',JSON.stringify({violations:[String(e)]}))})</script></body>`, 1)
	dom, _ := b.run(t, writePage(t, name, []byte(page)), append(flags, "--dump-dom", "--virtual-time-budget=60000")...)
	m := regexp.MustCompile(`data-axe="([^"]*)"`).FindStringSubmatch(dom)
	if m == nil {
		t.Fatalf("%s: axe-core gave no answer", name)
	}
	var got struct {
		Passes     int
		Violations []string
	}
	if err := json.Unmarshal([]byte(html.UnescapeString(m[1])), &got); err != nil {
		t.Fatal(err)
	}
	if got.Passes < 10 {
		t.Errorf("%s: axe-core looked at %d things only", name, got.Passes)
	}
	return got.Violations
}

// No page keeps people out, wide, narrow, light or dark, with everything folded open.
func TestBrowserAxe(t *testing.T) {
	b := openBrowser(t)
	pages := map[string]func() string{
		"index": func() string { return mustIndex(t, nightIndex()) },
		"plan": func() string {
			return mustLayOut(t, newPlanView(madePlan(t, func(*power.Inputs) {}), Options{}))
		},
		"digest":  func() string { return string(mustDigest(t, madeDigest())) },
		"aa":      func() string { return mustLayOut(t, newAAView(madeAA(), Options{})) },
		"ignores": func() string { return mustLayOut(t, newIgnoresView(investigation(), Options{})) },
	}
	for n := range fixtures() {
		pages[n] = func() string { return string(mustRender(t, "html", fixtures()[n], Options{})) }
	}
	for n, page := range pages {
		t.Run(n, func(t *testing.T) {
			t.Parallel()
			for _, s := range []struct{ name, size string }{{"wide", "--window-size=1280,2000"}, {"narrow", "--window-size=500,2000"}} {
				for _, dark := range []string{"--blink-settings=preferredColorScheme=1", "--blink-settings=preferredColorScheme=0"} {
					for _, v := range b.axe(t, n, page(), s.size, dark) {
						t.Errorf("%s, %s, %s: %s", n, s.name, dark, v)
					}
				}
			}
		})
	}
}

// mustLayOut is the page of a view that is no readout's.
func mustLayOut(t *testing.T, v *doc.View) string {
	t.Helper()
	b, err := doc.LayOut(doc.Page(), v, false)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
