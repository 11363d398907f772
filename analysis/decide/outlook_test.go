package decide

import (
	"math"
	"testing"

	"uptake/analysis/report"
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

// TestShippedToAll: coverage 0.8 (0.7 to 0.9) times a lift of 0.12 (0.04 to 0.2).
func TestShippedToAll(t *testing.T) {
	f := readout()
	if x := Decide(f).ToAll; x != nil {
		t.Errorf("without coverage: %+v", x)
	}
	f.Metrics = append(f.Metrics, report.Metric{Name: "coverage", Builtin: true, Role: "diagnostic",
		Arms: []report.Estimate{{Arm: "a", Value: 0.5, Lo: 0.4, Hi: 0.6}, {Arm: "b", Value: 0.8, Lo: 0.7, Hi: 0.9}}})
	f.Metrics[0].Comparisons[0] = comparison(0.04, 0.2, up)
	x := Decide(f).ToAll
	if x == nil {
		t.Fatal("nothing is said of shipping to all")
	}
	near(t, "the lift over all", x.All.Value, 0.096)
	near(t, "its lower end", x.All.Lo, 0.096-math.Hypot(0.8*0.08, 0.12*0.1))
	near(t, "its upper end", x.All.Hi, 0.096+math.Hypot(0.8*0.08, 0.12*0.1))
	fall := product(report.Interval{Value: -0.2, Lo: -0.3, Hi: -0.15}, report.Interval{Value: 0.5, Lo: 0.45, Hi: 0.6})
	near(t, "of a fall the lower end", fall.Lo, -0.1-math.Hypot(0.05, 0.02))
	near(t, "of a fall the upper end", fall.Hi, -0.1+math.Hypot(0.025, 0.01))
}
