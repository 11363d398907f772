package event

import (
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"uptake/analysis/spec"
)

// TestStretchesOfTimes: the times of a stretch are those of its rows one by one, whatever
// stands among them, and so is how many were finer than a microsecond.
func TestStretchesOfTimes(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 9))
	pick := func(list ...string) string { return list[rng.IntN(len(list))] }
	for n := range 3000 {
		zone := []*time.Location{time.UTC, place(t, "Europe/Berlin")}[rng.IntN(2)]
		rows, odd := 1+rng.IntN(12), n%3 == 0
		b := array.NewStringBuilder(memory.DefaultAllocator)
		for range rows {
			s := pick("2026-04-01", "2026-04-02", "2026-12-31") + pick("T", " ") + pick("00", "02", "23") + ":" +
				pick("00", "59", "07") + ":" + pick("00", "59", "31") + pick("", "", ".5", ".123456", ".1234567",
				".12345670") +
				pick("", "", "Z", "+02:00", "-0930", " UTC")
			if odd {
				switch rng.IntN(12) {
				case 0:
					s = pick("", "2026-04-01", "2026-04-01 10:00", "1775037600", "NA", "x",
						"2026-13-01T00:00:00", "1980-01-01T00:00:00")
				case 1:
					at := rng.IntN(len(s))
					s = s[:at] + pick("x", ":", "9", "") + s[at+1:]
				case 2:
					b.AppendNull()
					continue
				}
			}
			b.Append(s)
		}
		column := NewText(b.NewArray())
		whole, single := NewClock(zone, spec.TimeForm{}), NewClock(zone, spec.TimeForm{})
		var s Stamps
		for from := 0; from < rows; from += 5 {
			to := min(from+5, rows)
			whole.Read(column, from, to, &s)
			for k := range to - from {
				at, form, found := single.Time(column, from+k)
				if s.Found(k) != found || found == Value && (s.At[k] != at || s.Form(k) != form) {
					t.Fatalf("%q is %d, %v, %v, want %d, %v, %v", column.Value(from+k),
						s.At[k], s.Form(k), s.Found(k), at, form, found)
				}
			}
		}
		if whole.Floored.Load() != single.Floored.Load() {
			t.Fatalf("%d were finer, want %d", whole.Floored.Load(), single.Floored.Load())
		}
	}
}

// TestShortNumbers: what is read quickly is what the library reads.
func TestShortNumbers(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	quick := 0
	for range 200_000 {
		var b strings.Builder
		for range rng.IntN(18) {
			b.WriteByte("0123456789.9876543210-e"[rng.IntN(23)])
		}
		s := b.String()
		got, ok := ShortNumber(s)
		if !ok {
			continue
		}
		quick++
		if want, err := strconv.ParseFloat(s, 64); err != nil || got != want {
			t.Fatalf("%s is %v, want %v (%v)", s, got, want, err)
		}
	}
	if quick < 20_000 {
		t.Errorf("only %d were read quickly", quick)
	}
	for _, s := range []string{"", ".", "-1", "1e3", " 1", "1.2.3", "9007199254740993", "0x10", "1_000"} {
		if _, ok := ShortNumber(s); ok {
			t.Errorf("%q is not for the quick way", s)
		}
	}
}
