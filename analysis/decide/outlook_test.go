package decide

import (
	"math"
	"slices"
	"testing"

	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// near fails unless a number is the wanted one.
func near(t *testing.T, what string, got report.Num, want float64) {
	t.Helper()
	if !(math.Abs(float64(got)-want) <= 1e-12*math.Max(1, math.Abs(want))) {
		t.Errorf("%s is %g, want %g", what, float64(got), want)
	}
}

// TestTradeOff: a gain of 12 % against tickets that may be up by 29 % pays while one percent of
// tickets is worth less than 12/9 of acceptance by the estimates, and 4/30 at the worse ends.
func TestTradeOff(t *testing.T) {
	f := readout()
	f.Metrics[1].Comparisons[0] = comparison(-0.12, 0.30, open)
	d := Decide(f)
	x := d.TradeOff
	if x == nil || x.Gained != "acceptance_rate" || x.Lost != "tickets" || x.Proven {
		t.Fatalf("%+v", x)
	}
	near(t, "the gain", x.Gain.Value, 0.12)
	near(t, "the loss", x.Loss.Value, -0.09)
	near(t, "the break-even", x.BreakEven, 0.12/0.09)
	near(t, "the break-even at worst", x.BreakEvenWorst, 0.04/0.30)

	f.Metrics[1].Comparisons[0] = comparison(-0.30, 0.12, open) // fewer tickets by the estimate
	if x := Decide(f).TradeOff; x == nil || x.BreakEven.Defined() || !x.BreakEvenWorst.Defined() {
		t.Errorf("where nothing is lost by the estimate: %+v", x)
	}
	if x := Decide(readout()).TradeOff; x != nil {
		t.Errorf("where tickets are safe: %+v", x)
	}
	f = readout()
	f.Metrics[0].Comparisons[0] = comparison(-0.1, 0.2, open)
	if x := Decide(f).TradeOff; x != nil {
		t.Errorf("where nothing is gained: %+v", x)
	}
}

// TestWeighed: 12 % (4 to 20) more accepted at weight 2, and tickets up by 9 % (−12 to 30) at weight 3, are
// 12 − 1.5·9 percent of acceptance, between 4 − 1.5·30 and 20 + 1.5·12.
func TestWeighed(t *testing.T) {
	f := readout()
	f.Metrics[1].Comparisons[0] = comparison(-0.12, 0.30, open)
	f.Exp.Decision.Weights = []spec.MetricWeight{{Metric: "acceptance_rate", Weight: 2}, {Metric: "tickets", Weight: 3}}
	d := Decide(f)
	x := d.Weighed
	if x == nil || len(x.Metrics) != 2 || x.Arm != "b" || !slices.Equal(d.Weights, []string{"acceptance_rate = 2",
		"tickets = 3"}) {
		t.Fatalf("%+v, %v", x, d.Weights)
	}
	near(t, "the net", x.Net.Value, 0.12-1.5*0.09)
	near(t, "the worse end", x.Net.Lo, 0.04-1.5*0.30)
	near(t, "the better end", x.Net.Hi, 0.20+1.5*0.12)
	near(t, "the part of tickets", x.Metrics[1].Part, -1.5*0.09)
	without := Decide(readout())
	if without.Weighed != nil || without.Verdict != Decide(readout()).Verdict {
		t.Errorf("without weights: %+v", without.Weighed)
	}
	f.Metrics[1].Comparisons[0].Rel = report.NoInterval("")
	if x := Decide(f).Weighed; x != nil {
		t.Errorf("where a metric has no relative difference: %+v", x)
	}
}

// TestSmallestEffect: where nothing can be told, (z + z_{0.2})·se would have been found.
func TestSmallestEffect(t *testing.T) {
	f := readout()
	f.Metrics[0].Comparisons[0] = comparison(-0.1, 0.2, open)
	f.Metrics[0].Arms[0].Value = 0.25
	x := Decide(f).Smallest
	if x == nil {
		t.Fatal("nothing is said of what could have been found")
	}
	se := 0.15 / 1.959963984540054
	want := (stats.NormalISF(0.025) + stats.NormalISF(0.2)) * se
	near(t, "the smallest effect", x.Abs, want)
	near(t, "the smallest lift", x.Rel, want/0.25)
	if x := Decide(readout()).Smallest; x != nil {
		t.Errorf("of a promising result: %+v", x)
	}
}

// TestNoSmallestEffectOfTheBand: before the end the always-valid band decides, which finds more
// the longer it is watched, and where it is switched off nothing does.
func TestNoSmallestEffectOfTheBand(t *testing.T) {
	f := running()
	f.Exp.End = spec.NoDay
	band(&f.Metrics[0].Comparisons[0], -0.001, 0.25, open)
	for _, sequential := range []bool{true, false} {
		f.Exp.Statistics.Sequential = sequential
		if d := Decide(f); d.Verdict != report.CannotTell || d.Smallest != nil {
			t.Errorf("%s, %+v", d.Verdict, d.Smallest)
		}
	}
}

// TestSmallestEffectOfAReading: z is what the reading is held at, also the second one.
func TestSmallestEffectOfAReading(t *testing.T) {
	for _, by := range []string{"end", "extension"} {
		f := readout()
		c := comparison(-0.1, 0.2, open)
		c.Final = &report.Final{By: by, Critical: 2.2, Abs: c.Abs, Rel: c.Rel, P: c.P, State: open}
		f.Metrics[0].Comparisons[0] = c
		d := Decide(f)
		if d.Smallest == nil {
			t.Fatalf("%s: nothing is said of what could have been found", by)
		}
		near(t, "by the "+by, d.Smallest.Abs, (2.2+stats.NormalISF(0.2))*0.15/1.959963984540054)
	}
}

// TestSmallestEffectOfLooks: of planned looks z is the boundary of the last that was made, in
// errors that are not adjusted for the time before exposure, and a new experiment is as long.
func TestSmallestEffectOfLooks(t *testing.T) {
	f := readout()
	c := comparison(-0.1, 0.2, open)
	c.CUPED = &report.CUPED{Abs: c.Abs, Rel: c.Rel, SE: c.SE / 2, P: c.P, State: open}
	c.Looks = &report.Looks{Abs: c.Abs, Rel: c.Rel, P: 0.5, State: open, Looks: []report.Look{{Look: 1, Boundary: 2.8},
		{Look: 2, Boundary: 2.3}, {Look: 3, Boundary: report.Undefined(), Skipped: "no_interval"}}}
	f.Metrics[0].Comparisons[0] = c
	f.Looks = &report.PlannedLooks{Spending: "pocock", Days: []string{"1970-01-08", "1970-01-15", "1970-01-21"},
		Reached: 3}
	d := Decide(f)
	if d.Verdict != report.CannotTell || d.Smallest == nil {
		t.Fatalf("%s, %+v", d.Verdict, d.Smallest)
	}
	want := (2.3 + stats.NormalISF(0.2)) * 0.15 / 1.959963984540054
	near(t, "the smallest effect", d.Smallest.Abs, want)
	// 4 weeks seen, 2% asked of a control of 1
	if weeks := int(math.Ceil(4 * math.Pow(want/0.02, 2))); d.NewWeeks != weeks {
		t.Errorf("%d weeks for a new experiment, want %d", d.NewWeeks, weeks)
	}
	f.Metrics[0].Comparisons[0].Looks.Looks = nil
	if x := Decide(f).Smallest; x != nil {
		t.Errorf("without a look that was made: %+v", x)
	}
}

// TestTradeOffAsPrinted: gain and loss are the intervals of the pages, also where narrower or
// wider ones decide.
func TestTradeOffAsPrinted(t *testing.T) {
	f := readout()
	loss := comparison(-0.12, 0.30, open)
	narrow := report.Interval{Value: 0.09, Lo: -0.08, Hi: 0.26, Bounded: true}
	loss.Final = &report.Final{By: "end", Critical: 1.6, Abs: narrow, Rel: narrow, P: report.Undefined(), State: open}
	f.Metrics[1].Comparisons[0] = loss
	x := Decide(f).TradeOff
	if x == nil || x.Lost != "tickets" {
		t.Fatalf("%+v", x)
	}
	near(t, "the lower end of the loss", x.Loss.Lo, -0.30)
	near(t, "its upper end", x.Loss.Hi, 0.12)
	near(t, "the break-even at worst", x.BreakEvenWorst, 0.04/0.30)
}

// TestShippedToAll: half of 100 users are shown ten suggestions each, of which 30 % are accepted in
// control and 36 % in the arm: 1.5 and 1.8 per user, and both lifts are 20 %.
func TestShippedToAll(t *testing.T) {
	f := readout()
	f.Metrics[0].Comparisons[0] = comparison(0.1, 0.3, up)
	f.Metrics[2].Comparisons[0] = comparison(0.05, 0.35, up)
	if x := Decide(f).ToAll; x != nil {
		t.Errorf("without coverage: %+v", x)
	}
	f.Metrics = append(f.Metrics, report.Metric{Name: "coverage", Builtin: true, Role: "diagnostic",
		Arms: []report.Estimate{{Arm: "a", Value: 0.5, Lo: 0.4, Hi: 0.6}, {Arm: "b", Value: 0.5, Lo: 0.4, Hi: 0.6}}})
	x := Decide(f).ToAll
	if x == nil || x.Metric != "accepted_per_unit" {
		t.Fatalf("%+v", x)
	}
	near(t, "the lift over all", x.All.Value, 1.8/1.5-1)
	near(t, "its lower end", x.All.Lo, 0.05)
	near(t, "its upper end", x.All.Hi, 0.35)
	near(t, "the lift of the rate", x.Local.Value, 0.36/0.30-1)
	near(t, "the coverage", x.Coverage.Value, 0.5)

	f.Metrics[2].Comparisons[0].Rel = report.Interval{Value: 0.2, Lo: report.Undefined(), Hi: report.Undefined()}
	if x := Decide(f).ToAll; x != nil {
		t.Errorf("where accepted suggestions have no interval: %+v", x)
	}
	f.Metrics[2].Comparisons[0] = comparison(0.05, 0.35, up)
	f.Metrics[0].Name, f.Exp.Metrics[0].Name = "edit_rate", "edit_rate"
	if x := Decide(f).ToAll; x != nil {
		t.Errorf("of another rate: %+v", x)
	}
}
