package index

import (
	"encoding/json"
	"html"
	"regexp"
	"strings"
	"testing"

	"uptake/charts/internal/fixture"
)

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
	dom, _ = b.Run(t, fixture.WritePage(t, "driven", []byte(strings.Replace(page, "</body>", driver, 1))), "--dump-dom",
		"--window-size=1280,2000")
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

// No page keeps people out.
func TestBrowserIndexAxe(t *testing.T) {
	fixture.OpenBrowser(t).CheckAxe(t, map[string]func() string{"index": func() string {
		return mustIndex(t, nightIndex())
	}})
}
