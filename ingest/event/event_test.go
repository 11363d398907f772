package event

import (
	"testing"
	"time"

	"uptake/analysis/moment"
	"uptake/analysis/spec"
)

func TestTimesAsWritten(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	noon := time.Date(2026, 4, 1, 12, 0, 0, 0, time.UTC).UnixMicro()
	for _, c := range []struct {
		text string
		zone *time.Location
		want int64
		form Form
	}{
		{"2026-04-01T12:00:00Z", time.UTC, noon, TextForm},
		{"2026-04-01T14:00:00+02:00", time.UTC, noon, TextForm},
		{"2026-04-01T06:30:00-0530", time.UTC, noon, TextForm},
		{"2026-04-01 12:00:00", time.UTC, noon, TextForm},
		{"2026-04-01 14:00:00", berlin, noon, TextForm},
		{"2026-04-01 12:00:00.123456", time.UTC, noon + 123456, TextForm},
		{"2026-04-01 12:00:00.1", time.UTC, noon + 100000, TextForm},
		{"2026-04-01T12:00:00.123456789Z", time.UTC, noon + 123456, TextForm},
		{"2026-04-01 12:00:00.5+00:00", time.UTC, noon + 500000, TextForm},
		{"2026-04-01 12:00:00 UTC", time.UTC, noon, TextForm},
		{"2026-04-01 12:00", time.UTC, noon, TextForm},
		{"2026-04-01", time.UTC, noon - 12*3600*1e6, DayForm},
		{"2026-04-01", berlin, noon - 14*3600*1e6, DayForm},
		{"1775044800", time.UTC, noon, Seconds},
		{"1775044800.25", time.UTC, noon + 250000, Seconds},
		{"1775044800000", time.UTC, noon, Millis},
		{"1775044800000001", time.UTC, noon + 1, Micros},
		{"1775044800000000999", time.UTC, noon, Nanos},
		{"1.7750448e12", time.UTC, noon, Millis},
	} {
		clock := NewClock(c.zone, spec.TimeForm{})
		got, form, found := clock.Parse(c.text)
		if found != Value || got != c.want || form != c.form {
			t.Errorf("%q in %s: got %s as %s (found %d), want %s", c.text, c.zone, time.UnixMicro(got).UTC(), form,
				found, time.UnixMicro(c.want).UTC())
		}
	}
	clock := NewClock(time.UTC, spec.TimeForm{})
	for _, s := range []string{"yesterday", "2026-02-29 12:00:00", "2026-13-01T00:00:00Z", "2026-04-01T25:00:00Z", "0",
		"12345", "2026-04-01T12:00:00+99:00", "NaN", "2026-04-01T12:00:00."} {
		if v, _, found := clock.Parse(s); found != Bad {
			t.Errorf("%q was read as %s", s, time.UnixMicro(v).UTC())
		}
	}
	if _, _, found := clock.Parse(""); found != Missing {
		t.Error("an empty cell is missing, not broken")
	}
	if n := clock.Floored.Load(); n != 0 {
		t.Errorf("%d values counted as floored", n)
	}
}

func TestAColumnAgreesOnItsForm(t *testing.T) {
	var c Clock
	if _, ok := c.Agree(Millis); !ok {
		t.Error("the first form must bind")
	}
	if _, ok := c.Agree(Millis); !ok {
		t.Error("the same form must agree")
	}
	if bound, ok := c.Agree(Seconds); ok || bound != Millis {
		t.Errorf("seconds after milliseconds: %s, %v", bound, ok)
	}
}

func TestPlainTimesAgreeWithTheLibrary(t *testing.T) {
	c := NewClock(time.UTC, spec.TimeForm{})
	for d := time.Date(1969, 12, 1, 3, 4, 5, 678901000, time.UTC); d.Year() < 2101; d = d.Add(97*time.Hour +
		13*time.Second) {
		s := d.Format("2006-01-02T15:04:05.000000Z")
		if got, ok := c.plain(s); !ok || got != d.UnixMicro() {
			t.Fatalf("%s read as %d, want %d", s, got, d.UnixMicro())
		}
	}
}

func TestScaled(t *testing.T) {
	for _, c := range []struct {
		v       float64
		scale   int
		want    int64
		rounded bool
	}{
		{12.34, 2, 1234, false}, {0.1, 9, 100_000_000, false}, {-1.5, 0, -1, true}, {2.5, 0, 3, true},
		{19.99, 2, 1999, false},
		{0.125, 2, 13, true}, {123456789.12, 2, 12345678912, false}, {1, 0, 1, false}, {-0.005, 2, 0, true},
	} {
		if got := Scaled(c.v, c.scale); got != (Number128{moment.Int(c.want), c.rounded, false}) {
			t.Errorf("%g at %d decimals: got %s (%+v), want %d (%v)", c.v, c.scale, got.Value.Big(), got, c.want,
				c.rounded)
		}
	}
	if !Scaled(1e20, 9).Large || Scaled(1e19, 9).Large {
		t.Error("of 1e20 and 1e19 with nine decimals only the first is too large")
	}
}

func TestFilters(t *testing.T) {
	for _, c := range []struct {
		f    spec.Filter
		s    string
		want bool
	}{
		{spec.Filter{Is: []string{"true"}}, "true", true},
		{spec.Filter{Is: []string{"true"}}, "True", false},
		{spec.Filter{Not: []string{""}}, "", false},
		{spec.Filter{Not: []string{"x"}}, "", true},
		{spec.Filter{From: "9"}, "10", true},
		{spec.Filter{To: "9"}, "8", true},
		{spec.Filter{To: "9"}, "", false},
		{spec.Filter{To: "2026-04-01"}, "", false},
		{spec.Filter{From: "9", To: "10"}, "10.5", false},
		{spec.Filter{From: "2026-04-01"}, "2026-03-31", false},
		{spec.Filter{To: "b"}, "a", true},
		{spec.Filter{To: "9"}, "Infinity", false},
	} {
		if got := pass(c.f, c.s, ParseNumber); got != c.want {
			t.Errorf("%+v on %q: got %v", c.f, c.s, got)
		}
	}
}

func TestRowHash(t *testing.T) {
	sum := func(add func(*RowHash)) any {
		var r RowHash
		add(&r)
		return r.Sum()
	}
	a, b := Seed("a"), Seed("b")
	base := sum(func(r *RowHash) { r.Text(a, "x"); r.Text(b, "y") })
	if base != sum(func(r *RowHash) { r.Text(b, "y"); r.Text(a, "x") }) {
		t.Error("the order of columns matters")
	}
	if base != sum(func(r *RowHash) { r.Text(a, "x"); r.Text(b, "y"); r.Text(Seed("c"), "") }) {
		t.Error("a missing column matters")
	}
	if base == sum(func(r *RowHash) { r.Text(a, "y"); r.Text(b, "x") }) {
		t.Error("values may be swapped between columns")
	}
	if HashNumber(0) != HashNumber(negativeZero()) || HashNumber(1) == HashNumber(2) {
		t.Error("numbers hash by their value")
	}
}

func negativeZero() float64 { z := 0.0; return -z }

func TestTimesFarOffAreBroken(t *testing.T) {
	c := NewClock(time.UTC, spec.TimeForm{})
	for text, want := range map[string]Found{"1066-04-01T11:00:00Z": Bad, "9999-12-31": Bad,
		"1989-12-31T23:59:59Z": Bad, "1990-01-01T00:00:00Z": Value,
		"2099-12-31T23:59:59Z": Value, "2100-01-01": Bad, "99999999999": Bad, "": Missing} {
		if _, _, found := c.Time(Constant(text), 0); found != want && !(text == "" && found != Value) {
			t.Errorf("%q: found %d, want %d", text, found, want)
		}
	}
}
