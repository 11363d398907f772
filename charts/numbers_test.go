package charts

import (
	"math"
	"testing"

	"uptake/analysis/report"
)

func iv(v, lo, hi float64) report.Interval {
	return report.Interval{Value: report.Num(v), Lo: report.Num(lo), Hi: report.Num(hi), Bounded: true}
}

// A difference is as fine as two digits of its half-width, and all three numbers alike.
func TestDifferences(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		iv   report.Interval
		s    scale
		want string
	}{
		{iv(0.118, 0.042, 0.195), percent, "+11.8% (+4.2% to +19.5%)"},
		{iv(0.0243, 0.0088, 0.0398), points, "+2.4 points (+0.9 to +4.0)"},
		{iv(-0.00012, -0.0005, 0.0003), percent, "−0.012% (−0.050% to +0.030%)"},
		{iv(-0.000004, -0.00002, 0.000012), cost, "0.00 points (0.00 to 0.00)"},
		{iv(-0.000004, nan, nan), cost, "0.00 points (no finite range)"},
		{iv(-0.0002, -0.0003, -0.0001), cost, "−0.02 points (−0.03 to −0.01)"},
		{iv(0.0243, 0.0088, 0.0398), cost, "+2.4 points (+0.9 to +4.0)"},
		{iv(25, 9, 41), plain, "+25 (+9 to +41)"},
		{iv(12431.3, 12100, 12800), plain, "+12,431 (+12,100 to +12,800)"},
		{iv(0.5, -9.5, 10.5), percent, "+50% (−950% to +1,050%)"},
		{iv(0.0001, -0.2, 0.2), percent, "0% (−20% to +20%)"},
		{iv(0, 0, 0), percent, "0% (0% to 0%)"},
		{iv(0.1, nan, nan), percent, "+10% (no finite range)"},
		{iv(nan, nan, nan), percent, "not known"},
		{iv(math.Inf(1), 0, 1), percent, "not known"},
		{iv(0.1, 0, math.Inf(1)), percent, "+10% (no finite range)"},
		{iv(1e-14, -1e-13, 1e-13), plain, "0.000000000 (0.000000000 to 0.000000000)"},
	} {
		if got := diffSpan(c.iv, c.s).String(); got != c.want {
			t.Errorf("%v: %q, want %q", c.iv, got, c.want)
		}
	}
}

func TestNumbers(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{count(0), "0"}, {count(1234567), "1,234,567"}, {count(-1234), "−1,234"}, {count(999), "999"},
		{number(20044.5), "20,044"}, {number(0.0125), "0.0125"}, {number(report.Undefined()), "–"}, {number(1e-12), "1e−12"},
		{share(0.0116), "1.16%"}, {share(1), "100%"}, {share(0.5), "50%"}, {share(report.Undefined()), "–"},
		{pText(0.5), "0.50"}, {pText(0.0132), "0.013"}, {pText(0.00009), "<0.0001"}, {pText(0), "<0.0001"}, {pText(1), "1.00"}, {pText(report.Undefined()), "–"},
		{level(0.05), "95%"}, {level(0.1), "90%"}, {level(0.001), "99.9%"}, {level(report.Undefined()), "95%"},
		{fixed(-0.0001, 2), "0.00"}, {signed(0.0001, 2), "0.00"}, {signed(-3, 0), "−3"}, {signed(3, 1), "+3.0"},
		{declared(2, true), "+2"}, {declared(-0.5, true), "−0.5"}, {declared(0.333333, false), "0.333"}, {declared(100, false), "100"},
		{levelText(0.2417, 0.2350, 0.2484, percent), "24.17%"}, {levelText(812, report.Undefined(), report.Undefined(), plain), "812"},
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
	}{{9.96, 2, 0}, {9.94, 2, 1}, {1000, 2, 0}, {0.001, 1, 3}, {0, 2, 0}, {math.NaN(), 2, 0}, {1e-30, 2, 9}, {0.05, 1, 2}} {
		if got := digits(c.v, c.n); got != c.d {
			t.Errorf("digits(%g, %d) = %d, want %d", c.v, c.n, got, c.d)
		}
	}
}

// The inner half of a bar: 0.6745 / 1.96 of the whole for large samples, skew kept.
func TestInnerInterval(t *testing.T) {
	c := &report.Comparison{Rel: iv(0.1, 0.0, 0.3), DF: report.Undefined()}
	got := innerInterval(c, 0.05)
	f := 0.6744897501960817 / 1.959963984540054
	if math.Abs(got[0]-(0.1-0.1*f)) > 1e-9 || math.Abs(got[1]-(0.1+0.2*f)) > 1e-9 {
		t.Errorf("inner interval %v", got)
	}
	c.DF = 4 // quantiles 0.7407 and 2.7764
	if got := innerInterval(c, 0.05); math.Abs((got[1]-0.1)/0.2-0.7406971/2.7764451) > 1e-6 {
		t.Errorf("inner interval with 4 degrees of freedom %v", got)
	}
	c.Rel.Hi = report.Undefined()
	if got := innerInterval(c, 0.05); !math.IsNaN(got[0]) {
		t.Errorf("an open interval has an inner one: %v", got)
	}
}

func TestDates(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{daysText("2026-04-01", "2026-04-28"), "1 to 28 April 2026"},
		{daysText("2026-04-01", "2026-05-12"), "1 April to 12 May 2026"},
		{daysText("2025-12-20", "2026-01-12"), "20 December 2025 to 12 January 2026"},
		{daysText("2026-04-01", ""), "from 1 April 2026"}, {daysText("", "2026-04-01"), "until 1 April 2026"}, {daysText("", ""), ""},
		{instantText("2026-04-28T23:59:51+02:00"), "28 April 2026 21:59 UTC"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

// A scale for all rows is not squeezed by one row that knows nothing.
func TestForestDomain(t *testing.T) {
	row := func(role string, lo, hi float64) effect {
		return effect{Role: role, Rel: span{Known: true, Bounded: true}, interval: iv((lo+hi)/2, lo, hi), strip: math.NaN(), limit: math.NaN()}
	}
	lo, hi := forestDomain([]effect{row("primary", 0.02, 0.10), row("secondary", -0.05, 0.05), row("secondary", -9, 9)})
	if hi > 0.3 || lo < -0.3 || hi < 0.10 {
		t.Errorf("the scale is %g to %g", lo, hi)
	}
	if lo, hi := forestDomain(nil); !(lo < 0 && hi > 0) {
		t.Errorf("the scale without rows is %g to %g", lo, hi)
	}
	if lo, hi := forestDomain([]effect{row("primary", 0, 0)}); !(lo < hi) {
		t.Errorf("the scale of a single point is %g to %g", lo, hi)
	}
}

func TestTicks(t *testing.T) {
	for _, c := range []struct {
		lo, hi float64
		n      int
		want   []float64
	}{
		{-12.3, 13.1, 6, []float64{-10, -5, 0, 5, 10}},
		{-0.011, 0.03, 5, []float64{-0.01, 0, 0.01, 0.02, 0.03}},
	} {
		got, _ := ticks(c.lo, c.hi, c.n)
		if len(got) != len(c.want) {
			t.Errorf("ticks %v, want %v", got, c.want)
			continue
		}
		for i := range got {
			if math.Abs(got[i]-c.want[i]) > 1e-12 {
				t.Errorf("ticks %v, want %v", got, c.want)
			}
		}
	}
}
