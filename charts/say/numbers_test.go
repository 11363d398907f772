package say_test

import (
	"math"
	"testing"

	"uptake/analysis/report"
	"uptake/charts/internal/fixture"
	"uptake/charts/say"
)

// A difference is as fine as two digits of its half-width, and all three numbers alike.
func TestDifferences(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		iv   report.Interval
		s    say.Scale
		want string
	}{
		{fixture.Interval(0.118, 0.042, 0.195), say.Percent, "+11.8% (+4.2% to +19.5%)"},
		{fixture.Interval(0.0243, 0.0088, 0.0398), say.Points, "+2.4 points (+0.9 to +4.0)"},
		{fixture.Interval(-0.00012, -0.0005, 0.0003), say.Percent, "−0.012% (−0.050% to +0.030%)"},
		{fixture.Interval(-0.000004, -0.00002, 0.000012), say.Cost, "0.00 points (0.00 to 0.00)"},
		{fixture.Interval(-0.000004, nan, nan), say.Cost, "0.00 points (no finite range)"},
		{fixture.Interval(-0.0002, -0.0003, -0.0001), say.Cost, "−0.02 points (−0.03 to −0.01)"},
		{fixture.Interval(0.0243, 0.0088, 0.0398), say.Cost, "+2.4 points (+0.9 to +4.0)"},
		{fixture.Interval(25, 9, 41), say.Plain, "+25 (+9 to +41)"},
		{fixture.Interval(12431.3, 12100, 12800), say.Plain, "+12,431 (+12,100 to +12,800)"},
		{fixture.Interval(0.5, -9.5, 10.5), say.Percent, "+50% (−950% to +1,050%)"},
		{fixture.Interval(0.0001, -0.2, 0.2), say.Percent, "0% (−20% to +20%)"},
		{fixture.Interval(0, 0, 0), say.Percent, "0% (0% to 0%)"},
		{fixture.Interval(0.1, nan, nan), say.Percent, "+10% (no finite range)"},
		{fixture.Interval(nan, nan, nan), say.Percent, "not known"},
		{fixture.Interval(math.Inf(1), 0, 1), say.Percent, "not known"},
		{fixture.Interval(0.1, 0, math.Inf(1)), say.Percent, "+10% (no finite range)"},
		{fixture.Interval(1e-14, -1e-13, 1e-13), say.Plain, "0.000000000 (0.000000000 to 0.000000000)"},
	} {
		if got := say.Difference(c.iv, c.s).String(); got != c.want {
			t.Errorf("%v: %q, want %q", c.iv, got, c.want)
		}
	}
}

func TestNumbers(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{say.Count(0), "0"}, {say.Count(1234567), "1,234,567"}, {say.Count(-1234), "−1,234"}, {say.Count(999), "999"},
		{say.Number(20044.5), "20,044"}, {say.Number(0.0125), "0.0125"}, {say.Number(report.Undefined()), "–"},
		{say.Number(1e-12), "1e−12"},
		{say.Share(0.0116), "1.16%"}, {say.Share(1), "100%"}, {say.Share(0.5), "50%"}, {say.Share(report.Undefined()),
			"–"},
		{say.P(0.5), "0.50"}, {say.P(0.0132), "0.013"}, {say.P(0.00009), "<0.0001"}, {say.P(0), "<0.0001"},
		{say.P(1), "1.00"}, {say.P(report.Undefined()), "–"},
		{say.Level(0.05), "95%"}, {say.Level(0.1), "90%"}, {say.Level(0.001), "99.9%"}, {say.Level(report.Undefined()),
			"95%"},
		{say.Fixed(-0.0001, 2), "0.00"}, {say.Signed(0.0001, 2), "0.00"}, {say.Signed(-3, 0), "−3"},
		{say.Signed(3, 1), "+3.0"},
		{say.Declared(2, true), "+2"}, {say.Declared(-0.5, true), "−0.5"}, {say.Declared(0.333333, false), "0.333"},
		{say.Declared(100, false), "100"},
		{say.Value(0.2417, 0.2350, 0.2484, say.Percent), "24.17%"},
		{say.Value(812, report.Undefined(), report.Undefined(), say.Plain), "812"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

// digits follows the rounded number: 9.96 to two digits is 10.
func TestDigits(t *testing.T) {
	for _, c := range []struct {
		v    float64
		n, d int
	}{{9.96, 2, 0}, {9.94, 2, 1}, {1000, 2, 0}, {0.001, 1, 3}, {0, 2, 0}, {math.NaN(), 2, 0}, {1e-30, 2, 9},
		{0.05, 1, 2}} {
		if got := say.Digits(c.v, c.n); got != c.d {
			t.Errorf("digits(%g, %d) = %d, want %d", c.v, c.n, got, c.d)
		}
	}
}
