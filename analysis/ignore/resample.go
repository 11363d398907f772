package ignore

import (
	"math"

	"uptake/analysis/report"
	"uptake/analysis/stats"
)

// resamples is how many resamples of units an error is taken from: enough for an
// error within 4 % of itself.
const resamples = 400

// mostGroups is how many groups of units are resampled: each unit on its own where
// there are no more, else groups that their hash puts together, whole. An error from
// so many groups is good to 1 part in √(2·mostGroups), less than what the number of
// resamples leaves.
const mostGroups = 1024

// drawn is how often each group of units is drawn in each resample: whole numbers.
func (f *Facts) drawn() [][]float64 {
	f.draw.Do(func() {
		draws := stats.NewPoissonBootstrap(resamples, 4)
		hashes := make([]uint64, min(len(f.units), mostGroups))
		for g := range hashes {
			if len(f.units) <= mostGroups {
				hashes[g] = f.units[g].hash
			} else {
				hashes[g] = stats.Mix64(uint64(g) + 1)
			}
		}
		f.weights = make([][]float64, len(hashes))
		for g, h := range hashes {
			f.weights[g] = make([]float64, resamples)
			for r := range resamples {
				f.weights[g][r] = float64(draws.Weight(h, r))
			}
		}
	})
	return f.weights
}

// groupOf is the place of a unit's group in drawn.
func (f *Facts) groupOf(p *person) int {
	if len(f.units) <= mostGroups {
		return p.at
	}
	return int(p.hash >> 12 % mostGroups)
}

// around is the interval value ± z·se with the error taken from resamples;
// those in which the statistic is undefined are left out.
func around(value float64, replicates []float64, alpha float64) report.Interval {
	out := report.Interval{Value: report.Num(value), Lo: report.Undefined(), Hi: report.Undefined(),
		Method: "poisson_bootstrap"}
	var ok []float64
	for _, v := range replicates {
		if !math.IsNaN(v) {
			ok = append(ok, v)
		}
	}
	if math.IsNaN(value) || len(ok) < resamples/2 {
		return out
	}
	b := stats.Bootstrap{Estimate: value, Replicates: ok}
	if se := b.SE(); se > 1e-12 {
		lo, hi := b.Normal(alpha)
		out.Lo, out.Hi, out.Bounded = report.Num(lo), report.Num(hi), true
	}
	return out
}

// z is an interval's value over its error, NaN without one.
func z(i report.Interval, alpha float64) float64 {
	if !i.Lo.Defined() {
		return math.NaN()
	}
	return float64(i.Value) * stats.NormalISF(alpha/2) * 2 / float64(i.Hi-i.Lo)
}
