package ignore

import (
	"context"
	"math"

	"uptake/analysis/report"
	"uptake/analysis/stats"
)

// leastBand is how many suggestions a band must hold to be compared within users.
const leastBand = 50

// dose gives the ignore rate by the bands of every number: over all suggestions,
// and as the same users' other suggestions would have it. Bands without a suggestion
// are left out.
func dose(ctx context.Context, f *Facts, out *report.Ignores) error {
	curves := make([][]report.DoseBand, len(doses))
	err := f.atOnce(ctx, len(doses), func(i int) {
		if c := f.columnNamed(doses[i].column); c >= 0 {
			curves[i] = f.doseBands(c)
		}
	})
	for i, d := range doses {
		if len(curves[i]) >= 2 {
			out.Dose = append(out.Dose, report.DoseCurve{Attribute: d.column, Asks: d.asks, Bands: curves[i]})
		}
	}
	return err
}

func (f *Facts) doseBands(c int) []report.DoseBand {
	k := &f.columns[c]
	n := len(k.levels)
	seen, ignored := make([][]int64, n), make([][]int64, n) // by unit that has the band
	var total rateOf
	for i := range f.units {
		p := &f.units[i]
		var s, g [64]int64
		for row := p.from; row < p.to; row++ {
			l := k.codes[row]
			if l == unknown {
				continue
			}
			s[l]++
			total.seen++
			if f.seen.ignored(row) {
				g[l]++
				total.ignored++
			}
		}
		for l := range n {
			if s[l] > 0 {
				seen[l], ignored[l] = append(seen[l], s[l]), append(ignored[l], g[l])
			}
		}
	}
	var at []int
	base := 0
	for l := range n {
		if len(seen[l]) > 0 {
			at = append(at, l)
			if len(seen[l]) > len(seen[base]) {
				base = l
			}
		}
	}
	within := f.bandsWithin(c, at, base)
	var out []report.DoseBand
	for i, l := range at {
		b := report.DoseBand{Level: k.levels[l], Users: int64(len(seen[l])), Within: undefined()}
		for _, v := range seen[l] {
			b.Seen += v
		}
		e := f.opt.Estimate.Ratio(ignored[l], seen[l], 0)
		b.Rate = report.Interval{Value: e.Value, Lo: e.Lo, Hi: e.Hi, Bounded: e.Lo.Defined(), Method: "clustered"}
		if within != nil && b.Seen >= leastBand {
			b.Within = within(i, total.rate())
		}
		out = append(out, b)
	}
	return out
}

// bandsWithin fits the bands beside the commonest by a conditional logit; the curve
// it returns is moved so that its mean over suggestions is the overall rate.
func (f *Facts) bandsWithin(c int, at []int, base int) func(i int, overall float64) report.Interval {
	k := &f.columns[c]
	place := map[int]int{}
	for _, l := range at {
		if l != base {
			place[l] = len(place)
		}
	}
	if len(place) == 0 || len(place) > mostColumns {
		return nil
	}
	count := make([]float64, len(place)+1)
	d := f.design(-1, len(place), mostCurve, func(_ *person, row int, to []float64) bool {
		l := k.codes[row]
		if l == unknown {
			return false
		}
		clear(to)
		if p, ok := place[int(l)]; ok {
			to[p] = 1
			count[p]++
		} else {
			count[len(place)]++
		}
		return true
	})
	fit := stats.ConditionalLogit(d.y, d.x, d.first)
	if fit.Reason != "" {
		return nil
	}
	n := float64(len(d.y))
	return func(i int, overall float64) report.Interval {
		// In log odds relative to the mean over suggestions: a contrast a'β.
		a := make([]float64, len(place))
		for p := range a {
			a[p] = -count[p] / n
		}
		if p, ok := place[at[i]]; ok {
			a[p]++
		}
		value, v := 0.0, 0.0
		for p := range a {
			value += a[p] * fit.Beta[p]
			for q := range a {
				v += a[p] * a[q] * fit.Cov[p][q]
			}
		}
		b := f.interval(value, math.Sqrt(v), float64(fit.Strata-1), "conditional_logit")
		move := func(x report.Num) report.Num { return report.Num(shifted(overall, float64(x))) }
		b.Value, b.Lo, b.Hi = move(b.Value), move(b.Lo), move(b.Hi)
		return b
	}
}
