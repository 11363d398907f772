package decide

import (
	"fmt"
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"uptake/analysis/report"
)

// name is a metric's name for people: without underscores.
func name(p *pair) string { return report.Spoken(p.got.Name) }

// fits says which effects the data are compatible with: relative where that
// interval exists, else in points of a share or in the metric's unit.
func fits(p *pair) string {
	i, unit, scale := p.shown()
	if !i.Lo.Defined() || !i.Hi.Defined() {
		return noInterval
	}
	return span(p, i, unit, scale)
}

// shown is the interval that people read, its unit, and what its numbers are
// printed times.
func (p *pair) shown() (report.Interval, string, float64) {
	c := p.cmp
	if c.State == "open" && !p.limited() && (c.Abs.Leaves0() || c.Rel.Leaves0()) {
		c = p.by // what is printed points one way, what decides does not
	}
	i := c.Rel
	if !i.Lo.Defined() || !i.Hi.Defined() {
		unit, scale := p.unit()
		return c.Abs, unit, scale
	}
	return i, "%", 100
}

// unit is that of a difference: points of a share, else the metric's own.
func (p *pair) unit() (string, float64) {
	if p.got.Unit == "share" {
		return " points", 100
	}
	return "", 1
}

const noInterval = "no interval can be given"

// bounded reports whether either interval of the pair has ends.
func (p *pair) bounded() bool { return fits(p) != noInterval }

// moved is "up 6%", "down 0.3 points".
func moved(p *pair) string {
	i, unit, scale := p.shown()
	v := float64(i.Value)
	if math.IsNaN(v) {
		unit, scale = p.unit()
		v = float64(p.cmp.Abs.Value)
	}
	v *= scale
	way := "up "
	if v < 0 {
		way, v = "down ", -v
	}
	return way + plain(v) + unit
}

// size is how large a bad end is: relative where it can be, else in the metric's unit.
func size(p *pair, rel, abs report.Num) string {
	if rel.Defined() {
		return plain(100*math.Abs(float64(rel))) + "%"
	}
	unit, scale := p.unit()
	return plain(scale*math.Abs(float64(abs))) + unit
}

// span is "the true gain is likely between 9% and 18%": an interval in words.
func span(p *pair, i report.Interval, unit string, scale float64) string {
	lo, hi := float64(i.Lo)*scale, float64(i.Hi)*scale
	d := decimals(lo, hi)
	what, sign := "change", "+"
	switch {
	case lo >= 0:
		what, sign = "rise", ""
		if p.got.Better != "down" {
			what = "gain"
		}
	case hi <= 0:
		what, sign = "fall", ""
		lo, hi = -hi, -lo
	}
	if hi <= 0 {
		sign = ""
	}
	return fmt.Sprintf("the true %s is likely between %s%s and %s%s%s", what, number(lo, d), unit, sign, number(hi, d),
		unit)
}

// signedSpan is "+0.021 (−0.01 to +0.05)".
func signedSpan(i report.Interval) string {
	plus := func(v report.Num, d int) string {
		s := number(float64(v), d)
		if v > 0 {
			s = "+" + s
		}
		return s
	}
	if !i.Value.Defined() {
		return "not known"
	}
	if !i.Lo.Defined() || !i.Hi.Defined() {
		return plus(i.Value, decimals(float64(i.Value), 0)) + " (" + noInterval + ")"
	}
	d := decimals(float64(i.Lo), float64(i.Hi))
	return fmt.Sprintf("%s (%s to %s)", plus(i.Value, d), plus(i.Lo, d), plus(i.Hi, d))
}

// decimals gives the larger of two numbers two significant digits.
func decimals(a, b float64) int {
	m := math.Max(math.Abs(a), math.Abs(b))
	if m == 0 || math.IsInf(m, 0) {
		return 0
	}
	return min(max(0, 1-int(math.Floor(math.Log10(m)))), 9)
}

// plain is a number above 0 to two significant digits, without idle zeros.
func plain(v float64) string {
	s := number(v, decimals(v, 0))
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}

// pText prints a p value to two significant digits.
func pText(p float64) string {
	if p < 1e-4 {
		return "below 0.0001"
	}
	return fmt.Sprintf("%.2g", p)
}

// number prints with a real minus sign and never −0.
func number(v float64, decimals int) string {
	s := fmt.Sprintf("%.*f", decimals, v)
	if strings.Trim(s, "-0.") == "" {
		s = strings.TrimPrefix(s, "-")
	}
	return strings.Replace(s, "-", "−", 1)
}

// sentence capitalises and ends with a full stop.
func sentence(s string) string {
	return upper(s) + "."
}

func sentences(list []string) []string {
	var out []string
	for _, s := range list {
		out = append(out, sentence(s))
	}
	return out
}

func lower(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(r)) + s[n:]
}

// outOf100 says a chance in whole numbers: never 100, never 0.
func outOf100(p float64) string {
	switch n := int(math.Round(100 * p)); {
	case n >= 100:
		return "more than 99 in 100"
	case n <= 0:
		return "less than 1 in 100"
	default:
		return fmt.Sprintf("%d in 100", n)
	}
}

// upper capitalises the first letter.
func upper(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}
