package ignore

import (
	"math"

	"uptake/analysis/report"
	"uptake/analysis/stats"
)

// gapOf is the difference of two disjoint sets' ignore rates, clustered by unit.
type gapOf struct {
	sides    [2]rateOf
	diff, se float64
	users    int64 // with a suggestion in the first set
	units    float64
}

// apart compares the rates under study of the rows of one half on side 0 with those on side 1.
func (f *Facts) apart(half int, side func(p *person, row int) int) gapOf {
	return f.apartBy(half, side, f.seen.studied)
}

// apartBy compares the shares of rows that are something.
func (f *Facts) apartBy(half int, side func(p *person, row int) int, is func(row int) bool) gapOf {
	var units [][2]rateOf
	for i := range f.units {
		p := &f.units[i]
		if half >= 0 && p.half() != half {
			continue
		}
		var u [2]rateOf
		for row := p.from; row < p.to; row++ {
			if k := side(p, row); k >= 0 {
				u[k].seen++
				if is(row) {
					u[k].ignored++
				}
			}
		}
		if u[0].seen+u[1].seen > 0 {
			units = append(units, u)
		}
	}
	return gapBetween(units)
}

// gapBetween compares the two sides of units that have rows on either. Its error is that of the units'
// linearised differences
//
//	e_u = (y_uA − r_A·n_uA)/N_A − (y_uB − r_B·n_uB)/N_B.
func gapBetween(units [][2]rateOf) gapOf {
	var g gapOf
	for _, u := range units {
		if u[0].seen > 0 {
			g.users++
		}
		for k := range u {
			g.sides[k] = g.sides[k].plus(u[k])
		}
	}
	g.units = float64(len(units))
	g.diff, g.se = g.sides[0].rate()-g.sides[1].rate(), math.NaN()
	if len(units) < 2 || g.sides[0].seen == 0 || g.sides[1].seen == 0 {
		g.diff = math.NaN()
		return g
	}
	sum := 0.0
	for _, u := range units {
		e := 0.0
		for k, sign := range [2]float64{1, -1} {
			e += sign * (float64(u[k].ignored) - g.sides[k].rate()*float64(u[k].seen)) / float64(g.sides[k].seen)
		}
		sum += e * e
	}
	g.se = math.Sqrt(sum * g.units / (g.units - 1))
	return g
}

// interval is value ± t·se, unbounded without an error.
func (f *Facts) interval(value, se, df float64, method string) report.Interval {
	out := report.Interval{Value: report.Num(value), Lo: report.Undefined(), Hi: report.Undefined(), Method: method}
	if se > 1e-12 && !math.IsNaN(value) {
		half := stats.StudentISF(f.exp.Statistics.Alpha/2, df) * se
		out.Lo, out.Hi, out.Bounded = report.Num(value-half), report.Num(value+half), true
	}
	return out
}
