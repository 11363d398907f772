package ignore

import (
	"fmt"
	"math"
	"slices"
	"testing"
)

// Bands are named so that their ends say which values they hold.
func TestBetween(t *testing.T) {
	named := func(name string) column {
		i := slices.IndexFunc(numbers, func(b bands) bool { return b.name == name })
		return numbers[i].column(nil)
	}
	for _, c := range []struct {
		column string
		lo, hi int
		want   string
	}{
		{"latency_ms", 0, 0, "up to 100 ms"}, {"latency_ms", 0, 3, "up to 800 ms"},
		{"latency_ms", 3, 3, "over 400 to 800 ms"}, {"latency_ms", 1, 4, "over 100 to 1600 ms"},
		{"latency_ms", 4, 7, "over 800 ms"}, {"latency_ms", 0, 7, "any"},
		{"position", 0, 0, "1"}, {"position", 0, 2, "up to 3"}, {"position", 1, 1, "2"}, {"position", 5, 5, "6 to 10"},
		{"position", 2, 5, "3 to 10"}, {"position", 6, 6, "over 10"},
		{earlierInSession, 0, 0, "0"}, {earlierInSession, 0, 1, "up to 1"}, {earlierInSession, 5, 5, "5 to 8"},
		{earlierInSession, 7, 7, "over 16"},
		{daysSinceExposure, 0, 0, "0 days"}, {daysSinceExposure, 1, 1, "1 day"}, {daysSinceExposure, 2, 3,
			"2 to 7 days"}, {daysSinceExposure, 6, 6, "over 28 days"},
		{"confidence", 0, 0, "up to 0.1"}, {"confidence", 2, 2, "over 0.2 to 0.3"}, {"confidence", 9, 9, "over 0.9"},
	} {
		k := named(c.column)
		if got := k.between(c.lo, c.hi); got != c.want {
			t.Errorf("%s from %d to %d is %q, want %q", c.column, c.lo, c.hi, got, c.want)
		}
	}
	words := column{levels: []string{"chat", "inbox"}}
	if got := words.between(1, 1); got != "inbox" {
		t.Errorf("a level is named %q", got)
	}
}

// A value on a band's end is in the band below it, in the single precision of its column.
func TestBand(t *testing.T) {
	k := bands{name: "confidence", tops: []float64{0.1, 0.7}}.column([]float32{0.1, 0.7, 0.70001, float32(math.NaN()),
		-1})
	if want := []uint16{0, 1, 2, unknown, 0}; !slices.Equal(k.codes, want) {
		t.Errorf("bands are %v, want %v", k.codes, want)
	}
}

// A text column of many numbers is cut where its rows are; one word among them, or
// few numbers, leave it as it is.
func TestCut(t *testing.T) {
	make16 := func(change func(c *column)) column {
		c := column{name: "version"}
		for i := range 16 {
			c.levels = append(c.levels, fmt.Sprint(i))
			for range 10 {
				c.codes = append(c.codes, uint16(i))
			}
		}
		change(&c)
		c.cut()
		return c
	}
	c := make16(func(*column) {})
	if !c.ordered || !slices.Equal(c.tops, []float64{1, 3, 5, 7, 9, 11, 13}) || c.codes[0] != 0 || c.codes[159] != 7 {
		t.Errorf("cut at %v", c.tops)
	}
	if c = make16(func(c *column) { c.levels[3] = "" }); !c.ordered || c.codes[30] != unknown {
		t.Errorf("an empty text is in band %d", c.codes[30])
	}
	for name, change := range map[string]func(*column){"a word": func(c *column) { c.levels[3] = "v3" },
		"not a number": func(c *column) { c.levels[3] = "NaN" },
		"few":          func(c *column) { c.levels, c.codes = c.levels[:12], c.codes[:120] }} {
		if c = make16(change); c.ordered {
			t.Errorf("%s: the column is cut at %v", name, c.tops)
		}
	}
}

// A segment or a text of the export that bears the name of a number is not taken for it.
func TestColumnNamed(t *testing.T) {
	f := &Facts{columns: []column{{name: "position", fixed: true}, {name: shownBefore, codes: []uint16{70}},
		{name: "confidence", fixed: true}, {name: "plan", fixed: true},
		{name: "position", values: []float32{1}}, {name: shownBefore, derived: true},
		{name: "model", codes: []uint16{0}}}}
	for name, want := range map[string][2]int{"position": {4, 0}, shownBefore: {5, 1}, "confidence": {-1, 2},
		"plan": {-1, 3}, "model": {-1, 6}, "none": {-1, -1}} {
		if got := [2]int{f.columnNamed(name), f.attributeNamed(name)}; got != want {
			t.Errorf("%s is at %v, want %v", name, got, want)
		}
	}
}
