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
func name(p pair) string { return strings.ReplaceAll(p.got.Name, "_", " ") }

// fits says which effects the data are compatible with: relative where that
// interval exists, else in points of a share or in the metric's unit.
func fits(p pair) string {
	i, unit, scale := p.cmp.Rel, "%", 100.0
	if !i.Lo.Defined() || !i.Hi.Defined() {
		i, unit, scale = p.cmp.Abs, "", 1
		if p.got.Unit == "share" {
			unit, scale = " points", 100
		}
	}
	if !i.Lo.Defined() || !i.Hi.Defined() {
		return noInterval
	}
	return span(i, unit, scale)
}

const noInterval = "no interval can be given"

// bounded reports whether either interval of the pair has ends.
func (p pair) bounded() bool { return fits(p) != noInterval }

func span(i report.Interval, unit string, scale float64) string {
	lo, hi := float64(i.Lo)*scale, float64(i.Hi)*scale
	verb := "changes"
	switch {
	case lo >= 0:
		verb = "lifts"
	case hi <= 0:
		verb = "falls"
		lo, hi = -hi, -lo
	}
	d := decimals(lo, hi)
	return fmt.Sprintf("the data fit %s from %s%s to %s%s", verb, number(lo, d), unit, number(hi, d), unit)
}

// decimals gives the larger of two numbers two significant digits.
func decimals(a, b float64) int {
	m := math.Max(math.Abs(a), math.Abs(b))
	if m == 0 || math.IsInf(m, 0) {
		return 0
	}
	return min(max(0, 1-int(math.Floor(math.Log10(m)))), 9)
}

// number prints with a real minus sign and never −0.
func number(v float64, decimals int) string {
	s := fmt.Sprintf("%.*f", decimals, v)
	if strings.Trim(s, "-0.") == "" {
		s = strings.TrimPrefix(s, "-")
	}
	return strings.Replace(s, "-", "−", 1)
}

// count is "1 day", "9 days".
func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
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
