package readout

import (
	"uptake/analysis/report"
	"uptake/analysis/stats"
	"uptake/analysis/sums"
)

// stepTimes adds to the steps of a funnel how long they took, by the times of each step and arm.
func stepTimes(f *report.Funnel, times [][]sums.StepTimes) {
	for k := range f.Steps {
		for a := range f.Steps[k].Arms {
			x := &f.Steps[k].Arms[a]
			x.FromExposure, x.FromBefore = stepTime(times[k][a].Exposed), stepTime(times[k][a].Before)
		}
	}
}

const secondsPerDay = 86_400

// stepTime is what became of units that were watched.
//
// Source: as stats.KaplanMeier; of those who are there no time is censored.
func stepTime(w sums.Waits) *report.StepTime {
	out := &report.StepTime{}
	var all, there []stats.Ends
	for _, at := range w.Times() {
		e := stats.Ends{Time: float64(at) / secondsPerDay, Over: w[at].Over, Censored: w[at].Censored}
		out.Reached, out.Open = out.Reached+e.Over, out.Open+e.Censored
		all = append(all, e)
		e.Censored = 0
		there = append(there, e)
	}
	out.Units = out.Reached + out.Open
	everyone, arrived := stats.KaplanMeierOf(all), stats.KaplanMeierOf(there)
	out.Median, out.P90 = report.Num(everyone.Median()), report.Num(everyone.Quantile(0.9))
	out.MedianThere, out.P90There = report.Num(arrived.Median()), report.Num(arrived.Quantile(0.9))
	return out
}
