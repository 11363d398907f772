package event

import (
	"strings"
	"unicode/utf8"

	"uptake/analysis/spec"
)

// stamp is what the parts of a layout have told of a time.
type stamp struct {
	year, month, day, yearDay, weekDay int
	hour, minute, second               int
	fraction, epoch, offset            int64 // microseconds
	twelve, afternoon, zoned           bool
}

var (
	monthNames = []string{"january", "february", "march", "april", "may", "june", "july", "august", "september",
		"october", "november", "december"}
	dayNames = []string{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}
)

// byLayout reads a time by a layout; text that does not follow it to the end is
// Bad, and so is a day that the calendar does not have.
func (c *Clock) byLayout(l spec.TimeLayout, s string) (int64, Form, Found) {
	s = strings.TrimSpace(s)
	t := stamp{weekDay: -1}
	finer := false
	for _, p := range l {
		var ok bool
		if s, ok = t.take(p, s, &finer); !ok {
			return 0, AnyForm, Bad
		}
	}
	if s != "" {
		return 0, AnyForm, Bad
	}
	if finer {
		c.Floored.Add(1)
	}
	if l.Has('s') {
		return c.epochAt(t.epoch + t.fraction), TextForm, Value
	}
	day, ok := t.date()
	if !ok {
		return 0, AnyForm, Bad
	}
	if l.WholeDay() {
		return c.wall.Start(spec.Day(day)), DayForm, Value
	}
	if t.twelve {
		t.hour %= 12
		if t.afternoon {
			t.hour += 12
		}
	}
	wall := (int64(day)*86_400+int64(t.hour*3600+t.minute*60+t.second))*1_000_000 + t.fraction
	if t.zoned {
		return wall - t.offset, TextForm, Value
	}
	return c.wall.Instant(wall), TextForm, Value
}

// date gives the day since 1970; ok is false where there is none such, or
// where the day of the week is another's.
func (t *stamp) date() (day int, ok bool) {
	if t.yearDay > 0 {
		day = civil(t.year, 1, 1) + t.yearDay - 1
		ok = day < civil(t.year+1, 1, 1)
	} else {
		day = civil(t.year, t.month, t.day)
		ok = t.day <= daysIn(t.year, t.month)
	}
	return day, ok && (t.weekDay < 0 || ((day+4)%7+7)%7 == t.weekDay)
}

// take reads one part off the head of s.
func (t *stamp) take(p spec.TimePart, s string, finer *bool) (rest string, ok bool) {
	number := func(width, least, most int, into *int) (string, bool) {
		n := 0
		for n < len(s) && n < width && s[n] >= '0' && s[n] <= '9' {
			n++
		}
		if n == 0 || n < width && (p.Fixed || width > 2) {
			return s, false
		}
		v, _ := digits(s[:n])
		*into = v
		return s[n:], v >= least && v <= most
	}
	switch p.Verb {
	case 0:
		return literal(p.Text, s)
	case 'Y':
		return number(4, 1, 9999, &t.year)
	case 'y':
		if rest, ok = number(2, 0, 99, &t.year); ok {
			if t.year += 1900; t.year < 1969 {
				t.year += 100
			}
		}
		return rest, ok && len(s)-len(rest) == 2
	case 'm':
		return number(2, 1, 12, &t.month)
	case 'd':
		return number(2, 1, 31, &t.day)
	case 'j':
		return number(3, 1, 366, &t.yearDay)
	case 'H':
		return number(2, 0, 23, &t.hour)
	case 'I':
		t.twelve = true
		return number(2, 1, 12, &t.hour)
	case 'M':
		return number(2, 0, 59, &t.minute)
	case 'S':
		return number(2, 0, 59, &t.second)
	case 'b':
		return name(monthNames, s, 1, &t.month)
	case 'a':
		return name(dayNames, s, 0, &t.weekDay)
	case 'f':
		return t.parts(s, finer)
	case 'p':
		return t.half(s)
	case 'z':
		t.zoned = true
		return t.shift(s)
	case 's':
		n := 0
		for n < len(s) && n < 11 && s[n] >= '0' && s[n] <= '9' {
			n++
		}
		v, _ := digits(s[:n])
		t.epoch = int64(v) * 1_000_000
		return s[n:], n > 0
	}
	panic("event: the layout of times holds %" + string(p.Verb))
}

// literal reads the text between directives; a blank stands for one or more of
// any width, since programs put narrow ones before AM and PM.
func literal(text, s string) (rest string, ok bool) {
	for i := range len(text) {
		if text[i] != ' ' {
			if s == "" || s[0] != text[i] {
				return s, false
			}
			s = s[1:]
			continue
		}
		n := len(s)
		for s != "" {
			r, size := utf8.DecodeRuneInString(s)
			if r != ' ' && r != '\t' && r != '\u00a0' && r != '\u202f' {
				break
			}
			s = s[size:]
		}
		if len(s) == n {
			return s, false
		}
	}
	return s, true
}

// name reads a month or a day of the week, whole or by its first three letters.
func name(list []string, s string, first int, into *int) (rest string, ok bool) {
	n := 0
	for n < len(s) && s[n]|0x20 >= 'a' && s[n]|0x20 <= 'z' {
		n++
	}
	for i, full := range list {
		if n >= 3 && (strings.EqualFold(s[:n], full) || strings.EqualFold(s[:n], full[:3]) || full == "september" &&
			strings.EqualFold(s[:n], "sept")) {
			*into = i + first
			return s[n:], true
		}
	}
	return s, false
}

// parts reads a fraction of a second.
func (t *stamp) parts(s string, finer *bool) (rest string, ok bool) {
	n := 0
	for scale := int64(100_000); n < len(s) && n < 9 && s[n] >= '0' && s[n] <= '9'; n++ {
		t.fraction += int64(s[n]-'0') * scale
		*finer = *finer || scale == 0 && s[n] != '0'
		scale /= 10
	}
	return s[n:], n > 0
}

// half reads AM or PM, with or without points.
func (t *stamp) half(s string) (rest string, ok bool) {
	for _, w := range []string{"AM", "PM", "A.M.", "P.M."} {
		if len(s) >= len(w) && strings.EqualFold(s[:len(w)], w) {
			t.afternoon = w[0] == 'P'
			return s[len(w):], true
		}
	}
	return s, false
}

// shift reads an offset from UTC.
func (t *stamp) shift(s string) (rest string, ok bool) {
	if s != "" && s[0]|0x20 == 'z' {
		return s[1:], true
	}
	if len(s) < 3 || s[0] != '+' && s[0] != '-' {
		return s, false
	}
	h, ok := digits(s[1:3])
	m, n := 0, 3
	if after := strings.TrimPrefix(s[3:], ":"); len(after) >= 2 {
		if v, minutes := digits(after[:2]); minutes {
			m, n = v, len(s)-len(after)+2
		}
	}
	t.offset = int64(h*3600+m*60) * 1_000_000
	if s[0] == '-' {
		t.offset = -t.offset
	}
	return s[n:], ok && h <= 23 && m <= 59
}
