package ignore

import (
	"math"

	"uptake/analysis/report"
	"uptake/analysis/stats"
)

// worth is what a cause adds to the ignore rate of one half of the units: by how
// much the rate would fall were it there as it is elsewhere. Moved keeps, by unit, the
// value less what it is without the unit, so that the error of any sum or difference
// of worths is that of the jackknife over units, √((m−1)/m·Σ moved²).
type worth struct {
	value  float64
	moved  []float64
	units  float64 // m
	df     float64
	method string
}

// sameUsers is the method of points that rest on what the same users do.
const sameUsers = "same_user"

// noWorth is where nothing can be said.
var noWorth = worth{value: math.NaN()}

// sumsOf are the suggestions of a unit, in a place and outside.
type sumsOf struct{ in, out rateOf }

// sums counts the seen suggestions of one half (−1: all) in a place and outside.
func (f *Facts) sums(half int, in membership) (list []sumsOf, at []int, all sumsOf) {
	for i := range f.units {
		p := &f.units[i]
		if half >= 0 && p.half() != half || p.from == p.to {
			continue
		}
		var u sumsOf
		for row := p.from; row < p.to; row++ {
			side := &u.out
			if in(p, row) {
				side = &u.in
			}
			side.seen++
			if f.seen.studied(row) {
				side.ignored++
			}
		}
		all.in, all.out = all.in.plus(u.in), all.out.plus(u.out)
		list, at = append(list, u), append(at, i)
	}
	return list, at, all
}

// plainWorth is the overall rate less the rate elsewhere, which is the share of
// suggestions in the place times the difference of the rates there and elsewhere:
//
//	θ = G/N − (G − G_S)/(N − N_S) = N_S/N·(r_S − r_elsewhere)
func (f *Facts) plainWorth(half int, in membership) worth {
	list, at, all := f.sums(half, in)
	whole := all.in.plus(all.out)
	w := worth{value: whole.rate() - all.out.rate(), moved: make([]float64, len(f.units)), units: float64(len(list)),
		method: "jackknife"}
	inside, outside := 0, 0
	for k, u := range list {
		if u.in.seen > 0 {
			inside++
		}
		if u.out.seen > 0 {
			outside++
		}
		w.moved[at[k]] = w.value - (whole.minus(u.in.plus(u.out)).rate() - all.out.minus(u.out).rate())
	}
	if inside == 0 || outside == 0 {
		return noWorth
	}
	w.df = float64(min(inside, outside) - 1)
	return w
}

// sameUserWorth is the share of suggestions in the place times the difference that
// the same users make: who is in the place then does not count.
func (f *Facts) sameUserWorth(half int, in membership, fit *within) worth {
	if fit.Reason != "" || !(fit.SE > 0) {
		return noWorth
	}
	list, at, all := f.sums(half, in)
	whole := all.in.plus(all.out)
	share := float64(all.in.seen) / float64(whole.seen)
	w := worth{value: share * fit.Effect, moved: make([]float64, len(f.units)), units: float64(len(list)), df: fit.df,
		method: sameUsers}
	effect := make([]float64, len(f.units)) // without the unit, less Effect
	for s, i := range fit.units {
		effect[i] = -fit.Moved[s]
	}
	for k, u := range list {
		rest := float64(all.in.seen-u.in.seen) / float64(whole.seen-u.in.seen-u.out.seen)
		w.moved[at[k]] = w.value - rest*(fit.Effect+effect[at[k]])
	}
	return w
}

// se is NaN where units are too few or all alike.
func (w *worth) se() float64 { return jackknife(w.units, w.moved, nil) }

// jackknife is the error of a worth, or of the difference of two.
func jackknife(units float64, a, b []float64) float64 {
	sum := 0.0
	for i, v := range a {
		if b != nil {
			v -= b[i]
		}
		sum += v * v
	}
	if se := math.Sqrt((units - 1) / units * sum); se > 1e-12 {
		return se
	}
	return math.NaN()
}

// interval is the value with its interval.
func (f *Facts) worthInterval(w *worth) report.Interval {
	if math.IsNaN(w.value) {
		return report.NoInterval("")
	}
	se := w.se()
	if w.df < 1 {
		se = math.NaN()
	}
	return f.interval(w.value, se, w.df, w.method)
}

// difference is the difference of two worths; its interval is of units as they are in
// both where both know theirs, and else as if the two were independent.
func (f *Facts) difference(a, b *candidate) report.Interval {
	diff := float64(a.Points.Value - b.Points.Value)
	if a.worth.moved != nil && b.worth.moved != nil {
		return f.interval(diff, jackknife(math.Max(a.worth.units, b.worth.units), a.worth.moved, b.worth.moved),
			math.Min(a.worth.df, b.worth.df), "jackknife")
	}
	z := stats.NormalISF(f.exp.Statistics.Alpha / 2)
	se := func(i report.Interval) float64 { return float64(i.Hi-i.Lo) / 2 / z }
	return f.interval(diff, math.Hypot(se(a.Points), se(b.Points)), math.Inf(1), "independent")
}
