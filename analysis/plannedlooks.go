package analysis

import (
	"math"

	"uptake/analysis/fold"
	"uptake/analysis/health"
	"uptake/analysis/method"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// spendings are the spending functions by the names of the experiment file.
var spendings = map[spec.Spending]stats.Spending{
	spec.OBrienFleming: stats.SpendOBrienFleming, spec.Pocock: stats.SpendPocock, spec.PowerSpending: stats.SpendPower(2)}

// look is one planned look at a metric in one arm: the samples of its data.
type look struct {
	at                 int // which, from 0
	control, treatment stats.Sample
	share              float64 // of the planned days
	information        float64
	skipped            string
}

// atLooks adds to every comparison that can be followed by day what was to be
// seen at the planned looks that the data have reached. One readout is one run on
// one export, so the looks are made again of the data to the end of each look's
// day; the last look is the readout itself.
//
// Each look is a comparison at a nominal level: the two-sided p of its boundary.
// So every method serves as it is, with its own degrees of freedom, and interval
// and test agree. The intervals of all looks together hold the truth with 1 −
// alpha (repeated confidence intervals). Guardrails are judged by one-sided
// boundaries at their own level.
//
// Alpha is spent by the calendar, which no result can move; what the looks have
// in common is measured (see informed). A look with fewer than 100 effective
// units in an arm, or without an interval, is skipped and spends nothing: the
// next one may spend its part.
//
// Source: Lan & DeMets (1983, 1989); Jennison & Turnbull (1989), JRSS B 51.
func (b *board) atLooks(r *report.Report, list []entry, cols []fold.Column, f *fold.Result) {
	for i, e := range list {
		if b.exp.Statistics.Looks == 0 || e.col < 0 || !cols[e.col].Series {
			continue
		}
		now := b.left.attach(samples(e, f.Main, e.col), e.col, b.left.main)
		leave := b.gates.Metric(e.m.Name)
		for k, arm := range b.compared() {
			if c := &r.Metrics[i].Comparisons[k]; c.Abs.Value.Defined() {
				c.Looks = b.looked(leave, e, b.looks(leave, e, f, now, arm), *c)
			}
		}
	}
}

// looks are those that the data have reached.
func (b *board) looks(leave health.Leave, e entry, f *fold.Result, now []stats.Sample, arm int) []look {
	cuts := b.exp.LookDays()
	var out []look
	for i, cut := range cuts[:b.reached] {
		s := now
		if i < len(cuts)-1 {
			s = make([]stats.Sample, len(b.arms)) // without days: before anybody was exposed
			for _, d := range f.Days {
				if d.Day == cut {
					s = samples(e, d.Block, e.col)
				}
			}
		}
		l := look{at: i, control: s[b.control], treatment: s[arm], share: float64(cut-b.exp.Start+1) / float64(b.exp.End-b.exp.Start+1)}
		c, t := l.control.Effective, l.treatment.Effective
		switch {
		case i < len(cuts)-1 && !(math.Min(c, t) >= method.BurnIn):
			l.skipped = "few_units"
		case i < len(cuts)-1 && !e.kind.Compare(leave, l.control, l.treatment, b.exp.Statistics.Alpha).P.Defined():
			l.skipped = "no_interval"
		}
		out = append(out, l)
	}
	informed(out)
	return out
}

// leastRise is how much the information rises from look to look at least, as a
// share of the later one; as many looks as can be planned rise so.
const leastRise = 1.0 / stats.MostLooks

// informed measures the information of the looks that are not skipped: (m/se)²,
// with m the value over both arms, which the difference does not move. It grows
// with the units, and with what a unit adds, where the difference of sums so far
// would not; its ratio is the squared correlation of two looks. Where m is not at
// least 5 of its errors away from 0 at every look, the units are counted instead.
func informed(looks []look) {
	relative := true
	for _, l := range looks {
		if l.skipped == "" && !(math.Abs(pooledValue(l))/math.Sqrt(l.control.Q()+l.treatment.Q()) >= 5) {
			relative = false
		}
	}
	last := 0.0
	for i := range looks {
		l := &looks[i]
		if l.skipped != "" {
			continue
		}
		l.information = float64(l.control.N + l.treatment.N)
		if m := pooledValue(*l); relative {
			l.information = m * m / (l.control.Q() + l.treatment.Q())
		}
		l.information = math.Max(l.information, last/(1-leastRise))
		last = l.information
	}
}

func pooledValue(l look) float64 {
	return (l.control.Numerator + l.treatment.Numerator) / (l.control.Denominator + l.treatment.Denominator)
}

// boundaries are the boundaries of z at looks that are not skipped, for a
// one-sided level.
func (b *board) boundaries(looks []look, alpha float64) []float64 {
	var information, spent []float64
	for _, l := range looks {
		if l.skipped == "" {
			information, spent = append(information, l.information), append(spent, spendings[b.exp.Statistics.Spending](alpha, l.share))
		}
	}
	if information == nil {
		return nil
	}
	z, err := stats.SpentBoundaries(information, spent)
	if err != nil {
		panic("analysis: " + err.Error()) // informed makes the information rise
	}
	return z
}

// looked compares at every look; c is the comparison of all data.
func (b *board) looked(leave health.Leave, e entry, looks []look, c report.Comparison) *report.Looks {
	u := report.Undefined()
	out := &report.Looks{P: u, State: "none", Looks: []report.Look{},
		Abs: report.Interval{Value: c.Abs.Value, Lo: u, Hi: u, Method: "group_sequential"}, Rel: report.Interval{Value: c.Rel.Value, Lo: u, Hi: u, Method: "group_sequential"}}
	guard := e.m.Limited()
	sides := b.boundaries(looks, b.exp.Statistics.Alpha/2)
	bounds := sides
	if b.bounded(e) {
		bounds = b.boundaries(looks, b.exp.Decision.GuardAlpha)
	}
	days := b.exp.LookDays()
	n := 0
	full := 0.0
	for _, l := range looks {
		full = math.Max(full, l.information)
	}
	for _, l := range looks {
		row := report.Look{Look: l.at + 1, Day: days[l.at].String(), Units: l.control.N + l.treatment.N, Share: report.Num(l.share),
			Information: u, Boundary: u, Level: u, Z: u, P: u, State: "none", Skipped: l.skipped}
		if l.skipped != "" {
			out.Looks = append(out.Looks, row)
			continue
		}
		row.Information = report.Num(l.information / full)
		two, one := nominal(sides[n]), nominal(bounds[n])
		at := e.kind.Compare(leave, l.control, l.treatment, two)
		row.State = at.State
		if b.bounded(e) {
			g := e.kind.Compare(leave, l.control, l.treatment, one)
			row.State, out.Held = b.limits(e, at.State, g.Abs, g.Rel)
		}
		if guard {
			row.Boundary, row.Level = report.Num(bounds[n]), report.Num(one/2)
		} else {
			row.Boundary, row.Level, row.P = report.Num(sides[n]), report.Num(two), at.P
			row.Z = report.Num(math.Copysign(stats.NormalISF(float64(at.P)/2), float64(at.Abs.Value)))
		}
		row.Crossed = row.State != "open" && row.State != "none"
		out.Looks = append(out.Looks, row)
		out.Abs, out.Rel, out.State = at.Abs, at.Rel, row.State
		out.P = report.Num(math.Min(1, float64(at.P)*b.exp.Statistics.Alpha/two))
		n++
	}
	return out
}

// nominal is the two-sided level of a boundary; never 0, which no interval has.
func nominal(z float64) float64 { return math.Max(2*stats.NormalSF(z), 1e-300) }
