package ignore

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// literal is one column held to the levels from lo to hi; of a number whose end was
// moved (edge.go), to what is over end where lo is above 0, else up to end.
type literal struct {
	column, lo, hi int
	moved          bool
	end            float32
}

// place is what holds for the suggestions of a slice: literals of up to three
// columns, in order of columns.
type place []literal

func (f *Facts) holds(s place, p *person, row int) bool {
	for _, l := range s {
		if l.moved {
			if v := f.columns[l.column].values[row]; math.IsNaN(float64(v)) || (v > l.end) != (l.lo > 0) {
				return false
			}
			continue
		}
		c := f.code(l.column, p, row)
		if c == unknown || int(c) < l.lo || int(c) > l.hi {
			return false
		}
	}
	return true
}

// columns are what the place is told by.
func (s place) columns() []int {
	var out []int
	for _, l := range s {
		out = append(out, l.column)
	}
	return out
}

// ofUsers reports whether the place is told by what the unit is.
func (f *Facts) ofUsers(s place) bool {
	return !slices.ContainsFunc(s, func(l literal) bool { return !f.columns[l.column].fixed })
}

func (f *Facts) placeNames(s place) (attribute, level string) {
	var a, l []string
	for _, x := range s {
		c := &f.columns[x.column]
		a, l = append(a, c.name), append(l, orNone(c.held(x)))
	}
	return strings.Join(a, " & "), strings.Join(l, " & ")
}

// held names what a literal holds the column to.
func (c *column) held(l literal) string {
	switch end := strconv.FormatFloat(float64(l.end), 'f', -1, 32) + c.unit; {
	case !l.moved:
		return c.between(l.lo, l.hi)
	case l.lo > 0:
		return "over " + end
	default:
		return "up to " + end
	}
}

func orNone(s string) string {
	if s == "" {
		return "(none)"
	}
	return s
}

// rateOf holds the counts of a set of seen suggestions.
type rateOf struct{ seen, ignored int64 }

func (r rateOf) rate() float64 { return float64(r.ignored) / float64(r.seen) }

func (r rateOf) plus(o rateOf) rateOf { return rateOf{r.seen + o.seen, r.ignored + o.ignored} }

func (r rateOf) minus(o rateOf) rateOf { return rateOf{r.seen - o.seen, r.ignored - o.ignored} }

// worth is what r adds to the rate of all: its share of them times how much more of
// it is ignored than of the others, which is the rate of all less that of the others.
func (r rateOf) worth(all rateOf) float64 { return all.rate() - all.minus(r).rate() }

// excess is how many more of r are ignored than at the rate of all.
func (r rateOf) excess(all rateOf) float64 {
	return float64(r.ignored) - float64(r.seen)*all.rate()
}
