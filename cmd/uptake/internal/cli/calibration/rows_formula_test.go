package calibration

import (
	"math"
	"sync"

	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// watchedFormula is what decides, without exports: the path of the estimate over
// 60 days of 40 users, held every day against the always-valid band, and after day
// 30, the end, against the boundary of the reading.
var watchedFormula = row{name: "formulas alone: 60 nights, end after 30", sample: 2000,
	words: []word{
		{name: "better", nominal: 0.025, because: "half of alpha, over band and end", said: ships},
		{name: "worse", nominal: 0.025, because: "half of alpha, over band and end", said: is(report.DoNotShip)},
		{name: "either", nominal: 0.05, because: "alpha", said: is(report.Ship, report.DoNotShip)},
	},
	formula: func(x *export, s *said) {
		b := watchedBounds()
		path := 0.0
		for d, bound := range b {
			path += x.NormFloat64()
			switch z := path / math.Sqrt(float64(d+1)); {
			case z > bound:
				s.verdicts[report.Ship] = true
			case z < -bound:
				s.verdicts[report.DoNotShip] = true
			}
		}
	}}

// watchedBounds are the bounds of |z| after each day.
var watchedBounds = sync.OnceValue(func() []float64 {
	const end, alpha = 30, 0.05
	band := alpha * spec.BandShare
	var information, bounds []float64
	for d := range 2 * end {
		n, radius := float64(40*(d+1)), math.Inf(1)
		if n >= 200 { // the band begins at 100 users in each arm
			radius = stats.SequenceRadius(n, stats.MixtureRho(band, 40*end), band)
		}
		information, bounds = append(information, n), append(bounds, radius)
	}
	reading := stats.Readings(information, bounds, []int{end - 1}, []float64{alpha / 2})[0]
	bounds[end-1] = min(reading, bounds[end-1])
	return bounds
})
