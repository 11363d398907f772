package compare

import (
	"math"

	"uptake/analysis"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// The numbers of a reading.
const (
	AtEnd = iota + 1
	AfterExtension
)

// Reading says which reading the data have reached, 0 before the end.
func (by *Terms) Reading() int {
	switch {
	case !by.Ended:
		return 0
	case by.Extended:
		return AfterExtension
	}
	return AtEnd
}

// spent is the share of alpha that may be spent by each reading.
func spent(e *spec.Experiment) []float64 {
	if e.Decision.Extension > 0 {
		return []float64{spec.FirstShare, 1}
	}
	return []float64{1}
}

// oneSided is the one-sided level that a metric is decided at.
func (by *Terms) oneSided(e analysis.Entry) float64 {
	if e.Metric.Limited() {
		return by.Exp.Decision.GuardAlpha
	}
	return by.Exp.Statistics.Alpha / 2
}

// Final is what decides in one comparison; critical gives the boundary of z for a
// one-sided level, and what it rests on.
func (by *Terms) Final(c *report.Comparison, e analysis.Entry, again Reread, critical func(alpha float64) (float64,
	string)) {
	guard, alpha := e.Metric.Limited(), 2*by.oneSided(e)
	z, how := critical(alpha / 2)
	level := alpha // the printed level to the last bit where nothing else is read
	if how != "single" {
		level = Nominal(z)
	}
	at := again(level)
	out := &report.Final{By: "end", Critical: report.Num(z), Level: report.Num(level), Path: how, Abs: at.Abs,
		Rel: at.Rel, State: at.State, P: report.Undefined()}
	if by.Reading() == AfterExtension {
		out.By = "extension"
	}
	if !guard {
		out.P = report.Num(math.Min(1, float64(at.P)*alpha/level))
	} else {
		out.Level = report.Num(level / 2)
	}
	if by.Bounded(e) {
		if !guard {
			if z, how := critical(by.Exp.Decision.GuardAlpha); how != "single" {
				at = again(Nominal(z))
			} else {
				at = again(2 * by.Exp.Decision.GuardAlpha)
			}
		}
		out.State, out.Held = by.Limits(e, out.State, at.Abs, at.Rel)
	}
	c.Final = out
	if printed := c.Adjusted().State; !guard && out.State == "open" && (printed == "up" || printed == "down") {
		c.Cautions = append(c.Cautions, report.Cautionf("one_alpha",
			"The printed interval leaves out 0, but what decides must stand %.3g standard errors from it (p below "+
				"%.3g): other readings have their part of alpha. So it does not decide.", z, level))
	}
}

// Single reports whether the reading is the only one there can be: a table without
// time, or one without band and extension.
func (by *Terms) Single() bool {
	return !by.Timed || !by.Exp.Statistics.Sequential && by.Exp.Decision.Extension == 0
}

// Critical is the boundary of the reading that the data have reached, for a
// one-sided level, and what it rests on.
func (by *Terms) Critical(days []Watched, alpha float64) (z float64, how string) {
	if by.Single() {
		return stats.NormalISF(alpha), "single"
	}
	share, n := spent(by.Exp), by.Reading()-1
	left := share[0]
	if by.Exp.Statistics.Sequential {
		left -= spec.BandShare
	}
	if n > 0 {
		left = share[n] - share[n-1]
	}
	bound := stats.NormalISF(alpha * left)
	if days == nil {
		return bound, "bound"
	}
	var information, radius, union []float64
	var at []int
	for _, d := range by.goOn(days) {
		if d.Reading {
			at, union = append(at, len(information)), append(union, alpha*share[len(at)])
		}
		r := math.Inf(1)
		if d.Band {
			level := 2 * alpha * spec.BandShare
			r = stats.SequenceRadius(d.Units, stats.MixtureRho(level, by.NStar()), level)
		}
		information, radius = append(information, d.Information), append(radius, r)
	}
	if len(at) <= n {
		return bound, "bound"
	}
	z = stats.Readings(information, radius, at, union)[n]
	if math.IsNaN(z) {
		return bound, "bound"
	}
	return math.Min(z, bound), "days"
}

// Watched is the end of one day: what is known by then, and how it is read.
type Watched struct {
	Information, Units float64 // units of both arms
	Band, Reading      bool
}

// MostDays is how many days of a path are looked at; of more, every second or
// third, and so on.
const MostDays = 200

// goOn adds the days after the last, as many as there were, on which the band is
// watched until the information is twice that of the planned end.
func (by *Terms) goOn(days []Watched) []Watched {
	if !by.Exp.Statistics.Sequential {
		return days
	}
	end, now := 0.0, days[len(days)-1]
	for _, d := range days {
		if d.Reading && end == 0 {
			end = d.Information
		}
	}
	out := append([]Watched{}, days...)
	step := end / float64(min(len(days), MostDays/2))
	for t := now.Information + step; t <= 2*end*(1+1e-9); t += step {
		out = append(out, Watched{Information: t, Units: now.Units * t / now.Information, Band: true})
	}
	return out
}

// Nominal is the two-sided level of a boundary; never 0, which no interval has.
func Nominal(z float64) float64 { return math.Max(2*stats.NormalSF(z), 1e-300) }
