package ignore

import (
	"math"
	"slices"

	"uptake/analysis/stats"
)

const (
	// mostColumns is the most columns of a refit.
	mostColumns = 14
	// mostRefit, mostSlopes and mostCurve are the rows above which a refit of a
	// place, the drivers and a curve are made from a share of the units.
	mostRefit, mostSlopes, mostCurve = 500_000, 200_000, 100_000
	// controlAbove is the correlation with a place from which a number is held
	// fixed when the place is looked at within users.
	controlAbove = 0.1
)

// design is the rows of a model: whether they were ignored, and columns; users are
// rows first[u] to first[u+1]−1.
type design struct {
	y     []bool
	x     [][]float64
	first []int32
	units []int // of Facts.units, by user
}

// design puts the rows of one half (−1: all) together, with k values each; rows for
// which fill says no are left out. Where there are more than most, it takes the
// share of the units, by their hash, that has about so many.
func (f *Facts) design(half, k, most int, fill func(p *person, row int, to []float64) bool) design {
	d := design{x: make([][]float64, k), first: []int32{0}}
	to := make([]float64, k)
	rows := len(f.seen.state)
	if half >= 0 {
		rows /= 2
	}
	const grain = 1 << 20
	below := uint64(grain)
	if rows > most {
		below = uint64(grain * float64(most) / float64(rows))
	}
	for i := range f.units {
		p := &f.units[i]
		if half >= 0 && p.half() != half || p.hash>>8%grain >= below {
			continue
		}
		for row := p.from; row < p.to; row++ {
			if !fill(p, row, to) {
				continue
			}
			d.y = append(d.y, f.seen.ignored(row))
			for c, v := range to {
				d.x[c] = append(d.x[c], v)
			}
		}
		if n := int32(len(d.y)); n > d.first[len(d.first)-1] {
			d.first = append(d.first, n)
			d.units = append(d.units, i)
		}
	}
	return d
}

// within is what a place is worth within users: the log odds ratio of being ignored
// in it and outside, from a conditional logit that holds fixed the bands of the
// numbers that go with the place, and the other places.
type within struct {
	beta, se float64
	df       float64 // users with both outcomes, less one
	reason   string
	held     []string // what was held fixed
}

func (w within) p() float64 {
	if w.reason != "" || !(w.se > 0) {
		return math.NaN()
	}
	return stats.StudentSF(w.beta/w.se, w.df)
}

func (f *Facts) within(half int, at place, others []place) within {
	controls := f.controls(half, at)
	w := f.refit(half, at, controls, others)
	if w.reason != "" && len(others) > 0 {
		w = f.refit(half, at, controls, nil)
	}
	return w
}

// controls are the levels of the ordered columns that go with the place, beside the
// commonest of each.
func (f *Facts) controls(half int, at place) []literal {
	var out []literal
	for c := range f.columns {
		k := &f.columns[c]
		if !k.ordered || !k.varies() || k.name == "confidence" || slices.ContainsFunc(at, func(l literal) bool { return l.column == c }) {
			continue
		}
		r, counts := f.goesWith(half, at, c)
		if !(math.Abs(r) > controlAbove) {
			continue
		}
		base, total := 0, 0
		for l, n := range counts {
			total += n
			if n > counts[base] {
				base = l
			}
		}
		for l, n := range counts {
			if l != base && 100*n >= total {
				out = append(out, literal{c, l, l})
			}
		}
	}
	return out[:min(len(out), mostColumns-1)]
}

// goesWith is the correlation, within users, of being in the place with the band of
// an ordered column, and the rows of every band.
func (f *Facts) goesWith(half int, at place, c int) (r float64, counts []int) {
	counts = make([]int, len(f.columns[c].levels))
	var sxx, syy, sxy float64
	for i := range f.units {
		p := &f.units[i]
		if p.half() != half {
			continue
		}
		var n, x, y, xx, yy, xy float64
		for row := p.from; row < p.to; row++ {
			code := f.code(c, p, row)
			if code == unknown {
				continue
			}
			counts[code]++
			b, in := float64(code), 0.0
			if f.holds(at, p, row) {
				in = 1
			}
			n, x, y, xx, yy, xy = n+1, x+in, y+b, xx+in*in, yy+b*b, xy+in*b
		}
		if n > 0 {
			sxx, syy, sxy = sxx+xx-x*x/n, syy+yy-y*y/n, sxy+xy-x*y/n
		}
	}
	return sxy / math.Sqrt(sxx*syy), counts
}

func (f *Facts) refit(half int, at place, controls []literal, others []place) within {
	others = others[:min(len(others), mostColumns-len(controls))]
	d := f.design(half, 1+len(controls)+len(others), mostRefit, func(p *person, row int, to []float64) bool {
		clear(to)
		if f.holds(at, p, row) {
			to[0] = 1
		}
		for k, l := range controls {
			if c := f.code(l.column, p, row); int(c) >= l.lo && int(c) <= l.hi && c != unknown {
				to[1+k] = 1
			}
		}
		for k, o := range others {
			if f.holds(o, p, row) {
				to[1+len(controls)+k] = 1
			}
		}
		return true
	})
	fit := stats.ConditionalLogit(d.y, d.x, d.first)
	w := within{beta: fit.Beta[0], se: fit.SE[0], df: float64(fit.Strata - 1), reason: fit.Reason}
	for _, l := range controls {
		if n := f.columns[l.column].name; !slices.Contains(w.held, n) {
			w.held = append(w.held, n)
		}
	}
	return w
}

// shifted is what a rate becomes at log odds that are higher by beta.
func shifted(rate, beta float64) float64 {
	return 1 / (1 + (1-rate)/rate*math.Exp(-beta))
}
