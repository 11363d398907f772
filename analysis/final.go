package analysis

import (
	"math"
	"slices"

	"uptake/analysis/fold"
	"uptake/analysis/method"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// The numbers of a reading.
const (
	atEnd = iota + 1
	afterExtension
)

// reading says which reading the data have reached, 0 before the end.
func (b *board) reading() int {
	switch {
	case !b.ended:
		return 0
	case b.extended:
		return afterExtension
	}
	return atEnd
}

// spent is the share of alpha that may be spent by each reading.
func spent(e *spec.Experiment) []float64 {
	if e.Decision.Extension > 0 {
		return []float64{spec.FirstShare, 1}
	}
	return []float64{1}
}

// judge adds to every comparison what decides once the end is reached.
//
// The band of level alpha/5 is watched every day, also after the end, and the
// readings are made beside it; so a reading is held against the boundary that
// stats.Readings leaves, with the band's values at the information of every day.
// After the reading the band goes on, for as many days as there were, to twice the
// information at the planned end. Where a row is a unit the days are those of the
// units. Where the days of a metric are not known, the
// boundary is the one that holds for any: a share of 0.8 of alpha, 0.7 with an
// extension and 0.1 for the reading after it. A table without time is read once.
//
// Guardrails are held against one-sided boundaries at guardrail_alpha. Comparisons
// that planned looks decide have none: the looks spend alpha themselves.
func (b *board) judge(r *report.Report, list []entry, cols []fold.Column, f *fold.Result, timed bool) {
	if b.reading() == 0 {
		return
	}
	for i, e := range list {
		for k, arm := range b.compared() {
			c := &r.Metrics[i].Comparisons[k]
			again := b.again[e.m.Name][arm]
			if again == nil || c.Looks != nil {
				continue
			}
			var days []watched
			if e.col >= 0 && e.col < len(cols) && cols[e.col].Series && !b.single(timed) {
				days = b.days(e, f, b.left.attach(samples(e, f.Main, e.col), e.col, b.left.main), arm)
			}
			if days == nil && b.exp.Layout == spec.Units && f != nil && !b.single(timed) {
				days = b.exposedDays(f, arm)
			}
			b.final(c, e, again, func(alpha float64) (float64, string) { return b.critical(days, alpha, timed) })
		}
	}
}

// oneSided is the one-sided level that a metric is decided at.
func (b *board) oneSided(e entry) float64 {
	if e.m.Limited() {
		return b.exp.Decision.GuardAlpha
	}
	return b.exp.Statistics.Alpha / 2
}

// final is what decides in one comparison; critical gives the boundary of z for a
// one-sided level, and what it rests on.
func (b *board) final(c *report.Comparison, e entry, again reread, critical func(alpha float64) (float64, string)) {
	guard, alpha := e.m.Limited(), 2*b.oneSided(e)
	z, how := critical(alpha / 2)
	level := alpha // the printed level to the last bit where nothing else is read
	if how != "single" {
		level = nominal(z)
	}
	at := again(level)
	out := &report.Final{By: "end", Critical: report.Num(z), Level: report.Num(level), Path: how, Abs: at.Abs, Rel: at.Rel, State: at.State, P: report.Undefined()}
	if b.reading() == afterExtension {
		out.By = "extension"
	}
	if !guard {
		out.P = report.Num(math.Min(1, float64(at.P)*alpha/level))
	} else {
		out.Level = report.Num(level / 2)
	}
	if b.bounded(e) {
		if !guard {
			if z, how := critical(b.exp.Decision.GuardAlpha); how != "single" {
				at = again(nominal(z))
			} else {
				at = again(2 * b.exp.Decision.GuardAlpha)
			}
		}
		out.State, out.Held = b.limits(e, out.State, at.Abs, at.Rel)
	}
	c.Final = out
	if printed := c.Adjusted().State; !guard && out.State == "open" && (printed == "up" || printed == "down") {
		c.Cautions = append(c.Cautions, caution("one_alpha",
			"The printed interval leaves out 0, but what decides must stand %.3g standard errors from it (p below %.3g): other readings have their part of alpha. So it does not decide.", z, level))
	}
}

// single reports whether the reading is the only one there can be: a table without
// time, or one without band and extension.
func (b *board) single(timed bool) bool {
	return !timed || !b.exp.Statistics.Sequential && b.exp.Decision.Extension == 0
}

// critical is the boundary of the reading that the data have reached, for a
// one-sided level, and what it rests on.
func (b *board) critical(days []watched, alpha float64, timed bool) (z float64, how string) {
	if b.single(timed) {
		return stats.NormalISF(alpha), "single"
	}
	share, n := spent(b.exp), b.reading()-1
	left := share[0]
	if b.exp.Statistics.Sequential {
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
	for _, d := range b.goOn(days) {
		if d.reading {
			at, union = append(at, len(information)), append(union, alpha*share[len(at)])
		}
		r := math.Inf(1)
		if d.band {
			level := 2 * alpha * spec.BandShare
			r = stats.SequenceRadius(d.units, stats.MixtureRho(level, b.nStar()), level)
		}
		information, radius = append(information, d.information), append(radius, r)
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

// watched is the end of one day: what is known by then, and how it is read.
type watched struct {
	information, units float64 // units of both arms
	band, reading      bool
}

// mostDays is how many days of a path are looked at; of more, every second or
// third, and so on.
const mostDays = 200

// days are one comparison's days with a band or a reading.
func (b *board) days(e entry, f *fold.Result, now []stats.Sample, arm int) []watched {
	var looks []look
	var out []watched
	every := 1 + len(f.Days)/mostDays
	for n, d := range f.Days {
		last, first := n == len(f.Days)-1, d.Day == b.exp.End && b.reading() == afterExtension
		if !last && !first && (len(f.Days)-1-n)%every != 0 {
			continue
		}
		s := now
		if !last {
			s = samples(e, d.Block, e.col)
		}
		l := look{control: s[b.control], treatment: s[arm]}
		w := watched{units: float64(l.control.N + l.treatment.N), band: b.exp.Statistics.Sequential && b.hasBand(l.control, l.treatment), reading: first || last}
		if w.band || w.reading {
			looks, out = append(looks, l), append(out, w)
		}
	}
	informed(looks)
	for i := range out {
		out[i].information = looks[i].information
	}
	return out
}

// exposedDays are the days of a table whose row is a unit: its values are whole from
// its first day on, so the information of a day is that of its units, n_c·n_t/(n_c+n_t).
func (b *board) exposedDays(f *fold.Result, arm int) []watched {
	var days []spec.Day
	for d := range f.Exposed {
		days = append(days, d)
	}
	slices.Sort(days)
	var out []watched
	var c, t float64
	every := 1 + len(days)/mostDays
	for n, d := range days {
		c, t = c+float64(f.Exposed[d][b.control]), t+float64(f.Exposed[d][arm])
		w := watched{information: c * t / (c + t), units: c + t, band: b.exp.Statistics.Sequential && math.Min(c, t) >= method.BurnIn}
		w.reading = n == len(days)-1 || d <= b.exp.End && days[n+1] > b.exp.End && b.reading() == afterExtension
		if w.reading || w.band && (len(days)-1-n)%every == 0 && w.information > 0 {
			out = append(out, w)
		}
	}
	return out
}

// goOn adds the days after the last, as many as there were, on which the band is
// watched until the information is twice that of the planned end.
func (b *board) goOn(days []watched) []watched {
	if !b.exp.Statistics.Sequential {
		return days
	}
	end, now := 0.0, days[len(days)-1]
	for _, d := range days {
		if d.reading && end == 0 {
			end = d.information
		}
	}
	out := append([]watched{}, days...)
	step := end / float64(min(len(days), mostDays/2))
	for t := now.information + step; t <= 2*end*(1+1e-9); t += step {
		out = append(out, watched{information: t, units: now.units * t / now.information, band: true})
	}
	return out
}
