package compare

import (
	"math"
	"uptake/analysis"
	"uptake/analysis/health"
	"uptake/analysis/report"
	"uptake/analysis/stats"
)

// Look is one planned look at a metric in one arm: the samples of its data.
type Look struct {
	At                 int // which, from 0
	Control, Treatment stats.Sample
	Share              float64 // of the planned days
	Information        float64
	Skipped            string
}

// leastRise is how much the information rises from look to look at least, as a
// share of the later one; as many looks as can be planned rise so.
const leastRise = 1.0 / stats.MostLooks

// Informed measures the information of the looks that are not skipped: (m/se)²,
// with m the value over both arms, which the difference does not move. It grows
// with the units, and with what a unit adds, where the difference of sums so far
// would not; its ratio is the squared correlation of two looks. Where m is not at
// least 5 of its errors away from 0 at every look, the units are counted instead.
func Informed(looks []Look) {
	relative := true
	for _, l := range looks {
		if l.Skipped == "" && !(math.Abs(pooledValue(l))/math.Sqrt(l.Control.Q()+l.Treatment.Q()) >= 5) {
			relative = false
		}
	}
	last := 0.0
	for i := range looks {
		l := &looks[i]
		if l.Skipped != "" {
			continue
		}
		l.Information = float64(l.Control.N + l.Treatment.N)
		if m := pooledValue(*l); relative {
			l.Information = m * m / (l.Control.Q() + l.Treatment.Q())
		}
		l.Information = math.Max(l.Information, last/(1-leastRise))
		last = l.Information
	}
}

func pooledValue(l Look) float64 {
	return (l.Control.Numerator + l.Treatment.Numerator) / (l.Control.Denominator + l.Treatment.Denominator)
}

// Boundaries are the boundaries of z at looks that are not skipped, for a
// one-sided level.
func (by *Terms) Boundaries(looks []Look, alpha float64) []float64 {
	var information, spent []float64
	for _, l := range looks {
		if l.Skipped == "" {
			information, spent = append(information, l.Information),
				append(spent, Spendings[by.Exp.Statistics.Spending](alpha, l.Share))
		}
	}
	if information == nil {
		return nil
	}
	z, err := stats.SpentBoundaries(information, spent)
	if err != nil {
		panic("compare: " + err.Error()) // Informed makes the information rise
	}
	return z
}

// Looked compares at every look; c is the comparison of all data.
func (by *Terms) Looked(leave health.Leave, e analysis.Entry, looks []Look, c report.Comparison) *report.Looks {
	u := report.Undefined()
	out := &report.Looks{P: u, State: "none", Looks: []report.Look{},
		Abs: report.Interval{Value: c.Abs.Value, Lo: u, Hi: u, Method: "group_sequential"},
		Rel: report.Interval{Value: c.Rel.Value, Lo: u, Hi: u, Method: "group_sequential"}}
	guard := e.Metric.Limited()
	sides := by.Boundaries(looks, by.Exp.Statistics.Alpha/2)
	bounds := sides
	if by.Bounded(e) {
		bounds = by.Boundaries(looks, by.Exp.Decision.GuardAlpha)
	}
	days := by.Exp.LookDays()
	n := 0
	full := 0.0
	for _, l := range looks {
		full = math.Max(full, l.Information)
	}
	for _, l := range looks {
		row := report.Look{Look: l.At + 1, Day: days[l.At].String(), Units: l.Control.N + l.Treatment.N,
			Share:       report.Num(l.Share),
			Information: u, Boundary: u, Level: u, Z: u, P: u, State: "none", Skipped: l.Skipped}
		if l.Skipped != "" {
			out.Looks = append(out.Looks, row)
			continue
		}
		row.Information = report.Num(l.Information / full)
		two, one := Nominal(sides[n]), Nominal(bounds[n])
		at := e.Kind.Compare(leave, l.Control, l.Treatment, two)
		row.State = at.State
		if by.Bounded(e) {
			g := e.Kind.Compare(leave, l.Control, l.Treatment, one)
			row.State, out.Held = by.Limits(e, at.State, g.Abs, g.Rel)
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
		out.P = report.Num(math.Min(1, float64(at.P)*by.Exp.Statistics.Alpha/two))
		n++
	}
	return out
}
