package readout

import (
	"html"
	"strings"
	"testing"

	"uptake/charts/internal/fixture"
	"uptake/charts/out"
)

// TestGlanceInEveryOutput: what stands beside the forest is said in every output, shorter where
// there is less room.
func TestGlanceInEveryOutput(t *testing.T) {
	toAll := "Accepted suggestions per user: +6.9% (+2.5% to +11.5%), over all users; 80.0% of the arm's users were " +
		"ever shown one."
	future := "Acceptance rate, 20 equally likely futures: better in 19."
	long := "In 19 of 20 acceptance rate is better, assuming, as for most changes, that big effects are rare."
	render := func(format string) []byte { return mustRender(t, format, fixture.Hold(), out.Options{}) }
	for name, c := range map[string]struct{ text, future string }{
		"page":     {string(render("html")), long},
		"Markdown": {string(render("md")), long},
		"terminal": {Document.Terminal(fixture.Hold(), out.Options{}), future},
		"mail":     {fixture.CheckMail(t, render("eml")).Html, future},
		"Slack":    {fixture.SaidIn(fixture.CheckSlack(t, render("slack"))), future},
	} {
		text := strings.Join(strings.Fields(html.UnescapeString(c.text)), " ")
		for _, want := range []string{toAll, c.future} {
			if !strings.Contains(text, want) {
				t.Errorf("%s does not say %q", name, want)
			}
		}
	}
}
