package ignore

import (
	"cmp"
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
	room := min(rows, most) + min(rows, most)/16 // most often; units come by their hashes, and whole
	d.y = make([]bool, 0, room)
	for c := range d.x {
		d.x[c] = make([]float64, 0, room)
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
			d.y = append(d.y, f.seen.studied(row))
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

// within is how much more the same users ignore in a place than outside it: the
// difference of the shares, from a linear regression with a constant for every user
// that holds fixed the bands of the numbers that go with the place, and the other
// places.
type within struct {
	stats.FixedFit
	df    float64  // users with suggestions in and out of it, less one
	held  []string // what was held fixed
	units []int    // of Facts.units, by stratum of the fit
}

// p is one-sided, against no difference.
func (w *within) p() float64 {
	if w.Reason != "" || !(w.SE > 0) || w.df < 1 {
		return math.NaN()
	}
	return stats.StudentSF(w.Effect/w.SE, w.df)
}

// within looks at the suggestions in a place, which is told by some columns, on one
// half of the units.
func (f *Facts) within(half int, in membership, by []int, others []place) within {
	controls := f.controls(half, in, by)
	w := f.refit(half, in, controls, others)
	if w.Reason != "" && len(others) > 0 {
		w = f.refit(half, in, controls, nil)
	}
	return w
}

// controls are the levels of the ordered columns that go with the place, beside the
// commonest of each; not of those that it is told by.
func (f *Facts) controls(half int, in membership, by []int) []literal {
	var out []literal
	for c := range f.columns {
		k := &f.columns[c]
		if !k.ordered || !k.varies() || k.name == "confidence" || slices.Contains(by, c) {
			continue
		}
		r, counts := f.goesWith(half, in, c)
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
				out = append(out, literal{column: c, lo: l, hi: l})
			}
		}
	}
	return out[:min(len(out), mostColumns-1)]
}

// goesWith is the correlation, within users, of being in the place with the band of
// an ordered column, and the rows of every band.
func (f *Facts) goesWith(half int, in membership, c int) (r float64, counts []int) {
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
			b, is := float64(code), 0.0
			if in(p, row) {
				is = 1
			}
			n, x, y, xx, yy, xy = n+1, x+is, y+b, xx+is, yy+b*b, xy+is*b
		}
		if n > 0 {
			sxx, syy, sxy = sxx+xx-x*x/n, syy+yy-y*y/n, sxy+xy-x*y/n
		}
	}
	return sxy / math.Sqrt(sxx*syy), counts
}

func (f *Facts) refit(half int, in membership, controls []literal, others []place) within {
	return f.fixed(half, 1, controls, others, func(p *person, row int, to []float64) {
		if in(p, row) {
			to[0] = 1
		}
	})
}

// fixed fits k columns that fill makes, with levels and other places held fixed.
func (f *Facts) fixed(half, k int, controls []literal, others []place, fill func(p *person, row int,
	to []float64)) within {
	others = others[:min(len(others), mostColumns-len(controls))]
	d := f.design(half, k+len(controls)+len(others), mostRefit, func(p *person, row int, to []float64) bool {
		clear(to)
		fill(p, row, to)
		for i, l := range controls {
			if c := f.code(l.column, p, row); int(c) >= l.lo && int(c) <= l.hi && c != unknown {
				to[k+i] = 1
			}
		}
		for i, o := range others {
			if f.holds(o, p, row) {
				to[k+len(controls)+i] = 1
			}
		}
		return true
	})
	w := within{FixedFit: stats.FixedEffects(d.y, d.x, d.first), units: d.units}
	w.df = float64(w.Informative - 1)
	for _, l := range controls {
		if n := f.columns[l.column].name; !slices.Contains(w.held, n) {
			w.held = append(w.held, n)
		}
	}
	return w
}

// mostPatterns is the most sets of places that are told apart where several overlap.
const mostPatterns = 8

// withinAny is how much more the same users ignore in any of several places than
// outside all of them: the mean, over the suggestions there, of the differences of the
// sets of places that suggestions are in. One difference for all would lean to the
// users who have most of them on both sides.
func (f *Facts) withinAny(half int, ins []membership, by []int) within {
	pattern := func(p *person, row int) (set int) {
		for k, in := range ins {
			if in(p, row) {
				set |= 1 << k
			}
		}
		return set
	}
	count, all := map[int]int{}, 0
	for i := range f.units {
		p := &f.units[i]
		if p.half() != half {
			continue
		}
		for row := p.from; row < p.to; row++ {
			if set := pattern(p, row); set > 0 {
				count[set]++
				all++
			}
		}
	}
	var sets []int
	for set := range count {
		sets = append(sets, set)
	}
	slices.SortFunc(sets, func(a, b int) int { return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b)) })
	if len(sets) == 0 {
		return within{FixedFit: stats.FixedFit{Reason: stats.ReasonConstant}}
	}
	// The rarest share a column. With shares a_j, Σβ_jD_j = θ·D_1/a_1 + Σβ_j(D_j − a_j/a_1·D_1)
	// has θ = Σa_jβ_j as the coefficient of its first column.
	column, share := map[int]int{}, make([]float64, min(len(sets), mostPatterns))
	for k, set := range sets {
		k = min(k, len(share)-1)
		column[set] = k
		share[k] += float64(count[set]) / float64(all)
	}
	in := func(p *person, row int) bool { return pattern(p, row) > 0 }
	controls := f.controls(half, in, by)
	controls = controls[:min(len(controls), mostColumns-len(share))]
	return f.fixed(half, len(share), controls, nil, func(p *person, row int, to []float64) {
		set := pattern(p, row)
		switch k := column[set]; {
		case set == 0:
		case k == 0:
			to[0] = 1 / share[0]
			for j := 1; j < len(share); j++ {
				to[j] = -share[j] / share[0]
			}
		default:
			to[k] = 1
		}
	})
}

// shifted is what a rate becomes at log odds that are higher by beta.
func shifted(rate, beta float64) float64 {
	return 1 / (1 + (1-rate)/rate*math.Exp(-beta))
}
