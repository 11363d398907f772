package ignore

import (
	"context"
	"slices"

	"uptake/analysis/report"
	"uptake/analysis/study"
)

// cuts are the numbers of suggestions a session that are looked at, and the last places of the
// stretches of a session that the curve has a row for; behind them is one stretch more.
var cuts = []int{1, 2, 3, 4, 5, 7, 10, 15, 20}

// perSession says what became of the n-th suggestion of a session, and what at most so many
// a session would have left out. Suggestions that were shown at one instant have the same
// place. Shares are ratios of sums over units, clustered by unit.
func perSession(_ context.Context, f *Facts, out *report.Ignores) error {
	c := f.columnNamed(earlierInSession)
	if c < 0 || f.columns[c].values == nil {
		return nil
	}
	p := &report.PerSession{Curve: []report.NthShown{}, Limits: []report.SessionLimit{}}
	stretches := f.stretches(f.columns[c].values)
	all, from := f.nothingSeen(), 1
	for i, here := range stretches {
		n := report.NthShown{From: from, Seen: total(here.seen), Users: int64(len(here.unit))}
		if i < len(cuts) {
			n.To, from = cuts[i], cuts[i]+1
		}
		if n.Seen > 0 {
			n.Rate, n.Accepted = f.clustered(here.studied, here.seen), f.clustered(here.accepted, here.seen)
			p.Curve = append(p.Curve, n)
		}
		all.add(here)
	}
	beyond := f.nothingSeen()
	for i, most := range slices.Backward(cuts) {
		beyond.add(stretches[i+1])
		l := report.SessionLimit{AtMost: most, Seen: total(beyond.seen)}
		if l.Seen < leastBand {
			continue // fewer a session leave out more
		}
		l.Fewer, l.Lost, l.Saved = f.clustered(beyond.seen, all.seen), f.clustered(beyond.accepted, all.accepted),
			f.clustered(beyond.studied, all.studied)
		l.Accepts, l.Studied = total(beyond.accepted), total(beyond.studied)
		p.Limits = append(p.Limits, l)
	}
	slices.Reverse(p.Limits)
	if len(p.Curve) > 1 {
		out.PerSession = p
	}
	return nil
}

// placed are sums by unit over suggestions at some places of their sessions.
type placed struct{ seen, accepted, studied []int64 }

// nothingSeen has all units, without a suggestion.
func (f *Facts) nothingSeen() placed {
	n := len(f.units)
	return placed{make([]int64, n), make([]int64, n), make([]int64, n)}
}

func (p placed) add(s stretch) {
	for k, u := range s.unit {
		p.seen[u], p.accepted[u], p.studied[u] = p.seen[u]+s.seen[k], p.accepted[u]+s.accepted[k],
			p.studied[u]+s.studied[k]
	}
}

// stretch is what units have in one stretch of their sessions, without the units that have nothing.
type stretch struct {
	unit []int
	placed
}

// stretches adds up the suggestions by the stretches of their sessions, by how many came earlier in
// the session. A suggestion whose place is not known has none.
func (f *Facts) stretches(earlier []float32) []stretch {
	out := make([]stretch, len(cuts)+1)
	var has [3][]int64 // of one unit, by stretch: seen, accepted, studied
	for k := range has {
		has[k] = make([]int64, len(out))
	}
	for u := range f.units {
		for k := range has {
			clear(has[k])
		}
		for row := f.units[u].from; row < f.units[u].to; row++ {
			at := earlier[row] + 1
			if !(at >= 1) {
				continue
			}
			i := 0
			for i < len(cuts) && at > float32(cuts[i]) {
				i++
			}
			has[0][i]++
			if study.AcceptedStates.Has(f.seen.state[row]) {
				has[1][i]++
			}
			if f.seen.studied(row) {
				has[2][i]++
			}
		}
		for i, seen := range has[0] {
			if s := &out[i]; seen > 0 {
				s.unit = append(s.unit, u)
				s.seen, s.accepted, s.studied = append(s.seen, seen), append(s.accepted, has[1][i]),
					append(s.studied, has[2][i])
			}
		}
	}
	return out
}

func total(list []int64) (sum int64) {
	for _, v := range list {
		sum += v
	}
	return sum
}

// clustered is Σy/Σx over the units that have any of x.
func (f *Facts) clustered(y, x []int64) report.Interval {
	ys, xs := make([]int64, 0, len(x)), make([]int64, 0, len(x))
	for i, v := range x {
		if v > 0 {
			ys, xs = append(ys, y[i]), append(xs, v)
		}
	}
	if len(xs) == 0 {
		return report.NoInterval("")
	}
	return byUnit(f.opt.Estimate.Ratio(ys, xs, 0))
}

// byUnit is an estimate over units as an interval.
func byUnit(e report.Estimate) report.Interval {
	return report.Interval{Value: e.Value, Lo: e.Lo, Hi: e.Hi, Bounded: e.Lo.Defined(), Method: "clustered"}
}
