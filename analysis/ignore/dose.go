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
// are left out. Beside it stands how often what was asked for was shown at all.
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
	out.Requests = f.requests()
	var strays int64
	for _, s := range f.strays {
		strays += s.requests
	}
	if strays > 0 {
		out.Cautions = append(out.Cautions, report.Cautionf("requests_without_id",
			"Requests without a suggestion_id: %d. Nothing tells whether they were shown, so the share shown leaves "+
				"them out.", strays))
	}
	return err
}

func (f *Facts) doseBands(c int) []report.DoseBand {
	k := &f.columns[c]
	n := len(k.levels)
	seen, ignored := make([][]int64, n), make([][]int64, n) // by unit that has the band
	for l := range n {
		seen[l], ignored[l] = make([]int64, 0, len(f.units)), make([]int64, 0, len(f.units))
	}
	var total rateOf
	own := make([][2]int64, n+1) // by band, the last for none: rows of any other outcome, and of that under study
	for i := range f.units {
		p := &f.units[i]
		clear(own)
		for row := p.from; row < p.to; row++ {
			own[min(int(k.codes[row]), n)][f.seen.outcome(row)]++
		}
		for l, c := range own[:n] {
			if s := c[0] + c[1]; s > 0 {
				seen[l], ignored[l] = append(seen[l], s), append(ignored[l], c[1])
				total.seen, total.ignored = total.seen+s, total.ignored+c[1]
			}
		}
	}
	count := make([]int64, n)
	for l := range n {
		for _, v := range seen[l] {
			count[l] += v
		}
	}
	within := f.bandsWithin(c, count)
	var out []report.DoseBand
	for l := range n {
		if count[l] == 0 {
			continue
		}
		b := report.DoseBand{Level: k.levels[l], Seen: count[l], Users: int64(len(seen[l])),
			Within: report.NoInterval("")}
		b.Rate = byUnit(f.opt.Estimate.Ratio(ignored[l], seen[l], 0))
		if within != nil && b.Seen >= leastBand {
			b.Within = within(l, total.rate())
		}
		out = append(out, b)
	}
	return out
}

// bandsWithin fits the bands that hold enough beside the commonest by a conditional
// logit; the curve it returns is moved so that its mean over their suggestions is the
// overall rate.
func (f *Facts) bandsWithin(c int, count []int64) func(band int, overall float64) report.Interval {
	k, base := &f.columns[c], 0
	for l, n := range count {
		if n > count[base] {
			base = l
		}
	}
	place, bands := make([]int, len(count)), 0 // the column of a band, −1 for the commonest, −2 for those left out
	for l, n := range count {
		switch {
		case l == base:
			place[l] = -1
		case n < leastBand:
			place[l] = -2
		default:
			place[l] = bands
			bands++
		}
	}
	if bands == 0 || bands > mostColumns {
		return nil
	}
	in := make([]float64, bands) // rows of the design by band
	d := f.design(-1, bands, mostCurve, func(_ *person, row int, to []float64) bool {
		l := k.codes[row]
		if l == unknown || place[l] < -1 {
			return false
		}
		clear(to)
		if p := place[l]; p >= 0 {
			to[p] = 1
			in[p]++
		}
		return true
	})
	fit := stats.ConditionalLogit(d.y, d.x, d.first)
	if fit.Reason != "" {
		return nil
	}
	return func(band int, overall float64) report.Interval {
		// In log odds relative to the mean over suggestions: a contrast a'β.
		a := make([]float64, bands)
		for p := range a {
			a[p] = -in[p] / float64(len(d.y))
		}
		if p := place[band]; p >= 0 {
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
