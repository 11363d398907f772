package readout

import (
	"strings"
	"testing"

	"uptake/charts/internal/fixture"
	"uptake/charts/out"
)

// When the split fails, no output draws a lift, and each says why.
func TestFailedSplitHidesTheLift(t *testing.T) {
	hold := newView(out.Copy(fixture.Hold()), out.Options{})
	var secrets []string
	for _, e := range hold.Effects {
		secrets = append(secrets, e.Rel.String(), e.Rel.Range(), e.Abs.String(), e.Abs.Range())
	}
	r := fixture.SplitFails()
	outs := map[string]string{"terminal": Document.Terminal(r, out.Options{})}
	for _, f := range []string{"html", "md", "json"} {
		outs[f] = string(mustRender(t, f, r, out.Options{}))
	}
	for n, s := range outs {
		for _, secret := range secrets {
			if strings.Contains(s, secret) {
				t.Errorf("the %s output shows %q", n, secret)
			}
		}
		if n != "json" && !strings.Contains(s, "not comparable") {
			t.Errorf("the %s output does not say why the lift is hidden", n)
		}
	}
	if strings.Contains(outs["html"], `id="figure-effects"`) || strings.Contains(outs["html"], `id="figure-lift`) {
		t.Error("the page draws a lift")
	}
}
