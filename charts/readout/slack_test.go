package readout

import (
	"strings"
	"testing"

	"uptake/analysis/report"
	"uptake/charts/internal/fixture"
	"uptake/charts/out"
	"uptake/charts/say"
)

// TestSlack: the message says what the terminal says, within Slack's limits.
func TestSlack(t *testing.T) {
	for name, r := range fixture.Reports() {
		v := newView(out.Copy(r), out.Options{})
		m := fixture.CheckSlack(t, mustRender(t, "slack", r, out.Options{}))
		said := fixture.SaidIn(m)
		for _, want := range append(v.Verdict.Reasons, v.Verdict.Headline, v.Verdict.Next, v.Verdict.Open,
			v.Verdict.Why()) {
			if !strings.Contains(said, want) {
				t.Errorf("%s: the message does not say %q", name, want)
			}
		}
		for _, c := range v.Cards {
			if !strings.Contains(said, c.Big) || !strings.Contains(said, c.Sub) {
				t.Errorf("%s: the message lacks the number %q", name, c.Label)
			}
		}
		for _, g := range v.Gates {
			if g.Status == "fail" && !strings.Contains(said, g.Detail) {
				t.Errorf("%s: the message does not say %q", name, g.Detail)
			}
		}
	}
}

// TestSlackFull: what finds no room is said to stand elsewhere, and nothing passes a limit.
func TestSlackFull(t *testing.T) {
	r := fixture.ThreeArms()
	for range 300 {
		d := r.Decision.Arms[0]
		d.Arm = strings.Repeat("<&>", 26)
		d.Headline = strings.Repeat("<", 590)
		r.Decision.Arms = append(r.Decision.Arms, d)
	}
	m := fixture.CheckSlack(t, mustRender(t, "slack", r, out.Options{}))
	if last := m.Blocks[len(m.Blocks)-1].Elements[0].Text; !strings.HasPrefix(last, "The page has the rest.") ||
		!strings.Contains(last, say.Program(r.ProgramVersion)) {
		t.Errorf("the last block says %q", last)
	}
	fixture.CheckSlack(t, mustRender(t, "slack", &report.Report{}, out.Options{}))
}
