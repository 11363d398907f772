package decide

import (
	"math"
	"strings"
	"testing"

	"uptake/analysis/report"
	"uptake/analysis/spec"
)

// TestGuardrailByItsOwnBound: what a guardrail may have done is said by the interval
// that decides, and nothing is said of one that is safe.
func TestGuardrailByItsOwnBound(t *testing.T) {
	for _, c := range []struct {
		name               string
		printed, final     [2]float64
		state              string
		verdict            report.Verdict
		headline, openLine string
	}{
		{"safe, printed past the margin", [2]float64{-0.01, 0.021}, [2]float64{-0.008, 0.019}, "safe",
			report.LooksPromising, "", ""},
		{"open, printed inside the margin", [2]float64{-0.01, 0.019}, [2]float64{-0.013, 0.022}, open, report.Hold,
			"tickets may have risen by up to 2.2%; at most 2% is allowed", "Not ruled out: tickets up by up to 2.2%."},
	} {
		f := readout()
		g := comparison(c.printed[0], c.printed[1], c.state)
		final := comparison(c.final[0], c.final[1], c.state)
		g.Final = &report.Final{By: "end", Abs: final.Abs, Rel: final.Rel, State: c.state, P: report.Undefined()}
		f.Metrics[1].Comparisons[0] = g
		d := Decide(f)
		if d.Verdict != c.verdict || !strings.Contains(d.Headline, c.headline) || d.Open != c.openLine {
			t.Errorf("%s: %s %q %q", c.name, d.Verdict, d.Headline, d.Open)
		}
	}
}

// TestUndefinedWhereDecided: a quantile that has no interval at the level that decides
// has no p there either, however small the printed one, and does no harm.
func TestUndefinedWhereDecided(t *testing.T) {
	u := report.Undefined()
	for _, c := range []struct {
		state string
		p     report.Num
		none  bool
	}{{"none", u, true}, {down, 0.00001, false}} {
		m := metric("latency_p99", "secondary", false, -0.3, -0.2)
		q := &m.Comparisons[0]
		q.Ties, q.P = &report.Ties{}, 0.00001
		q.Final = &report.Final{By: "end", Abs: q.Abs, Rel: q.Rel, State: c.state, P: c.p}
		if c.none {
			q.Final.Abs.Lo, q.Final.Abs.Hi, q.Final.Rel.Lo, q.Final.Rel.Hi = u, u, u, u
		}
		if p := q.Deciding(true, 0.05).P; p.Defined() == c.none {
			t.Errorf("%s: p %v decides", c.state, p)
		}
		if d := Decide(harmful(m, nil)); (len(d.Harms) == 0) != c.none {
			t.Errorf("%s: %+v", c.state, d.Harms)
		}
		for _, s := range []string{"none", "open"} { // at a look or by the band, state and p may not agree
			v := &view{Facts: readout()}
			if v.clear(&pair{family: 1, corrected: 0.001, cmp: report.Comparison{Ties: &report.Ties{}, State: s}}) {
				t.Errorf("%s is clear", s)
			}
		}
	}
}

// TestBandOfAlpha: alpha is shared with the band only where there is one.
func TestBandOfAlpha(t *testing.T) {
	for _, c := range []struct {
		name       string
		sequential bool
		timed      bool
		looks      *report.PlannedLooks
		band       float64 // 0: none
	}{
		{"watched", true, true, nil, 0.05 * spec.BandShare},
		{"switched off", false, true, nil, 0},
		{"no time", true, false, nil, 0},
		{"looks", true, true, &report.PlannedLooks{}, 0},
	} {
		f := readout()
		f.Exp.Statistics.Sequential, f.Timed, f.Looks = c.sequential, c.timed, c.looks
		if got := f.alpha().Band; got.Defined() != (c.band > 0) || c.band > 0 && math.Abs(float64(got)-c.band) > 1e-15 {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

// TestTooSmallAsksNoGuardrail: the rule says what hold does: where all is too small to
// matter only proven harm holds.
func TestTooSmallAsksNoGuardrail(t *testing.T) {
	f := readout()
	f.Metrics[0].Comparisons[0] = comparison(-0.01, 0.01, open)
	f.Metrics[1].Comparisons[0] = comparison(-0.01, 0.05, open)
	if d := Decide(f); d.Verdict != report.NoDifference {
		t.Errorf("%s %q", d.Verdict, d.Headline)
	}
	f.Metrics[0].Comparisons[0] = comparison(0.04, 0.2, up)
	if d := Decide(f); d.Verdict != report.Hold || !strings.Contains(d.Rule, "better, not all by too little to "+
		"matter, but a guardrail") {
		t.Errorf("%s %q", d.Verdict, d.Rule)
	}
}
