package ignore

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"uptake/analysis/counted"
)

// unknown is the code of a missing level.
const unknown = math.MaxUint16

// column is something that suggestions are told apart by.
type column struct {
	name    string
	fixed   bool // a segment of units, known before exposure
	derived bool // made from the rows, not a column of the export
	arms    bool // its levels are the arms, which are not to be compared
	ordered bool // levels are bands of a number, in order

	levels []string
	place  int       // of a fixed column in person.fixed
	codes  []uint16  // of the others by row
	values []float32 // of numbers by row, NaN where missing; nil for names
	tops   []float64 // of ordered columns: the last value of every level but the last
	unit   string    // of the numbers
	counts bool      // the first level is one number
	many   int       // how many levels there are, where they are more than codes
}

// bands says how a number is cut into levels.
type bands struct {
	name string
	unit string
	tops []float64
	// counts: the first band is one number, the least there can be.
	counts bool
}

// numbers lists the numbers of suggestions that are looked at, and their bands.
var numbers = []bands{
	{"latency_ms", " ms", []float64{100, 200, 400, 800, 1600, 3200, 6400}, false},
	{"length", "", []float64{8, 16, 32, 64, 128, 256, 512, 1024}, false},
	{"position", "", []float64{1, 2, 3, 4, 5, 10}, true},
	{"group_size", "", []float64{1, 2, 3, 4, 5, 8}, true},
	{"confidence", "", []float64{0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9}, false},
	{earlierInSession, "", []float64{0, 1, 2, 3, 4, 8, 16}, true},
	{daysSinceExposure, " days", []float64{0, 1, 3, 7, 14, 28}, true},
}

// Names of derived columns.
const (
	earlierInSession  = "shown_earlier_in_session"
	daysSinceExposure = "days_since_exposure"
	shownBefore       = "shown_before" // the same content, to the same unit
	hourOfDay         = "hour_of_day"
)

// leastNumberLevels is from how many levels on a text column whose levels are all
// numbers is cut into bands.
const leastNumberLevels = 13

func (b bands) column(values []float32) column {
	c := column{name: b.name, ordered: true, tops: b.tops, counts: b.counts, unit: b.unit, values: values,
		codes: make([]uint16, len(values))}
	for i, v := range values {
		c.codes[i] = c.band(float64(v))
	}
	for l := range len(b.tops) + 1 {
		c.levels = append(c.levels, c.between(l, l))
	}
	return c
}

// band is the level of a value.
func (c *column) band(v float64) uint16 {
	if math.IsNaN(v) {
		return unknown
	}
	at := uint16(0)
	for _, top := range c.tops { // so few that halving them takes longer
		if float32(top) < float32(v) {
			at++
		}
	}
	return at
}

// between names the levels from lo to hi.
func (c *column) between(lo, hi int) string {
	if !c.ordered {
		return c.levels[lo]
	}
	whole := true
	for _, t := range c.tops {
		whole = whole && t == math.Floor(t) && c.unit != " ms"
	}
	text := func(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
	last := len(c.tops)
	switch {
	case lo == 0 && hi == last:
		return "any"
	case hi == last:
		return "over " + text(c.tops[lo-1]) + c.unit
	case lo == 0 && !(whole && hi == 0 && c.counts):
		return "up to " + text(c.tops[hi]) + c.unit
	case lo == 0:
		return text(c.tops[hi]) + c.unit
	case whole && c.tops[hi] == 1 && c.tops[lo-1] == 0:
		return "1" + strings.TrimSuffix(c.unit, "s")
	case whole && c.tops[hi] == c.tops[lo-1]+1:
		return text(c.tops[hi]) + c.unit
	case whole:
		return text(c.tops[lo-1]+1) + " to " + text(c.tops[hi]) + c.unit
	}
	return "over " + text(c.tops[lo-1]) + " to " + text(c.tops[hi]) + c.unit
}

// cut makes an ordered column of a text column whose levels are all numbers, with
// about equally many rows in each of up to eight bands.
func (c *column) cut() {
	if c.fixed || c.ordered || c.many > 0 || len(c.levels) < leastNumberLevels {
		return
	}
	values := make([]float64, len(c.levels))
	for l, s := range c.levels {
		v, err := strconv.ParseFloat(s, 64)
		if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
			if s != "" {
				return
			}
			v = math.NaN()
		}
		values[l] = v
	}
	count, total := map[float64]int{}, 0
	for _, code := range c.codes {
		if v := values[code]; !math.IsNaN(v) {
			count[v]++
			total++
		}
	}
	var distinct []float64
	for v := range count {
		distinct = append(distinct, v)
	}
	slices.Sort(distinct)
	var tops []float64
	sum := 0
	for _, v := range distinct[:max(0, len(distinct)-1)] {
		if sum += count[v]; sum*8 >= total*(len(tops)+1) && len(tops) < 7 {
			tops = append(tops, v)
		}
	}
	numbers := make([]float32, len(c.codes))
	for i, code := range c.codes {
		numbers[i] = float32(values[code])
	}
	*c = bands{name: c.name, tops: tops}.column(numbers)
}

// varies reports whether there are levels to tell apart.
func (c *column) varies() bool { return len(c.levels) >= 2 && c.many == 0 && !c.arms }

// hours are the levels of the hour of day.
var hours = []string{"00 to 03 h", "04 to 07 h", "08 to 11 h", "12 to 15 h", "16 to 19 h", "20 to 23 h"}

// tooMany is the caution on a column whose levels are too many to look at.
func (c *column) tooMany() string {
	return counted.Sprintf("The attribute %s has %d levels, more than %d, so nothing is split over it.", c.name,
		max(c.many, len(c.levels)), mostLevels)
}
