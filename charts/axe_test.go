package charts

import (
	"testing"

	"uptake/analysis/power"
	"uptake/charts/doc"
	"uptake/charts/internal/fixture"
	"uptake/charts/out"
)

// The test below asks axe-core, which looks for what keeps people with assistive
// technology out. It runs in a browser when UPTAKE_AXE is the path of axe.min.js too.

// No page keeps people out, wide, narrow, light or dark, with everything folded open.
func TestBrowserAxe(t *testing.T) {
	b := fixture.OpenBrowser(t)
	pages := map[string]func() string{
		"index": func() string { return mustIndex(t, nightIndex()) },
		"plan": func() string {
			return mustLayOut(t, newPlanView(madePlan(t, func(*power.Inputs) {}), out.Options{}))
		},
		"digest":  func() string { return string(mustDigest(t, madeDigest())) },
		"aa":      func() string { return mustLayOut(t, newAAView(madeAA(), out.Options{})) },
		"ignores": func() string { return mustLayOut(t, newIgnoresView(investigation(), out.Options{})) },
	}
	for n := range fixture.Reports() {
		pages[n] = func() string { return string(mustRender(t, "html", fixture.Reports()[n], out.Options{})) }
	}
	for n, page := range pages {
		t.Run(n, func(t *testing.T) {
			t.Parallel()
			for _, s := range []struct{ name, size string }{{"wide", "--window-size=1280,2000"}, {"narrow", "--window-size=500,2000"}} {
				for _, dark := range []string{"--blink-settings=preferredColorScheme=1", "--blink-settings=preferredColorScheme=0"} {
					for _, v := range b.Axe(t, n, page(), s.size, dark) {
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
