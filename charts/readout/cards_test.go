package readout

import (
	"strings"
	"testing"

	"uptake/analysis/report"
	"uptake/charts/draw"
	"uptake/charts/internal/fixture"
	"uptake/charts/out"
	"uptake/charts/say"
)

// rateOf is an acceptance rate of control and one arm with a difference known to half.
func rateOf(control, arm, half float64) (*report.Metric, *report.Comparison) {
	d := arm - control
	m := &report.Metric{Name: "acceptance_rate", Kind: "ratio", Role: "primary", Better: "up", Builtin: true,
		Unit:          "share",
		MinimumEffect: &report.Amount{Text: "2%", Rel: 0.02, Abs: fixture.Undefined()},
		Arms: []report.Estimate{{Arm: "control", Value: report.Num(control)},
			{Arm: "treatment", Value: report.Num(arm)}}}
	c := report.Comparison{Arm: "treatment", Control: "control", State: "open",
		Abs: report.Interval{Value: report.Num(d), Lo: report.Num(d - half), Hi: report.Num(d + half), Bounded: true},
		Rel: report.Interval{Value: report.Num(d / control), Lo: report.Num((d - half) / control),
			Hi: report.Num((d + half) / control), Bounded: true}}
	switch {
	case d > half:
		c.State = "up"
	case d < -half:
		c.State = "down"
	}
	m.Comparisons = []report.Comparison{c}
	return m, &m.Comparisons[0]
}

// The main card says from what to what, of what, by how many points and in
// percent, and where the true change likely lies.
func TestMainCard(t *testing.T) {
	for _, c := range []struct {
		control, arm, half   float64
		better               string
		big, sub, note, mark string
	}{
		{0.292, 0.332, 0.012, "up", "29.2% → 33.2%", "Of suggestions accepted: +4.0 points (+2.8 to +5.2), 40 more " +
			"per 1,000.", "Up 13.7%; the true gain is likely between 9.6% and 17.8%.", "good"},
		{0.332, 0.292, 0.012, "up", "33.2% → 29.2%", "Of suggestions accepted: −4.0 points (−5.2 to −2.8), 40 fewer " +
			"per 1,000.", "Down 12.0%; the true fall is likely between 8.4% and 15.7%.", "bad"},
		{0.292, 0.332, 0.012, "down", "29.2% → 33.2%", "", "Up 13.7%; the true rise is likely between 9.6% and 17.8%.",
			"bad"},
		{0.332, 0.292, 0.012, "down", "33.2% → 29.2%", "", "Down 12.0%; the true fall is likely between 8.4% and " +
			"15.7%.", "good"},
		{0.304, 0.306, 0.012, "up", "30.4% → 30.6%", "Of suggestions accepted: +0.2 points (−1.0 to +1.4).",
			"+0.7%; the true change is likely between −3.3% and +4.6%.", ""},
	} {
		m, x := rateOf(c.control, c.arm, c.half)
		m.Better = c.better
		s := &subject{Report: &report.Report{Unit: "user", Metrics: []report.Metric{*m},
			Decision: report.Decision{Verdict: report.Ship}}, level: "95%"}
		k := s.mainCard(m, x)
		if k.Big != c.big || c.sub != "" && k.Sub != c.sub || k.Note != c.note+" From control to treatment." ||
			string(k.Tone) != c.mark || k.Label != "Acceptance rate" {
			t.Errorf("%g → %g, better %s: %+v", c.control, c.arm, c.better, k)
		}
	}
}

// Every verdict has the same four cards, in the same order; where a gate is shut
// no lift is on them.
func TestSameCards(t *testing.T) {
	for _, v := range []report.Verdict{report.DoNotUse, report.DoNotShip, report.KeepRunning, report.Hold, report.Ship,
		report.LooksPromising, report.NoDifference, report.CannotTell} {
		m, _ := rateOf(0.292, 0.332, 0.012)
		r := &report.Report{Unit: "user", Metrics: []report.Metric{*m},
			Arms:     []report.Arm{{Name: "control", Control: true, Units: 3000}, {Name: "treatment", Units: 3000}},
			Decision: report.Decision{Verdict: v}}
		if v == report.DoNotUse {
			fixture.Withhold(r, "srm", "The arms are not split as planned, so no lift is shown.")
		}
		cards := newView(out.Copy(r), out.Options{}).Cards
		if len(cards) != 4 || !strings.HasPrefix(cards[0].Label, "Acceptance rate") || cards[1].Label != "How sure" ||
			cards[2].Label != "Guardrails and harms" || cards[3].Label != "Users in the comparison" {
			t.Errorf("%s: %+v", v, cards)
		}
		for _, k := range cards[:2] {
			if v == report.DoNotUse && (k.Big != say.Hidden || strings.ContainsAny(k.Sub+k.Note, "0123456789")) {
				t.Errorf("%s: a shut gate lets numbers through: %+v", v, k)
			}
		}
		if v == report.KeepRunning && (cards[1].Big != "not yet" || strings.Contains(cards[0].Sub+cards[0].Note,
			"likely")) {
			t.Errorf("%s: %+v", v, cards[:2])
		}
	}
}

// Both chances are one card, in the words of the prior.
func TestSureCard(t *testing.T) {
	m, c := rateOf(0.292, 0.302, 0.0105)
	c.Bayes = &report.Bayes{Prior: "sceptical: normal on the relative lift, mean 0, sd 0.02", PriorKind: "sceptical",
		ChanceBetter: 0.72, ChanceEnough: 0.41, ExpectedLoss: 0.000504, LossIfWorse: 0.0018,
		Flat: report.FlatChances{ChanceBetter: 0.96, ChanceEnough: 0.8}}
	s := &subject{Report: &report.Report{Unit: "user", Decision: report.Decision{Verdict: report.CannotTell}},
		level: "95%"}
	k := s.sureCard(m, c)
	if k.Big != "72 in 100" || !strings.Contains(k.Sub, "that it really helps") || !strings.Contains(k.Sub,
		"The data alone say 96 in 100") || !strings.Contains(k.Note, "41 in 100 for at least the 2% you asked for") {
		t.Errorf("%+v", k)
	}
	if want := "If it is worse after all (28 in 100): about 1.8 fewer accepted per 1,000; averaged over all that may " +
		"be true, 0.50."; !strings.HasSuffix(k.Note, want) {
		t.Errorf("%q, want %q at its end", k.Note, want)
	}
	if k.Sub != "that it really helps. The data alone say 96 in 100; most changes do little, so we count that in." {
		t.Errorf("%q", k.Sub)
	}
	for _, kind := range []string{"stated", "default"} {
		c.Bayes.PriorKind = kind
		if k = s.sureCard(m, c); strings.Contains(k.Sub, "most changes") || !strings.Contains(k.Sub, "count") {
			t.Errorf("%s: %q", kind, k.Sub)
		}
	}
	for _, x := range []struct {
		p    float64
		want string
	}{{0.28, "28 in 100"}, {0.01, "1 in 100"}, {0.0001, "1 in 10,000"}, {0.0082, "1 in 120"},
		{0.000023, "1 in 43,000"}} {
		if got := oneIn(x.p); got != x.want {
			t.Errorf("%g: %q, want %q", x.p, got, x.want)
		}
	}
	c.Bayes.ChanceBetter, c.Bayes.LossIfWorse = 1-1e-7, fixture.Undefined()
	if k = s.sureCard(m, c); strings.Contains(k.Note, "worse after all") {
		t.Errorf("nearly certain: %q", k.Note)
	}
	s.Decision.Early, s.level = true, "always-valid 95%"
	if k = s.sureCard(m, c); k.Big != "−0.2% to +7.0%" || !strings.Contains(k.Sub, "every day") ||
		strings.Contains(k.Sub+k.Note, "in 100") {
		t.Errorf("before the end: %+v", k)
	}
}

// A guardrail says where it lies against its limit, in every state; without a
// margin it is within and beyond nothing.
func TestLimitWords(t *testing.T) {
	for _, c := range []struct {
		state, better string
		lo, hi        float64
		margin        *report.Amount
		want          string
	}{
		{"safe", "down", -0.19, 0.18, &report.Amount{Text: "20%", Rel: 0.2, Abs: fixture.Undefined()},
			"within its limit: at worst +18%, +20% allowed"},
		{"open", "down", -0.04, 0.065, &report.Amount{Text: "2%", Rel: 0.02, Abs: fixture.Undefined()},
			"may pass its limit: at worst +6.5%, +2% allowed"},
		{"breached", "down", 0.39, 0.97, &report.Amount{Text: "20%", Rel: 0.2, Abs: fixture.Undefined()},
			"even at best +39%, +20% allowed"},
		{"safe", "up", -0.018, 0.03, &report.Amount{Text: "2%", Rel: 0.02, Abs: fixture.Undefined()},
			"within its limit: at worst −1.8%, −2% allowed"},
		{"safe", "up", -0.021, 0.03, &report.Amount{Text: "2%", Rel: 0.02, Abs: fixture.Undefined()},
			"within its limit: at worst −1% (one-sided), −2% allowed"},
		{"open", "up", -0.012, 0.03, &report.Amount{Text: "1pp", Rel: 0.02, Abs: 0.01}, "may pass its limit: at " +
			"worst −1.2 points, −1 point allowed"},
		{"open", "down", -0.03, 0.021, &report.Amount{Text: "2pp", Rel: 0.02, Abs: 0.02}, "may pass its limit: at " +
			"worst +2.1 points, +2 points allowed"},
		{"breached", "down", 0.18, 0.6, &report.Amount{Text: "20%", Rel: 0.2, Abs: fixture.Undefined()},
			"even at best +21% (one-sided), +20% allowed"},
	} {
		m := &report.Metric{Name: "tickets", Role: "guardrail", Better: c.better, Margin: c.margin, Unit: "share"}
		x := &report.Comparison{State: c.state, Abs: fixture.Interval((c.lo+c.hi)/2, c.lo, c.hi),
			Rel: fixture.Interval((c.lo+c.hi)/2, c.lo, c.hi)}
		if strings.Contains(c.want, "one-sided") { // what is printed is two-sided, so wider
			bound := x.Rel
			bound.Lo, bound.Hi = map[bool]report.Num{true: -0.01, false: 0.21}[c.better == "up"], 0.55
			x.Final = &report.Final{Abs: bound, Rel: bound}
		}
		if got := limitWords(m, x); got != c.want {
			t.Errorf("%s: %q, want %q", c.state, got, c.want)
		}
	}
	m := &report.Metric{Name: "tickets", Role: "guardrail", Better: "down"}
	x := &report.Comparison{State: "open", Abs: fixture.Interval(0.1, -0.1, 0.3), Rel: fixture.Interval(0.1, -0.1, 0.3)}
	if st := stateOf(m, x); st.Word != "unclear" {
		t.Errorf("without a margin a guardrail reads %q", st.Word)
	}
}

// A harm takes the third card, whatever its role, and says what it is; one that
// was accepted says so; a guardrail beyond its limit goes before it.
func TestHarmCard(t *testing.T) {
	m, _ := rateOf(0.292, 0.332, 0.012)
	revenue := report.Metric{Name: "revenue_per_user", Kind: "mean", Role: "diagnostic", Better: "up", Unit: "number",
		Arms: []report.Estimate{{Arm: "control", Value: 40}, {Arm: "treatment", Value: 30}}}
	harm := report.Harm{Metric: "revenue_per_user", Arm: "treatment", Control: "control", Family: 1,
		Abs: fixture.Interval(-10, -16, -4), Rel: fixture.Interval(-0.25, -0.4, -0.1), Words: "revenue per user is " +
			"down 25%"}
	r := &report.Report{Unit: "user", Metrics: []report.Metric{*m, revenue},
		Decision: report.Decision{Verdict: report.Hold, Harms: []report.Harm{harm}}}
	k := (&subject{Report: r, raw: r, level: "95%"}).harmCard()
	if k.Label != "Harm: revenue per user" || k.Big != "40.0 → 30.0" || k.Sub != "Down 25%; the true fall is likely "+
		"between 10% and 40%." || k.Tone != draw.Bad || !k.Decides || !strings.Contains(k.Note, "after correction") {
		t.Errorf("%+v", k)
	}
	r.Decision.Harms[0].Accepted = "before_start"
	if k = (&subject{Report: r, raw: r}).harmCard(); k.Decides || !strings.Contains(k.Note,
		"accepted before the start") {
		t.Errorf("%+v", k)
	}
	guard := report.Metric{Name: "tickets", Role: "guardrail", Better: "down", Unit: "number",
		Margin: &report.Amount{Text: "20%", Rel: 0.2, Abs: fixture.Undefined()},
		Arms:   []report.Estimate{{Arm: "control", Value: 1}, {Arm: "treatment", Value: 1.6}},
		Comparisons: []report.Comparison{{Arm: "treatment", Control: "control", State: "breached",
			Abs: fixture.Interval(0.6, 0.39, 0.97), Rel: fixture.Interval(0.6, 0.39, 0.97)}}}
	r.Metrics, r.Decision.Verdict = append(r.Metrics, guard), report.DoNotShip
	if k = (&subject{Report: r, raw: r}).harmCard(); k.Label != "Guardrail: tickets" || k.Big != "1.00 → 1.60" ||
		!k.Decides || !strings.HasPrefix(k.Sub, "Even at best +39%, +20% allowed") || !strings.Contains(k.Note,
		"revenue per user is down 25%") {
		t.Errorf("%+v", k)
	}
}

// TestMainCardNamesItsArms: whatever may be read of it, the main card says which arms
// its values are of.
func TestMainCardNamesItsArms(t *testing.T) {
	for _, v := range []report.Verdict{report.KeepRunning, report.Hold} {
		r := out.Copy(fixture.ThreeArms())
		r.Decision.Verdict = v
		s := &subject{Report: r, raw: r, level: "95%"}
		m, c := r.Focus()
		if k := s.mainCard(m, c); !strings.Contains(k.Note, "From control to "+c.Arm+".") {
			t.Errorf("%s: the note is %q", v, k.Note)
		}
	}
}
