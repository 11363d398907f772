package ignore

import (
	"math"
	"slices"
	"strconv"
)

// sameEdge is the part of a standard error that the suggestions between two edges may
// be worth for one to be as good as the other. Of a place with share s whose rate is δ
// above the rest, k suggestions move the squared z by k·δ²/(r(1 − r)) and its worth by
// (1 − s)/z as many standard errors: the squared z may differ by sameEdge·z.
const sameEdge = 0.25

// numbered is one row on a number.
type numbered struct {
	value   float32
	studied bool
}

// settle moves the ends of the place's numbers from the bands in which the search
// counts to where, between the bands beside them, the finding half says that more is
// ignored. An end stays where the data do not speak against it.
func (s *search) settle(at found) found {
	at.place = slices.Clone(at.place)
	for k, l := range at.place {
		if c := &s.f.columns[l.column]; c.ordered && !l.moved && (l.lo == 0) != (l.hi == len(c.tops)) {
			at.place[k], at.rateOf = s.edge(at.place, k, at.rateOf)
		}
	}
	return at
}

// edge is the k-th literal of a place with its end moved, and the counts of the place then.
func (s *search) edge(at place, k int, counts rateOf) (literal, rateOf) {
	l, c := at[k], &s.f.columns[at[k].column]
	over, from, to := l.lo > 0, math.Inf(-1), math.Inf(1)
	end := l.hi // the top that it ends at
	if over {
		end = l.lo - 1
	}
	if end > 0 {
		from = c.tops[end-1]
	}
	if end+1 < len(c.tops) {
		to = c.tops[end+1]
	}
	others := slices.Delete(slices.Clone(at), k, k+1)
	var near []numbered
	var in rateOf // beyond what is near
	s.each(func(p *person, row int) {
		v := c.values[row]
		if math.IsNaN(float64(v)) || !s.f.holds(others, p, row) {
			return
		}
		studied := s.f.seen.studied(row)
		switch {
		case float64(v) > from && float64(v) <= to:
			near = append(near, numbered{v, studied})
		case over == (float64(v) > to):
			in = in.plus(rateOf{1, one(studied)})
		}
	})
	slices.SortFunc(near, func(a, b numbered) int {
		switch {
		case a.value < b.value:
			return -1
		case a.value > b.value:
			return 1
		}
		return 0
	})
	if !over {
		slices.Reverse(near)
	}
	// From the end that is in the place for sure, row by row: the counts beyond every
	// value, and how well they stand out.
	var cuts []cut
	band := math.NaN() // of the band's own end
	for i := len(near) - 1; i >= 0; i-- {
		if i < len(near)-1 && near[i].value != near[i+1].value {
			cuts = append(cuts, s.cut(near[i].value, near[i+1].value, over, in))
			if t := cuts[len(cuts)-1]; t.from <= float32(c.tops[end]) && float32(c.tops[end]) < t.to {
				band = t.z2
			}
		}
		in = in.plus(rateOf{1, one(near[i].studied)})
	}
	best := 0
	for i, t := range cuts {
		if t.z2 > cuts[best].z2 {
			best = i
		}
	}
	if len(cuts) == 0 {
		return l, counts
	}
	enough := cuts[best].z2 - sameEdge*math.Sqrt(cuts[best].z2)
	if !(enough > band) {
		return l, counts
	}
	least := best
	for least > 0 && cuts[least-1].z2 >= enough {
		least--
	}
	most := best
	for most+1 < len(cuts) && cuts[most+1].z2 >= enough {
		most++
	}
	lo, hi := min(cuts[least].from, cuts[most].from), max(cuts[least].to, cuts[most].to)
	l.moved, l.end = true, roundest(lo, hi, cuts[best].from)
	for _, t := range cuts[least : most+1] {
		if t.from <= l.end && l.end < t.to {
			counts = t.rateOf
		}
	}
	return l, counts
}

// cut is an end of a number between two of its values, with the counts beyond it.
type cut struct {
	rateOf
	from, to float32 // an end from here to below there makes no difference
	z2       float64
}

func (s *search) cut(a, b float32, over bool, in rateOf) cut {
	t := cut{rateOf: in, from: min(a, b), to: max(a, b)}
	rest, rate := s.all.minus(in), s.all.rate()
	if in.seen < leastSliceUsers || float64(in.seen) > largestSlice*float64(s.all.seen) || in.rate() <= rest.rate() {
		return t
	}
	d := in.rate() - rest.rate()
	t.z2 = d * d / (rate * (1 - rate) * (1/float64(in.seen) + 1/float64(rest.seen)))
	return t
}

// roundest is the roundest number from lo to below hi: of the largest step of
// …, 10, 5, 1, 0.5, … that has one there, the one next to best.
func roundest(lo, hi, best float32) float32 {
	span := math.Max(math.Abs(float64(lo)), math.Abs(float64(hi)))
	for e := math.Ceil(math.Log10(span)); e > -8 && span > 0; e-- {
		for _, m := range []float64{1, 0.5} {
			unit := math.Pow(10, e) * m
			n := math.Round(float64(best) / unit)
			for _, n := range []float64{n, n - 1, n + 1} {
				v := n * unit
				if e < 0 || m < 1 && e < 1 {
					v, _ = strconv.ParseFloat(strconv.FormatFloat(v, 'f', int(1-min(e, 0)), 64), 64)
				}
				if v := float32(v); lo <= v && v < hi {
					return v
				}
			}
		}
	}
	return best
}

func one(yes bool) int64 {
	if yes {
		return 1
	}
	return 0
}
