package draw

import (
	"math"
	"sort"

	"uptake/analysis/report"
	"uptake/charts/say"
)

// ForestDomain is the shared scale of a forest, in shares: wide enough for the rows that
// decide, and not squeezed by one row that knows nothing. Intervals that go on
// beyond it are drawn with arrows.
func ForestDomain(es []Effect) (lo, hi float64) {
	var ends []float64
	decides := 0.0
	for i := range es {
		e := &es[i]
		if !e.Rel.Bounded || e.Gap != "" {
			continue
		}
		end := math.Max(math.Abs(float64(e.Interval.Lo)), math.Abs(float64(e.Interval.Hi)))
		ends = append(ends, end)
		if e.Role == "primary" {
			decides = math.Max(decides, end)
		}
		for _, x := range []float64{e.Strip, math.Abs(e.Limit)} {
			if x <= 2*end {
				decides = math.Max(decides, x)
			}
		}
	}
	if len(ends) == 0 {
		return -0.1, 0.1
	}
	sort.Float64s(ends)
	bound := math.Max(2*decides, 2.5*ends[len(ends)/2])
	lo, hi = 0, 0
	for i := range es {
		e := &es[i]
		if !e.Rel.Bounded || e.Gap != "" {
			continue
		}
		lo = math.Min(lo, math.Max(float64(e.Interval.Lo), -bound))
		hi = math.Max(hi, math.Min(float64(e.Interval.Hi), bound))
		for _, x := range []float64{e.Strip, -e.Strip, e.Limit} {
			if math.Abs(x) <= bound {
				lo, hi = math.Min(lo, x), math.Max(hi, x)
			}
		}
	}
	if hi-lo <= 0 {
		return -0.1, 0.1
	}
	room := 0.04 * (hi - lo)
	return lo - room, hi + room
}

// Ticks are round numbers between lo and hi, at most n of them.
func Ticks(lo, hi float64, n int) (at []float64, step float64) {
	if !(hi > lo) || math.IsInf(hi-lo, 0) {
		return nil, 1
	}
	raw := (hi - lo) / float64(n)
	power := math.Pow(10, math.Floor(math.Log10(raw)))
	for _, f := range []float64{1, 2, 5, 10} {
		if step = f * power; step >= raw {
			break
		}
	}
	for i := math.Ceil(lo / step); i*step <= hi*(1+1e-12); i++ {
		at = append(at, i*step)
	}
	return at, step
}

// Scaled is a number as it is drawn, in the units of a scale: NaN where it has no place.
func Scaled(n report.Num, s say.Scale) float64 {
	v := float64(n) * s.Factor
	if !n.Defined() || !Drawable(v) {
		return math.NaN()
	}
	return v
}

// Drawable reports whether a number has a place on a picture.
func Drawable(v float64) bool { return math.Abs(v) < 1e6 }
