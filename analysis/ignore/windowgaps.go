package ignore

import (
	"cmp"
	"math"

	"uptake/analysis/report"
)

// windowGaps sets the share still ignored in every arm against that in control at
// every length, and says from which length on a clear answer is clear, and with which
// shorter window the answer or the order of the arms would have been another.
func (f *Facts) windowGaps(at []float64, curves []curve, l *report.WindowLens) {
	l.RankingAt = report.Undefined()
	if f.of.Name != "ignored" || f.control < 0 || curves[f.control].units == 0 {
		return // what has no answer yet is compared, and that is the ignored
	}
	last := len(at) - 1
	for k := range last {
		for a := range f.arms {
			for b := range a {
				if curves[a].units == 0 || curves[b].units == 0 {
					continue
				}
				then, now := curves[a].S[k]-curves[b].S[k], curves[a].S[last]-curves[b].S[last]
				if then*now < 0 && min(math.Abs(then), math.Abs(now)) > 1e-9 {
					l.RankingAt = report.Num(at[k])
				}
			}
		}
	}
	for a, name := range f.arms {
		if a == f.control || curves[a].units == 0 {
			continue
		}
		c, t := &curves[f.control], &curves[a]
		gap := report.WindowGap{Arm: name, Control: f.arms[f.control], Points: []report.WindowGapPoint{},
			ClearFrom: report.Undefined(), OtherAt: report.Undefined()}
		for k, seconds := range at {
			se := math.Hypot(c.se(k), t.se(k))
			gap.Points = append(gap.Points, report.WindowGapPoint{Seconds: report.Num(seconds),
				Gap: f.interval(t.S[k]-c.S[k], se, c.units+t.units-2, "aalen_johansen")})
		}
		end := gap.Points[last].Gap
		for _, p := range gap.Points[:last] {
			if otherAnswer(p.Gap, end) {
				gap.OtherAt = p.Seconds
			}
		}
		for k := last; k >= 0 && end.Leaves0() && answerOf(gap.Points[k].Gap) == answerOf(end); k-- {
			gap.ClearFrom = gap.Points[k].Seconds
		}
		l.Gaps = append(l.Gaps, gap)
	}
}

// otherAnswer reports whether a difference says something else than the one at the
// end: clear the other way, or clear where there is none at the end, and not only less
// of it.
func otherAnswer(i, end report.Interval) bool {
	if !i.Leaves0() {
		return false
	}
	if end.Leaves0() {
		return answerOf(i) != answerOf(end)
	}
	return end.Value < i.Lo || end.Value > i.Hi
}

// answerOf is −1 for clearly less, 1 for clearly more, else 0.
func answerOf(i report.Interval) int {
	if !i.Leaves0() {
		return 0
	}
	return cmp.Compare(i.Value, 0)
}
