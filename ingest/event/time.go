package event

import (
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"

	"uptake/analysis/spec"
)

// Form is how a time is written; the values of a column must agree, where days
// and times of day agree with each other.
type Form int32

// The forms. Epoch numbers are told apart by their magnitude.
const (
	AnyForm Form = iota
	TextForm
	Seconds
	Millis
	Micros
	Nanos
	DayForm // a day without a time of day: it covers its whole day
)

// String names the form as a person would.
func (f Form) String() string {
	return [...]string{"nothing", "text such as 2026-04-01T12:00:00Z", "seconds since 1970", "milliseconds since 1970",
		"microseconds since 1970", "nanoseconds since 1970", "a day"}[f]
}

// Clock reads one time column of one source. The form of the first values binds
// all others; it is safe for concurrent use. Times that name no zone, typed or
// text, are what a wall clock showed.
type Clock struct {
	wall   *spec.WallClock
	utc    bool
	local  bool            // epochs are wall clock too
	layout spec.TimeLayout // of text; nil = ISO 8601 and epochs
	form   atomic.Int32
	// Floored counts values finer than a microsecond.
	Floored atomic.Int64
}

// NewClock readies the clock of a table in the experiment's zone. The layout
// must be one that spec.ParseTimeLayout takes.
func NewClock(zone *time.Location, as spec.TimeForm) *Clock {
	c := &Clock{wall: spec.NewWallClock(zone), utc: zone == nil || zone == time.UTC, local: as.Local}
	if as.Layout != "" {
		l, err := spec.ParseTimeLayout(as.Layout)
		if err != nil {
			panic("event: the layout of times was not checked: " + err.Error())
		}
		c.layout = l
	}
	return c
}

// Agree binds the clock to a form; it returns the form bound before when that differs.
func (c *Clock) Agree(f Form) (bound Form, ok bool) {
	if f == DayForm {
		f = TextForm
	}
	b := Form(c.form.Load())
	if b == AnyForm && c.form.CompareAndSwap(int32(AnyForm), int32(f)) {
		return f, true
	}
	b = Form(c.form.Load())
	return b, b == f
}

// Times outside these bounds are a broken clock or a filler such as 9999-12-31.
const (
	earliest = 631_152_000_000_000   // 1990-01-01
	latest   = 4_102_444_800_000_000 // 2100-01-01
)

// Time returns row i in microseconds UTC and the form it was written in; what
// is not a time from 1990 to 2099 is Bad. A day is the first instant of it.
func (c *Clock) Time(t *Text, i int) (int64, Form, Found) {
	v, form, found := c.time(t, i)
	if found == Value && (v < earliest || v >= latest) {
		return 0, AnyForm, Bad
	}
	return v, form, found
}

func (c *Clock) time(t *Text, i int) (int64, Form, Found) {
	if t.constant == nil && (t.arr == nil || t.null(i)) {
		return 0, AnyForm, Missing
	}
	if len(t.style.words) > 0 && t.style.Blank(t.Value(i)) {
		return 0, AnyForm, Missing
	}
	switch a := t.arr.(type) {
	case *array.Timestamp:
		v := micros(a, i)
		if !c.utc && a.DataType().(*arrow.TimestampType).TimeZone == "" {
			v = c.wall.Instant(v)
		}
		return v, TextForm, Value
	case *array.Date32:
		return c.wall.Start(spec.Day(a.Value(i))), DayForm, Value
	case *array.Int64:
		if c.layout == nil {
			return c.epoch(a.Value(i))
		}
	}
	s := t.Value(i)
	v, form, found := c.Parse(s)
	if found == Bad && t.style.Blank(s) {
		found = Missing
	}
	return v, form, found
}

// Parse reads a time as written: by the table's layout where it has one, else
// RFC 3339 with any offset, YYYY-MM-DD with or without hh:mm[:ss[.fraction]],
// or a number since 1970.
func (c *Clock) Parse(s string) (int64, Form, Found) {
	if s == "" {
		return 0, AnyForm, Missing
	}
	if c.layout != nil {
		return c.byLayout(c.layout, s)
	}
	if v, ok := c.plain(s); ok {
		return v, TextForm, Value
	}
	if v, ok := c.bareDay(s); ok {
		return v, DayForm, Value
	}
	s = strings.TrimSpace(s)
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return c.epoch(n)
	}
	if v, form, ok := c.general(s); ok {
		return v, form, Value
	}
	return c.epochDecimal(s)
}

// plain reads the common shapes 2026-04-01T12:00:00[.ffffff][Z|±hh:mm] and the
// same with a space, without allocating.
func (c *Clock) plain(s string) (int64, bool) {
	hour, ok := hourOf(s)
	if !ok {
		return 0, false
	}
	at, finer, ok := c.inHour(hour, s)
	if finer {
		c.Floored.Add(1)
	}
	return at, ok
}

// hourText is how many bytes the day and the hour of a time take, with what is between them.
const hourText = len("2026-04-01T12")

// hourOf reads the day and the hour of a plain time: when that hour begins, on a clock
// without a zone.
func hourOf(s string) (at int64, ok bool) {
	if len(s) < 19 || s[4] != '-' || s[7] != '-' || (s[10] != 'T' && s[10] != ' ' && s[10] != 't') {
		return 0, false
	}
	y, ok1 := digits(s[0:4])
	mo, ok2 := digits(s[5:7])
	d, ok3 := digits(s[8:10])
	h, ok4 := digits(s[11:13])
	if !(ok1 && ok2 && ok3 && ok4) || mo < 1 || mo > 12 || d < 1 || d > daysIn(y, mo) || h > 23 {
		return 0, false
	}
	return (int64(civil(y, mo, d))*86_400 + int64(h*3600)) * 1_000_000, true
}

// inHour reads the rest of a plain time whose hour is known; finer says that it was finer
// than a microsecond.
func (c *Clock) inHour(hour int64, s string) (at int64, finer, ok bool) {
	if len(s) < 19 || s[13] != ':' || s[16] != ':' {
		return 0, false, false
	}
	mi, ok1 := twoDigits(s[14], s[15])
	sec, ok2 := twoDigits(s[17], s[18])
	if !(ok1 && ok2) || mi > 59 || sec > 59 {
		return 0, false, false
	}
	rest := s[19:]
	frac := int64(0)
	if rest != "" && (rest[0] == '.' || rest[0] == ',') {
		n := 1
		for scale := int64(100_000); n < len(rest) && rest[n] >= '0' && rest[n] <= '9'; n++ {
			frac += int64(rest[n]-'0') * scale
			scale /= 10
		}
		if n == 1 {
			return 0, false, false
		}
		finer = n > 7 && strings.Trim(rest[7:n], "0") != ""
		rest = rest[n:]
	}
	t := hour + int64(mi*60+sec)*1_000_000 + frac
	switch {
	case rest == "":
		if c.utc {
			return t, finer, true
		}
		return c.wall.Instant(t), finer, true
	case rest == "Z" || rest == "z" || rest == " UTC" || rest == "+00" || rest == "+00:00":
		return t, finer, true
	case (rest[0] == '+' || rest[0] == '-') && (len(rest) == 6 && rest[3] == ':' || len(rest) == 5 || len(rest) == 3):
		oh, ok := digits(rest[1:3])
		om := 0
		if len(rest) > 3 {
			om, ok1 = digits(rest[len(rest)-2:])
			ok = ok && ok1
		}
		if !ok || oh > 23 || om > 59 {
			return 0, false, false
		}
		off := int64(oh*3600+om*60) * 1_000_000
		if rest[0] == '-' {
			off = -off
		}
		return t - off, finer, true
	}
	return 0, false, false
}

// bareDay reads 2026-04-01.
func (c *Clock) bareDay(s string) (int64, bool) {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return 0, false
	}
	y, ok1 := digits(s[0:4])
	m, ok2 := digits(s[5:7])
	d, ok3 := digits(s[8:10])
	if !(ok1 && ok2 && ok3) || m < 1 || m > 12 || d < 1 || d > daysIn(y, m) {
		return 0, false
	}
	return c.wall.Start(spec.Day(civil(y, m, d))), true
}

// general reads the rarer shapes: a bare day, minutes without seconds, and the
// year first with slashes, which nobody writes otherwise.
func (c *Clock) general(s string) (int64, Form, bool) {
	if len(s) < 8 || s[4] != '-' && s[4] != '/' {
		return 0, AnyForm, false
	}
	for _, l := range isoLayouts {
		if v, form, found := c.byLayout(l, s); found == Value {
			return v, form, true
		}
	}
	return 0, AnyForm, false
}

var isoLayouts = layoutsOf("%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M%z", "%Y-%m-%d %H:%M%z",
	"%Y-%m-%d %H:%M:%S %z", "%Y-%m-%d %H:%M:%S.%f %z",
	"%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M:%S.%f", "%Y/%m/%d", "%Y/%m/%d %H:%M", "%Y/%m/%d %H:%M:%S",
	"%Y/%m/%d %H:%M:%S.%f")

func layoutsOf(list ...string) []spec.TimeLayout {
	var out []spec.TimeLayout
	for _, s := range list {
		l, err := spec.ParseTimeLayout(s)
		if err != nil {
			panic("event: " + err.Error())
		}
		out = append(out, l)
	}
	return out
}

func digits(s string) (int, bool) {
	n := 0
	for i := 0; i < len(s); i++ {
		d := s[i] - '0'
		if d > 9 {
			return 0, false
		}
		n = n*10 + int(d)
	}
	return n, true
}

func twoDigits(a, b byte) (int, bool) {
	a, b = a-'0', b-'0'
	return 10*int(a) + int(b), a <= 9 && b <= 9
}

func daysIn(y, m int) int {
	switch m {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if y%4 == 0 && (y%100 != 0 || y%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// civil counts days from 1970-01-01 (Hinnant 2013, days_from_civil).
func civil(y, m, d int) int {
	if m <= 2 {
		y--
	}
	era := y / 400
	if y < 0 {
		era = (y - 399) / 400
	}
	yoe := y - era*400
	doy := (153*((m+9)%12)+2)/5 + d - 1
	return era*146097 + yoe*365 + yoe/4 - yoe/100 + doy - 719468
}
