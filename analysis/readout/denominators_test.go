package readout

import (
	"testing"

	"uptake/analysis/report"
)

// TestMovedDenominator: a rate that went the other way than the number of suggestions per unit is no news of its own
// where that number moved for certain; which way each went is said in words.
func TestMovedDenominator(t *testing.T) {
	effect := func(value, half, relative float64) []report.Comparison {
		return []report.Comparison{{Arm: "new", Abs: report.Interval{Value: report.Num(value),
			Lo: report.Num(value - half), Hi: report.Num(value + half)},
			Rel: report.Interval{Value: report.Num(relative)}}}
	}
	for name, c := range map[string]struct {
		shown, rate []report.Comparison
		want        string
	}{
		"fewer ignored of more": {effect(1.5, 1, .075), effect(-.0189, .01, -.04),
			"shown per unit rose by 7.5% while ignore rate fell by 1.89 points: read them together with accepted per " +
				"unit (+52.7%)."},
		"more ignored of fewer": {effect(-1.5, 1, -.075), effect(.0189, .03, .04),
			"shown per unit fell by 7.5% while ignore rate rose by 1.89 points: read them together with accepted per " +
				"unit (+52.7%)."},
		"both up":               {effect(1.5, 1, .075), effect(.0189, .01, .04), ""},
		"the number may stand":  {effect(1.5, 2, .075), effect(-.0189, .01, -.04), ""},
		"the rate did not move": {effect(1.5, 1, .075), effect(0, .01, 0), ""},
	} {
		metrics := []report.Metric{{Name: "shown_per_unit", Builtin: true, Comparisons: c.shown},
			{Name: "accepted_per_unit", Builtin: true, Comparisons: effect(2, 1, .527)},
			{Name: "ignore_rate", Builtin: true, Comparisons: c.rate}}
		denominators(metrics)
		got := ""
		for _, x := range metrics[2].Comparisons[0].Cautions {
			got += x.Detail
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
