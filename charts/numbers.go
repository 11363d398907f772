package charts

import (
	"math"
	"strconv"
	"strings"

	"uptake/analysis/report"
	"uptake/analysis/spec"
)

// Text for what is not a number.
const (
	unknown     = "not known"
	hidden      = "hidden"
	notCompared = "not compared"
	dash        = "–" // in a table cell, explained beneath the table
)

// scale says how numbers of one sort are printed.
type scale struct {
	factor float64
	unit   string
	most   int // decimals, 0: as many as the interval allows
}

var (
	percent = scale{factor: 100, unit: "%"}
	points  = scale{factor: 100, unit: " points"}
	plain   = scale{factor: 1}
	// cost is points of an ignore rate: less than a hundredth of one is nothing to act on.
	cost = scale{factor: 100, unit: " points", most: 2}
)

// levelScale prints a metric's own value, diffScale a difference of two.
func levelScale(m *report.Metric) scale {
	if m.Unit == "share" {
		return percent
	}
	return plain
}

func diffScale(m *report.Metric) scale {
	if m.Unit == "share" {
		return points
	}
	return plain
}

// decimals is how many digits after the point show two significant digits of
// half an interval's width, so that a number is never finer than its doubt.
// It is -1 where there is no such width.
func decimals(half float64) int {
	half = math.Abs(half)
	if !(half > 0) || math.IsInf(half, 0) {
		return -1
	}
	return digits(half, 2)
}

// digits is how many digits after the point show n significant digits of v, at most 9.
func digits(v float64, n int) int {
	if v == 0 || math.IsNaN(v) || math.IsInf(v, 0) {
		return 0
	}
	// The exponent is read off the rounded text: 9.96 to two digits is 10, not 9.96.
	_, exp, _ := strings.Cut(strconv.FormatFloat(v, 'e', n-1, 64), "e")
	e, _ := strconv.Atoi(exp)
	return min(max(n-1-e, 0), 9)
}

// fixed prints v with d decimals, a real minus sign and commas between
// thousands; what is too long to read is printed as a power of ten.
func fixed(v float64, d int) string {
	if math.Abs(v) >= 1e15 {
		return strings.ReplaceAll(strconv.FormatFloat(v, 'e', 1, 64), "-", "−")
	}
	s := strconv.FormatFloat(math.Abs(v), 'f', d, 64)
	whole, frac, point := strings.Cut(s, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if point {
		whole += "." + frac
	}
	if v < 0 && strings.Trim(whole, "0.,") != "" {
		return "−" + whole
	}
	return whole
}

// signed is fixed with a plus sign before what is above zero.
func signed(v float64, d int) string {
	s := fixed(v, d)
	if v > 0 && strings.Trim(s, "0.,") != "" {
		return "+" + s
	}
	return s
}

// declared prints an amount that somebody wrote down: up to three digits, no zeros at the end.
func declared(v float64, sign bool) string {
	s := fixed(v, digits(v, 3))
	if sign {
		s = signed(v, digits(v, 3))
	}
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}

// written is an amount that somebody wrote down, with its unit: "+2 points", "−1 point".
func (s scale) written(v float64, sign bool) string { return s.counted(declared(s.factor*v, sign)) }

// counted puts the unit behind a number: one is a point, all else are points.
func (s scale) counted(text string) string {
	if s.unit == points.unit && strings.TrimLeft(text, "+−") == "1" {
		return text + " point"
	}
	return text + s.unit
}

// drawable reports whether a number has a place on a picture.
func drawable(v float64) bool { return math.Abs(v) < 1e6 }

// count prints a whole number.
func count(n int64) string { return fixed(float64(n), 0) }

// number prints a number that carries no interval: whole numbers exactly, others to three digits.
func number(v report.Num) string {
	f := float64(v)
	switch {
	case !v.Defined():
		return dash
	case f == math.Trunc(f) && math.Abs(f) < 1e15:
		return fixed(f, 0)
	case math.Abs(f) < 1e-9 || math.Abs(f) >= 1e15:
		return strings.Replace(strconv.FormatFloat(f, 'g', 3, 64), "-", "−", -1)
	}
	return fixed(f, digits(f, 3))
}

// share prints a share without interval as a percentage.
func share(v report.Num) string {
	if !v.Defined() {
		return dash
	}
	f := float64(v) * 100
	if f == math.Trunc(f) {
		return fixed(f, 0) + "%"
	}
	return fixed(f, min(digits(f, 3), 2)) + "%"
}

// level is the name of the intervals at this two-sided alpha: "95%".
func level(alpha report.Num) string {
	a := float64(alpha)
	if !(a > 0 && a < 1) {
		a = 0.05
	}
	return strconv.FormatFloat(math.Round((1-a)*1e6)/1e4, 'f', -1, 64) + "%"
}

// bandLevel is that of the always-valid band, which has its share of alpha.
func bandLevel(alpha report.Num) string { return level(alpha * spec.BandShare) }

// span is an estimate with its bounds, rounded alike.
type span struct {
	Value, Lo, Hi string // with signs, without unit
	Unit          string
	Known         bool // the estimate is a number
	Bounded       bool // both ends are finite
}

// diffSpan rounds a difference: signs shown, two digits of the half-width.
func diffSpan(iv report.Interval, s scale) span {
	sp := span{Unit: s.unit, Known: iv.Value.Defined()}
	if !sp.Known {
		return sp
	}
	v, lo, hi := float64(iv.Value)*s.factor, float64(iv.Lo)*s.factor, float64(iv.Hi)*s.factor
	sp.Bounded = iv.Lo.Defined() && iv.Hi.Defined()
	d := decimals((hi - lo) / 2)
	if d < 0 {
		d = digits(v, 2)
	}
	if s.most > 0 {
		d = min(d, s.most)
	}
	sp.Value = signed(v, d)
	if sp.Bounded {
		sp.Lo, sp.Hi = signed(lo, d), signed(hi, d)
	}
	return sp
}

// String is the one form of an estimate with its interval: "+11.8% (+4.2% to +19.5%)".
func (s span) String() string {
	switch {
	case !s.Known:
		return unknown
	case !s.Bounded:
		return s.Value + s.Unit + " (no finite range)"
	}
	return s.Value + s.Unit + " (" + s.Range() + ")"
}

// Range is the interval alone: "+4.2% to +19.5%"; points are named once.
func (s span) Range() string {
	switch {
	case !s.Known:
		return unknown
	case !s.Bounded:
		return "no finite range"
	case s.Unit == "%":
		return s.Lo + "% to " + s.Hi + "%"
	}
	return s.Lo + " to " + s.Hi
}

// Estimate is the middle alone, with its unit.
func (s span) Estimate() string {
	if !s.Known {
		return unknown
	}
	return s.Value + s.Unit
}

// levelText prints an arm's value as finely as its own interval allows.
func levelText(v, lo, hi report.Num, s scale) string {
	if !v.Defined() {
		return dash
	}
	f := float64(v) * s.factor
	d := decimals(float64(hi-lo) * s.factor / 2)
	if d < 0 {
		d = digits(f, 3)
		if f == math.Trunc(f) {
			d = 0
		}
	}
	return fixed(f, d) + s.unit
}

// pText prints a p-value: two digits, and below 0.0001 only that it is.
func pText(p report.Num) string {
	f := float64(p)
	switch {
	case !p.Defined():
		return dash
	case f < 0.0001:
		return "<0.0001"
	case f >= 0.1:
		return strconv.FormatFloat(f, 'f', 2, 64)
	}
	return strconv.FormatFloat(f, 'f', digits(f, 2), 64)
}
