package decide

import (
	"strings"
	"testing"

	"uptake/analysis/report"
	"uptake/analysis/spec"
)

// band gives a comparison an always-valid interval and the state by it.
func band(c *report.Comparison, lo, hi float64, state string) {
	i := report.Interval{Value: report.Num((lo + hi) / 2), Lo: report.Num(lo), Hi: report.Num(hi), Bounded: true}
	c.Sequential, c.StateSoFar = &report.Sequential{Abs: i, Rel: i, P: 0.01, Level: report.Undefined()}, state
}

// running is a readout nine days before its end whose band has settled it.
func running() *Facts {
	f := readout()
	f.Ended, f.DaysLeft, f.Exp.Statistics.Sequential = false, 9, true
	band(&f.Metrics[0].Comparisons[0], 0.03, 0.25, up)
	band(&f.Metrics[1].Comparisons[0], -0.02, 0.02, "safe")
	band(&f.Metrics[2].Comparisons[0], -0.05, 0.2, open)
	return f
}

// TestBeforeTheEnd: only the always-valid band decides, whatever the fixed interval says.
func TestBeforeTheEnd(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*Facts)
		want   report.Verdict
		reason string
	}{
		{"settled", func(*Facts) {}, report.LooksPromising, "likely overstated"},
		{"settled without an end", func(f *Facts) { f.Exp.End = spec.NoDay }, report.LooksPromising,
			"read without a plan"},
		{"not settled without an end", func(f *Facts) {
			f.Exp.End = spec.NoDay
			band(&f.Metrics[0].Comparisons[0], -0.001, 0.25, open)
		}, report.CannotTell, "not clear of zero"},
		{"the band touches zero", func(f *Facts) { band(&f.Metrics[0].Comparisons[0], -0.001, 0.25, open) },
			report.KeepRunning, "not clear of zero"},
		{"no band yet", func(f *Facts) {
			f.Metrics[0].Comparisons[0].Sequential, f.Metrics[0].Comparisons[0].StateSoFar = nil, "none"
		}, report.KeepRunning, "no interval"},
		{"too few weeks", func(f *Facts) { f.Full = 1 }, report.KeepRunning, "only 1 full week"},
		{"a guardrail open so far", func(f *Facts) { f.Metrics[1].Comparisons[0].StateSoFar = open },
			report.KeepRunning, "may have risen by more than 2%; at most 2%"},
		{"a guardrail breached by the band", func(f *Facts) { f.Metrics[1].Comparisons[0].StateSoFar = "breached" },
			report.DoNotShip, "likely overstated"},
		{"a guardrail breached by the fixed interval alone",
			func(f *Facts) { f.Metrics[1].Comparisons[0].State = "breached" }, report.LooksPromising, ""},
		{"worse by the band", func(f *Facts) { band(&f.Metrics[0].Comparisons[0], -0.25, -0.03, down) },
			report.DoNotShip, "worse"},
		{"the same by the band", func(f *Facts) { band(&f.Metrics[0].Comparisons[0], -0.01, 0.01, open) },
			report.NoDifference, ""},
		{"switched off", func(f *Facts) { f.Exp.Statistics.Sequential = false }, report.KeepRunning, "switched off"},
	} {
		f := running()
		c.change(f)
		d := Decide(f)
		if d.Verdict != c.want || !strings.Contains(strings.Join(d.Reasons, " "), c.reason) {
			t.Errorf("%s: %s, %q; want %s with %q", c.name, d.Verdict, d.Reasons, c.want, c.reason)
		}
		if strings.Contains(d.Headline+strings.Join(d.Reasons, " ")+d.Basis, "in 100") {
			t.Errorf("%s: a chance is printed before the end: %q %q", c.name, d.Headline, d.Reasons)
		}
	}
}

// TestShip: planned, enough weeks, better, safe, with chance enough; each
// missing part leaves "looks promising" or less.
func TestShip(t *testing.T) {
	ready := func() *Facts {
		f := readout()
		f.Exp.Decision.ChanceEnough = 0.5
		f.Chances = map[string]map[string]*report.Bayes{"acceptance_rate": {"b": {ChanceBetter: 0.999,
			ChanceEnough: 0.93}}}
		f.Metrics[0].Comparisons[0].P = 0.01
		return f
	}
	for _, c := range []struct {
		name   string
		change func(*Facts)
		want   report.Verdict
		reason string
	}{
		{"all there", func(*Facts) {}, report.Ship, "93 in 100"},
		{"chance just enough", func(f *Facts) { f.Chances["acceptance_rate"]["b"].ChanceEnough = 0.5 }, report.Ship,
			"50 in 100"},
		{"chance not enough", func(f *Facts) { f.Chances["acceptance_rate"]["b"].ChanceEnough = 0.499 },
			report.LooksPromising, "less than the 50 in 100"},
		{"almost certain", func(f *Facts) { f.Chances["acceptance_rate"]["b"].ChanceEnough = 0.9999 }, report.Ship,
			"more than 99 in 100"},
		{"not planned", func(f *Facts) { f.Planned = false }, report.LooksPromising, "No plan"},
		{"no smallest effect", func(f *Facts) { f.Exp.Metrics[0].MinimumEffect = spec.Amount{} }, report.LooksPromising,
			"minimum_effect"},
		{"no chance known", func(f *Facts) { f.Chances = nil }, report.LooksPromising, "cannot be computed"},
		{"no time", func(f *Facts) { f.Timed = false }, report.LooksPromising, "no time"},
		{"too few weeks", func(f *Facts) { f.Full = 1 }, report.CannotTell, ""},
		{"a guardrail open", func(f *Facts) { f.Metrics[1].Comparisons[0].State = open }, report.Hold, ""},
		{"a second arm uses up the level", func(f *Facts) {
			f.Arms = []string{"b", "c"}
			x := comparison(-0.1, 0.1, open)
			x.Arm, x.P = "c", 0.8
			f.Metrics[0].Comparisons[0].P = 0.03
			f.Metrics[0].Comparisons = append(f.Metrics[0].Comparisons, x)
		}, report.CannotTell, "Holm"},
	} {
		f := ready()
		c.change(f)
		d := Decide(f)
		if d.Verdict != c.want || !strings.Contains(strings.Join(d.Reasons, " "), c.reason) {
			t.Errorf("%s: %s, %q; want %s with %q", c.name, d.Verdict, d.Reasons, c.want, c.reason)
		}
	}
}
