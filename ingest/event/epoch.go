package event

import "strings"

// epoch tells the unit by magnitude: seconds from 1973 to 5138, and so on.
// Smaller numbers are no times: a counter or a zero in the wrong column.
func (c *Clock) epoch(n int64) (int64, Form, Found) {
	a := n
	if a < 0 {
		a = -a
	}
	var v int64
	form := Micros
	switch {
	case a < 100_000_000:
		return 0, AnyForm, Bad
	case a < 100_000_000_000:
		v, form = n*1_000_000, Seconds
	case a < 100_000_000_000_000:
		v, form = n*1_000, Millis
	case a < 100_000_000_000_000_000:
		v = n
	default:
		if n%1000 != 0 {
			c.Floored.Add(1)
		}
		v, form = floorDiv(n, 1_000), Nanos
	}
	return c.epochAt(v), form, Value
}

// epochAt is where an epoch's microseconds lie in time: projects that log by
// their own wall clock count from its midnight of 1970.
func (c *Clock) epochAt(v int64) int64 {
	if c.local {
		return c.wall.Instant(v)
	}
	return v
}

// epochDecimal reads an epoch with a fraction or an exponent, 1775001600.25 or
// 1.7750016e12, digit by digit: what is finer than a microsecond is rounded to
// the nearest, so that a double's last digits do no harm.
func (c *Clock) epochDecimal(s string) (int64, Form, Found) {
	digits, point, ok := decimalDigits(s)
	if !ok || point < 9 || point > 19 {
		return 0, AnyForm, Bad
	}
	form, shift := Micros, 0
	switch {
	case point <= 11:
		form, shift = Seconds, 6
	case point <= 14:
		form, shift = Millis, 3
	case point > 17:
		form, shift = Nanos, -3
	}
	v, need := int64(0), point+shift // digits before the point, in microseconds
	for i := range need {
		v *= 10
		if i < len(digits) {
			v += int64(digits[i] - '0')
		}
	}
	rest := ""
	if need < len(digits) {
		rest = digits[need:]
	}
	switch {
	case form == Nanos && strings.Trim(rest, "0") != "":
		c.Floored.Add(1)
	case form != Nanos && rest != "" && rest[0] >= '5':
		v++
	}
	return c.epochAt(v), form, Value
}

// decimalDigits gives the digits of a number from the first that is not 0, and
// how many stand before the point. ok is false for what is no positive number.
func decimalDigits(s string) (digits string, point int, ok bool) {
	s = strings.TrimPrefix(s, "+")
	exponent := 0
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		for k, e := range strings.TrimPrefix(s[i+1:], "+") {
			if e < '0' || e > '9' || k > 1 {
				return "", 0, false
			}
			exponent = 10*exponent + int(e-'0')
		}
		s = s[:i]
	}
	whole, fraction, _ := strings.Cut(s, ".")
	digits = whole + fraction
	if digits == "" || strings.Trim(digits, "0123456789") != "" {
		return "", 0, false
	}
	cut := len(digits) - len(strings.TrimLeft(digits, "0"))
	return digits[cut:], len(whole) + exponent - cut, true
}
