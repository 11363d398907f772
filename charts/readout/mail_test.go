package readout

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"uptake/analysis/report"
	"uptake/charts/internal/fixture"
	"uptake/charts/out"
	"uptake/charts/say"
)

// TestMail: the text is that of the terminal, the page says the same, the headers are
// those of the data alone.
func TestMail(t *testing.T) {
	for name, r := range fixture.Reports() {
		v := newView(out.Copy(r), out.Options{})
		m := fixture.CheckMail(t, mustRender(t, "eml", r, out.Options{}))
		if m.Text != Document.Terminal(r, out.Options{}) {
			t.Errorf("%s: the text is not that of the terminal", name)
		}
		if want := say.Cap(strings.TrimSuffix(v.Title+": "+v.Verdict.Headline, ": "), 300); m.Subject != want {
			t.Errorf("%s: the subject is %q, want %q", name, m.Subject, want)
		}
		page := fixture.PlainWords("x.html", m.Html)
		for _, want := range append(v.Verdict.Reasons, v.Verdict.Headline, v.Verdict.Next, v.Verdict.Open,
			v.Verdict.Why()) {
			if !strings.Contains(page, fixture.PlainWords("x.txt", want)) {
				t.Errorf("%s: the page does not say %q", name, want)
			}
		}
		for _, c := range v.Cards {
			if !strings.Contains(page, fixture.PlainWords("x.txt", c.Big)) {
				t.Errorf("%s: the page lacks the number %q", name, c.Label)
			}
		}
		date, _ := m.Date()
		if to, err := time.Parse(time.RFC3339, r.DataTo); err == nil && !date.Equal(to.Truncate(time.Second)) {
			t.Errorf("%s: dated %s, the data end %s", name, date, r.DataTo)
		}
	}
	a, b := mustRender(t, "eml", fixture.Hold(), out.Options{}), mustRender(t, "eml", fixture.Hold(), out.Options{})
	if !bytes.Equal(a, b) {
		t.Error("two messages of one result differ")
	}
	fixture.CheckMail(t, mustRender(t, "eml", &report.Report{}, out.Options{}))
}
