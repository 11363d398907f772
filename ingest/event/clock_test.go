package event

import (
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // on machines that carry no zones

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"uptake/analysis/spec"
)

func place(t *testing.T, name string) *time.Location {
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func at(s string) int64 {
	v, err := time.Parse("2006-01-02 15:04:05.999999", s)
	if err != nil {
		panic(err)
	}
	return v.UnixMicro()
}

// One wall-clock time is one instant however it is typed; with a zone it is an
// instant already.
func TestTimesWithoutAZoneAreWallClock(t *testing.T) {
	zone := place(t, "America/New_York")
	wall := at("2026-03-08 02:30:00") // in the hour that is skipped
	want := at("2026-03-08 07:30:00")
	stamps := func(unit arrow.TimeUnit, zone string, v int64) arrow.Array {
		b := array.NewTimestampBuilder(memory.DefaultAllocator, &arrow.TimestampType{Unit: unit, TimeZone: zone})
		b.Append(arrow.Timestamp(v))
		return b.NewArray()
	}
	days := array.NewDate32Builder(memory.DefaultAllocator)
	days.Append(arrow.Date32(wall / 86_400_000_000))
	for name, c := range map[string]struct {
		column *Text
		want   int64
		form   Form
	}{
		"text":         {Constant("2026-03-08 02:30:00"), want, TextForm},
		"T":            {Constant("2026-03-08T02:30:00"), want, TextForm},
		"minutes":      {Constant("2026-03-08 02:30"), want, TextForm},
		"slashes":      {Constant("2026/3/8 2:30:00"), want, TextForm},
		"comma":        {Constant("2026-03-08 02:30:00,250"), want + 250_000, TextForm},
		"s":            {NewText(stamps(arrow.Second, "", wall/1_000_000)), want, TextForm},
		"ms":           {NewText(stamps(arrow.Millisecond, "", wall/1_000)), want, TextForm},
		"us":           {NewText(stamps(arrow.Microsecond, "", wall)), want, TextForm},
		"ns":           {NewText(stamps(arrow.Nanosecond, "", wall*1_000+999)), want, TextForm},
		"instant":      {NewText(stamps(arrow.Microsecond, "UTC", wall)), wall, TextForm},
		"other zone":   {NewText(stamps(arrow.Microsecond, "Europe/Berlin", wall)), wall, TextForm},
		"Z":            {Constant("2026-03-08T02:30:00Z"), wall, TextForm},
		"epoch":        {Constant("1772937000"), wall, Seconds},
		"day":          {Constant("2026-03-08"), at("2026-03-08 05:00:00"), DayForm},
		"day slashes":  {Constant("2026/03/08"), at("2026-03-08 05:00:00"), DayForm},
		"date32":       {NewText(days.NewArray()), at("2026-03-08 05:00:00"), DayForm},
		"far in space": {NewText(stamps(arrow.Second, "", 1<<62+1)), 0, AnyForm},
	} {
		got, form, found := NewClock(zone, spec.TimeForm{}).Time(c.column, 0)
		if c.want == 0 {
			if found != Bad {
				t.Errorf("%s: read as %s", name, time.UnixMicro(got).UTC())
			}
			continue
		}
		if found != Value || got != c.want || form != c.form {
			t.Errorf("%s: %s as %s (found %d), want %s", name, time.UnixMicro(got).UTC(), form, found,
				time.UnixMicro(c.want).UTC())
		}
	}
}

func TestEpochsAreRoundedToTheNearestMicrosecond(t *testing.T) {
	base := at("2026-04-01 12:00:00") // 1775044800
	for text, want := range map[string]int64{
		"1775044800.1": 100_000, "1775044800.123456": 123_456, "1775044800.1234567": 123_457, "1775044800.0000005": 1,
		"1775044800.00000049": 0, "1775044800.9999999": 1_000_000,
		"1775044800000.1": 100, "1775044800000.9996": 1_000, "1775044800000001.5": 2, "1.7750448001e9": 100_000,
		"1.775044800E+12": 0, "1775044800.": 0, "+1775044800": 0,
		"1775044800000000999.9": 0,
	} {
		got, _, found := NewClock(time.UTC, spec.TimeForm{}).Parse(text)
		if found != Value || got != base+want {
			t.Errorf("%s: %d µs behind noon (found %d), want %d", text, got-base, found, want)
		}
	}
	b := array.NewFloat64Builder(memory.DefaultAllocator)
	for _, µs := range []int64{100_000, 100_001, 333_333, 999_999, 1} {
		b.Append(float64(base+µs) / 1e6)
	}
	a := b.NewArray()
	for i, µs := range []int64{100_000, 100_001, 333_333, 999_999, 1} {
		if got, form, found := NewClock(time.UTC, spec.TimeForm{}).Time(NewText(a), i); found != Value || got != base+
			µs || form != Seconds {
			t.Errorf("the double of %d µs is %d", µs, got-base)
		}
	}
	for _, text := range []string{"-1775044800.5", "1775044800.5x", "1e999", "1e-9", ".", "1775044800,5", "99999999.5",
		"0x1p40", "1e100"} {
		if got, _, found := NewClock(time.UTC, spec.TimeForm{}).Parse(text); found != Bad {
			t.Errorf("%q was read as %s", text, time.UnixMicro(got).UTC())
		}
	}
}

func TestEpochsOfTheWallClock(t *testing.T) {
	zone := place(t, "America/New_York")
	b := array.NewInt64Builder(memory.DefaultAllocator)
	b.Append(1775002200) // 2026-04-01 00:10 on the wall
	for name, column := range map[string]*Text{"text": Constant("1775002200"), "ms": Constant("1775002200000"),
		"fraction": Constant("1775002200.0"), "typed": NewText(b.NewArray())} {
		if got, _, _ := NewClock(zone, spec.TimeForm{Local: true}).Time(column, 0); got != at("2026-04-01 04:10:00") {
			t.Errorf("%s: %s", name, time.UnixMicro(got).UTC())
		}
	}
	if got, _, _ := NewClock(zone, spec.TimeForm{Local: true}).Time(Constant("2026-04-01T04:10:00Z"),
		0); got != at("2026-04-01 04:10:00") {
		t.Error("a time that names its zone is an instant all the same")
	}
}

func TestTimesByLayout(t *testing.T) {
	berlin := place(t, "Europe/Berlin")
	noon, day := at("2026-04-01 10:00:00"), at("2026-03-31 22:00:00")
	for _, c := range []struct {
		layout, text string
		want         int64
	}{
		{"%d.%m.%Y %H:%M:%S", "01.04.2026 12:00:00", noon}, {"%d.%m.%Y %H:%M:%S", "1.4.2026 12:00:00", noon},
		{"%d.%m.%Y %H:%M", " 01.04.2026  12:00 ", noon},
		{"%m/%d/%Y %I:%M:%S %p", "4/1/2026 12:00:00 PM", noon}, {"%m/%d/%Y %I:%M:%S %p", "4/1/2026 12:00:00\u202fpm",
			noon}, {"%m/%d/%Y %I:%M %p", "4/1/2026 12:00 a.m.", day},
		{"%d/%m/%y", "01/04/26", day}, {"%b %d, %Y", "Apr 1, 2026", day}, {"%d-%b-%Y", "01-APR-2026", day},
		{"%A, %d %B %Y", "Wednesday, 1 April 2026", day},
		{"%Y%m%d", "20260401", day}, {"%Y%j", "2026091", day}, {"%Y%m%d%H%M%S", "20260401120000", noon},
		{"%d.%m.%Y %H:%M:%S.%f", "01.04.2026 12:00:00.25", noon + 250_000},
		{"%d/%b/%Y:%H:%M:%S %z", "01/Apr/2026:10:00:00 +0000", noon}, {"%d.%m.%Y %H:%M %z", "01.04.2026 03:30 -06:30",
			noon}, {"%F %T%z", "2026-04-01 10:00:00Z", noon},
		{"%s", "1775037600", noon}, {"%s.%f", "1775037600.5", noon + 500_000},
		{"%Y-%m-%d 00:00:00", "2026-04-01 00:00:00", day},
	} {
		got, form, found := NewClock(berlin, spec.TimeForm{Layout: c.layout}).Parse(c.text)
		if found != Value || got != c.want || (form == DayForm) != (c.want == day && c.layout != "%m/%d/%Y %I:%M %p") {
			t.Errorf("%q by %q: %s as %s (found %d), want %s", c.text, c.layout, time.UnixMicro(got).UTC(), form, found,
				time.UnixMicro(c.want).UTC())
		}
	}
	for _, c := range []struct{ layout, text string }{
		{"%d.%m.%Y", "2026-04-01"}, {"%d.%m.%Y", "30.02.2026"}, {"%d.%m.%Y", "01.13.2026"}, {"%d.%m.%Y", "01.04.26"},
		{"%d.%m.%Y", "01.04.2026 12:00"}, {"%d.%m.%Y", "1775044800"},
		{"%d.%m.%Y %H:%M", "01.04.2026 24:00"}, {"%d.%m.%Y %H:%M", "01.04.2026"},
		{"%m/%d/%Y %I:%M %p", "4/1/2026 13:00 PM"}, {"%m/%d/%Y %I:%M %p", "4/1/2026 1:00"},
		{"%Y%m%d", "2026411"}, {"%Y%j", "2026366"}, {"%A, %d %B %Y", "Monday, 1 April 2026"},
		{"%d %b %Y", "1 Mai 2026"}, {"%F %T%z", "2026-04-01 10:00:00"}, {"%d.%m.%y", "01.04.2026"},
		{"%d.%m.%y", "01.04.6"},
	} {
		if got, _, found := NewClock(berlin, spec.TimeForm{Layout: c.layout}).Parse(c.text); found != Bad {
			t.Errorf("%q by %q was read as %s", c.text, c.layout, time.UnixMicro(got).UTC())
		}
	}
	days := array.NewInt64Builder(memory.DefaultAllocator)
	days.Append(20260401)
	if got, form, _ := NewClock(berlin, spec.TimeForm{Layout: "%Y%m%d"}).Time(NewText(days.NewArray()),
		0); got != day || form != DayForm {
		t.Errorf("a typed number by a layout: %d as %s", got, form)
	}
	if _, _, found := NewClock(berlin, spec.TimeForm{Layout: "%Y%m%d"}).Time(Constant("NULL"), 0); found != Missing {
		t.Error("a word for no value is missing under a layout too")
	}
}

// Day and month are never told apart by their size.
func TestOtherOrdersOfDayAndMonthAreNoTimes(t *testing.T) {
	for _, text := range []string{"30.03.2026", "3/30/2026", "30/03/2026 10:00", "4/1/2026 10:00:00 AM", "20260401",
		"01-04-2026", "1 Apr 2026"} {
		if got, _, found := NewClock(time.UTC, spec.TimeForm{}).Time(Constant(text), 0); found != Bad {
			t.Errorf("%q was read as %s", text, time.UnixMicro(got).UTC())
		}
	}
}

func TestMissingTimes(t *testing.T) {
	for _, text := range []string{"", "NULL", `\N`, "nan", "(not set)", "None", "never", "0000-00-00", "1970-01-01"} {
		if _, _, found := NewClock(time.UTC, spec.TimeForm{}).Time(NewStyle([]string{"never", "0000-00-00",
			"1970-01-01"}, spec.CSV{}).Constant(text), 0); found != Missing {
			t.Errorf("%q: found %d", text, found)
		}
	}
}

func TestKnownLayouts(t *testing.T) {
	for want, values := range map[string][]string{
		"%d.%m.%Y %H:%M:%S":             {"30.03.2026 09:12:04", "01.04.2026 10:00:00", "none"},
		"%m/%d/%Y %I:%M:%S %p":          {"4/1/2026 10:00:00 AM", "4/13/2026 10:00:00 PM"},
		"%d/%m/%Y %m/%d/%Y":             {"01/02/2026", "03/04/2026"},
		"%Y%m%d":                        {"20260401"},
		"%d %b %Y %H:%M":                {"1 Apr 2026 10:00"},
		"":                              {"soon", "99/99/2026"},
		"%a, %d %b %Y %H:%M:%S %z":      {"Wed, 01 Apr 2026 10:00:00 +0200"},
		"%d-%b-%y":                      {"01-APR-26"},
		"%d-%m-%Y %H:%M %m-%d-%Y %H:%M": {"01-04-2026 10:00"},
	} {
		var k, other KnownLayouts
		for i, v := range values {
			if i%2 == 0 {
				k.See(v)
			} else {
				other.See(v)
			}
		}
		k.Merge(&other)
		if got := strings.Join(k.Best(), " "); got != want {
			t.Errorf("%q fit %q, want %q", values, got, want)
		}
	}
}
