package ignore

import (
	"fmt"
	"math"

	"uptake/analysis/report"
	"uptake/analysis/stats"
)

// leadShare is the share of suggestions of the place that nothing confirmed is
// measured by: a fifth of them.
const leadShare = 0.2

// detectable is the least points of a place with a fifth of the suggestions that is
// found on one half of the units and confirmed on the other in 80 of 100 such data.
// Each half has to let it through in √0.8 of them: its error on a half of N
// suggestions, where users are in and out of the place alike, is
//
//	se = s·√(r(1 − r)/(N·s(1 − s)))
//
// and it has to be worth max(findZ, z_alpha) + z of √0.8 of them. More candidates
// than one raise that a little, and users who differ do where the place is one of
// users: it is the least. A place of share s, all of it ignored or nothing beside it,
// has min(r, s(1 − r)/(1 − s)) points: where more were needed nothing is detectable.
func (f *Facts) detectable() *report.Detectable {
	d := &report.Detectable{Points: report.Undefined(), Share: leadShare, LeastAll: leastSliceUsers}
	var n [2]float64
	var users [2]int64
	for i := range f.units {
		if p := &f.units[i]; p.to > p.from {
			users[p.half()]++
			n[p.half()] += float64(p.to - p.from)
			d.Users++
			d.Ignored += p.studied
		}
	}
	d.Halves = users
	if min(users[0], users[1]) < leastSliceUsers || d.Ignored == 0 {
		return d
	}
	rate := float64(d.Ignored) / (n[0] + n[1])
	se := leadShare * math.Sqrt(rate*(1-rate)/(math.Min(n[0], n[1])*leadShare*(1-leadShare)))
	z := math.Max(findZ, stats.NormalISF(f.exp.Statistics.Alpha)) + stats.NormalISF(1-math.Sqrt(0.8))
	if v := math.Max(leastPoints, z*se); v < leadShare*(1-rate)/(1-leadShare) && v < rate {
		d.Points = report.Num(v)
	}
	return d
}

// lead is the strongest that is not confirmed: of the places the one with the least p
// on the other half of the users, and where there is none, of the drivers that the
// same users show the clearest.
func (f *Facts) lead(list []candidate, drivers []report.Driver) *report.Lead {
	best := -1
	for i, c := range list {
		if c.refused == "" && c.p < 0.5 && c.Points.Value > 0 && (best < 0 || c.p < list[best].p) {
			best = i
		}
	}
	if best >= 0 {
		c := &list[best].Cause
		return &report.Lead{Lens: c.Lens, Attribute: c.Attribute, Level: c.Level, Points: c.Points,
			Sentence: c.Sentence}
	}
	top := 0.0
	for i, d := range drivers {
		if v := math.Abs(z(d.Within, f.exp.Statistics.Alpha)); d.Within.Leaves0() && v > top {
			best, top = i, v
		}
	}
	if best < 0 {
		return nil
	}
	d := &drivers[best]
	more, size := "more", 100*float64(d.Within.Value)
	if size < 0 {
		more, size = "less", -size
	}
	return &report.Lead{Lens: "drivers", Attribute: d.Attribute, Points: d.Within,
		Sentence: fmt.Sprintf(f.of.Say("With %s (%s) the same user {ignores:%.1f points %s}, all other numbers alike."),
			inWord(d.Attribute), d.Unit, size, more)}
}
