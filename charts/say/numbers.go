package say

import (
	"math"
	"strconv"
	"strings"

	"uptake/analysis/report"
	"uptake/analysis/spec"
)

// Texts for what is not a number.
const (
	Unknown     = "not known"
	Hidden      = "hidden"
	NotCompared = "not compared"
	Dash        = "–" // in a table cell, explained beneath the table
)

// Scale says how numbers of one sort are printed.
type Scale struct {
	Factor float64
	Unit   string
	most   int // decimals, 0: as many as the interval allows
}

var (
	Percent = Scale{Factor: 100, Unit: "%"}
	Points  = Scale{Factor: 100, Unit: " points"}
	Plain   = Scale{Factor: 1}
	// Cost is points of an ignore rate: less than a hundredth of one is nothing to act on.
	Cost = Scale{Factor: 100, Unit: " points", most: 2}
)

// LevelScale prints a metric's own value: shares in percent, all else as it is.
func LevelScale(m *report.Metric) Scale {
	if m.Unit == "share" {
		return Percent
	}
	return Plain
}

// DiffScale prints a difference of two values of a metric: of shares in points.
func DiffScale(m *report.Metric) Scale {
	if m.Unit == "share" {
		return Points
	}
	return Plain
}

// Decimals is how many digits after the point show two significant digits of
// half an interval's width, so that a number is never finer than its doubt.
// It is -1 where there is no such width.
func Decimals(half float64) int {
	half = math.Abs(half)
	if !(half > 0) || math.IsInf(half, 0) {
		return -1
	}
	return Digits(half, 2)
}

// Digits is how many digits after the point show n significant digits of v, at most 9;
// 0 where v is not finite.
func Digits(v float64, n int) int {
	if v == 0 || math.IsNaN(v) || math.IsInf(v, 0) {
		return 0
	}
	// The exponent is read off the rounded text: 9.96 to two digits is 10, not 9.96.
	_, exp, _ := strings.Cut(strconv.FormatFloat(v, 'e', n-1, 64), "e")
	e, _ := strconv.Atoi(exp)
	return min(max(n-1-e, 0), 9)
}

// Fixed prints v with d decimals, a real minus sign and commas between
// thousands; what is too long to read is printed as a power of ten.
func Fixed(v float64, d int) string {
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

// Signed is Fixed with a plus sign before what is above zero.
func Signed(v float64, d int) string {
	s := Fixed(v, d)
	if v > 0 && strings.Trim(s, "0.,") != "" {
		return "+" + s
	}
	return s
}

// Declared prints an amount that somebody wrote down: up to three digits, no zeros at the end.
func Declared(v float64, sign bool) string {
	s := Fixed(v, Digits(v, 3))
	if sign {
		s = Signed(v, Digits(v, 3))
	}
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}

// Written is an amount that somebody wrote down, with its unit: "+2 points", "−1 point".
func (s Scale) Written(v float64, sign bool) string { return s.Counted(Declared(s.Factor*v, sign)) }

// Counted puts the unit behind a number: one is a point, all else are points.
func (s Scale) Counted(text string) string {
	if s.Unit == Points.Unit && strings.TrimLeft(text, "+−") == "1" {
		return text + " point"
	}
	return text + s.Unit
}

// Count prints a whole number.
func Count(n int64) string { return Fixed(float64(n), 0) }

// Number prints a number that carries no interval: whole numbers exactly, others to three
// digits, Dash where it is undefined.
func Number(v report.Num) string {
	f := float64(v)
	switch {
	case !v.Defined():
		return Dash
	case f == math.Trunc(f) && math.Abs(f) < 1e15:
		return Fixed(f, 0)
	case math.Abs(f) < 1e-9 || math.Abs(f) >= 1e15:
		return strings.Replace(strconv.FormatFloat(f, 'g', 3, 64), "-", "−", -1)
	}
	return Fixed(f, Digits(f, 3))
}

// Share prints a share without interval as a percentage, Dash where it is undefined.
func Share(v report.Num) string {
	if !v.Defined() {
		return Dash
	}
	f := float64(v) * 100
	if f == math.Trunc(f) {
		return Fixed(f, 0) + "%"
	}
	return Fixed(f, min(Digits(f, 3), 2)) + "%"
}

// Level is the name of the intervals at this two-sided alpha: "95%".
func Level(alpha report.Num) string {
	a := float64(alpha)
	if !(a > 0 && a < 1) {
		a = 0.05
	}
	return strconv.FormatFloat(math.Round((1-a)*1e6)/1e4, 'f', -1, 64) + "%"
}

// BandLevel is that of the always-valid band, which has its share of alpha.
func BandLevel(alpha report.Num) string { return Level(alpha * spec.BandShare) }

// Span is an estimate with its bounds, rounded alike.
type Span struct {
	Value, Lo, Hi string // with signs, without unit
	Unit          string
	Known         bool // the estimate is a number
	Bounded       bool // both ends are finite
}

// Difference rounds a difference with its bounds: signs shown, two digits of the half-width.
func Difference(iv report.Interval, s Scale) Span {
	sp := Span{Unit: s.Unit, Known: iv.Value.Defined()}
	if !sp.Known {
		return sp
	}
	v, lo, hi := float64(iv.Value)*s.Factor, float64(iv.Lo)*s.Factor, float64(iv.Hi)*s.Factor
	sp.Bounded = iv.Lo.Defined() && iv.Hi.Defined()
	d := Decimals((hi - lo) / 2)
	if d < 0 {
		d = Digits(v, 2)
	}
	if s.most > 0 {
		d = min(d, s.most)
	}
	sp.Value = Signed(v, d)
	if sp.Bounded {
		sp.Lo, sp.Hi = Signed(lo, d), Signed(hi, d)
	}
	return sp
}

// String is the one form of an estimate with its interval: "+11.8% (+4.2% to +19.5%)".
func (s Span) String() string {
	switch {
	case !s.Known:
		return Unknown
	case !s.Bounded:
		return s.Value + s.Unit + " (no finite range)"
	}
	return s.Value + s.Unit + " (" + s.Range() + ")"
}

// Range is the interval alone: "+4.2% to +19.5%"; points are named once.
func (s Span) Range() string {
	switch {
	case !s.Known:
		return Unknown
	case !s.Bounded:
		return "no finite range"
	case s.Unit == "%":
		return s.Lo + "% to " + s.Hi + "%"
	}
	return s.Lo + " to " + s.Hi
}

// Estimate is the middle alone, with its unit.
func (s Span) Estimate() string {
	if !s.Known {
		return Unknown
	}
	return s.Value + s.Unit
}

// Value prints an arm's value as finely as its own interval lo to hi allows, Dash where it
// is undefined.
func Value(v, lo, hi report.Num, s Scale) string {
	if !v.Defined() {
		return Dash
	}
	f := float64(v) * s.Factor
	d := Decimals(float64(hi-lo) * s.Factor / 2)
	if d < 0 {
		d = Digits(f, 3)
		if f == math.Trunc(f) {
			d = 0
		}
	}
	return Fixed(f, d) + s.Unit
}

// P prints a p-value: two digits, and below 0.0001 only that it is; Dash where it is undefined.
func P(p report.Num) string {
	f := float64(p)
	switch {
	case !p.Defined():
		return Dash
	case f < 0.0001:
		return "<0.0001"
	case f >= 0.1:
		return strconv.FormatFloat(f, 'f', 2, 64)
	}
	return strconv.FormatFloat(f, 'f', Digits(f, 2), 64)
}

// Two prints two significant digits.
func Two(v float64) string { return Fixed(v, Digits(v, 2)) }

// Tenth prints a share to a tenth of a percent, Dash where it is undefined.
func Tenth(v report.Num) string {
	if !v.Defined() {
		return Dash
	}
	return Fixed(100*float64(v), 1) + "%"
}

// Bytes is a size in a few characters: "3.41 MB".
func Bytes(n int64) string {
	for _, u := range []struct {
		of   float64
		name string
	}{{1e12, " TB"}, {1e9, " GB"}, {1e6, " MB"}, {1e3, " kB"}} {
		if v := float64(n) / u.of; v >= 1 {
			return Fixed(v, Digits(v, 3)) + u.name
		}
	}
	return Count(n) + " B"
}
