package ignore

import (
	"context"

	"uptake/analysis/report"
	"uptake/analysis/study"
)

// nth cuts the places in a session into what the curve has a row for; 0 is no last one.
var nth = [][2]int{{1, 1}, {2, 2}, {3, 3}, {4, 4}, {5, 5}, {6, 7}, {8, 10}, {11, 15}, {16, 20}, {21, 0}}

// limits are the numbers of suggestions a session that are looked at.
var limits = []int{1, 2, 3, 4, 5, 7, 10, 15, 20}

// perSession says what became of the n-th suggestion of a session, and what at most so many
// a session would have left out. Suggestions that were shown at one instant have the same
// place. Shares are ratios of sums over units, clustered by unit.
func perSession(_ context.Context, f *Facts, out *report.Ignores) error {
	c := f.columnNamed(earlierInSession)
	if c < 0 || f.columns[c].values == nil {
		return nil
	}
	p := &report.PerSession{Curve: []report.NthShown{}, Limits: []report.SessionLimit{}}
	all := f.placed(c, 1, 0)
	for _, n := range nth {
		here := f.placed(c, n[0], n[1])
		seen, users := here.total(here.seen)
		if seen == 0 {
			continue
		}
		p.Curve = append(p.Curve, report.NthShown{From: n[0], To: n[1], Seen: seen, Users: users,
			Rate: f.clustered(here.studied, here.seen), Accepted: f.clustered(here.accepted, here.seen)})
	}
	for _, k := range limits {
		beyond := f.placed(c, k+1, 0)
		seen, _ := beyond.total(beyond.seen)
		if seen < leastBand {
			break // more of them leave out less
		}
		l := report.SessionLimit{AtMost: k, Seen: seen, Fewer: f.clustered(beyond.seen, all.seen),
			Lost:  f.clustered(beyond.accepted, all.accepted),
			Saved: f.clustered(beyond.studied, all.studied)}
		l.Accepts, _ = beyond.total(beyond.accepted)
		l.Studied, _ = beyond.total(beyond.studied)
		p.Limits = append(p.Limits, l)
	}
	if len(p.Curve) > 1 {
		out.PerSession = p
	}
	return nil
}

// placed are sums by unit over suggestions at some places of their sessions.
type placed struct{ seen, accepted, studied []int64 }

// placed adds up the suggestions that were the from-th to to-th of their session, all from
// there on where to is 0. A suggestion whose place is not known has none.
func (f *Facts) placed(c, from, to int) placed {
	values := f.columns[c].values
	n := len(f.units)
	s := placed{make([]int64, n), make([]int64, n), make([]int64, n)}
	for i := range f.units {
		p := &f.units[i]
		for row := p.from; row < p.to; row++ {
			at := values[row] + 1
			if !(at >= float32(from)) || to > 0 && at > float32(to) { // what is not known is neither
				continue
			}
			s.seen[i]++
			if study.AcceptedStates.Has(f.seen.state[row]) {
				s.accepted[i]++
			}
			if f.seen.studied(row) {
				s.studied[i]++
			}
		}
	}
	return s
}

// total is a sum over units, and how many of them have any.
func (placed) total(list []int64) (sum, units int64) {
	for _, v := range list {
		if sum += v; v > 0 {
			units++
		}
	}
	return sum, units
}

// clustered is Σy/Σx over the units that have any of x.
func (f *Facts) clustered(y, x []int64) report.Interval {
	var ys, xs []int64
	for i, v := range x {
		if v > 0 {
			ys, xs = append(ys, y[i]), append(xs, v)
		}
	}
	if len(xs) == 0 {
		return report.NoInterval("")
	}
	e := f.opt.Estimate.Ratio(ys, xs, 0)
	return report.Interval{Value: e.Value, Lo: e.Lo, Hi: e.Hi, Bounded: e.Lo.Defined(), Method: "clustered"}
}
