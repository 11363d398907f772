package ignore

import (
	"context"
	"math"

	"uptake/analysis/fold"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
	"uptake/analysis/study"
)

// The causes that end the wait for an answer.
const (
	byAccept = 1 + iota
	byDismiss
	byEnding // superseded or typed through
	endings  = byEnding
)

// grid is the lengths of the window at which the curve is read, in seconds.
var grid = []float64{10, 30, 60, 120, 300, 600, 1800, 3600}

// end keeps when suggestion i was answered, or until when it was watched without:
// its window or the data's end. Suggestions that were not seen had no chance.
func (g *gathered) end(p *person, u fold.UnitRows, i int) {
	w := g.f.window
	s := &u.Suggestions
	if w == 0 || !s.Seen.Value(i) {
		return
	}
	shown := int64(s.ShownAt[i])
	e := end{at: min(w, u.Cut-shown)}
	if d := study.Decision(s.Decision[i]); d != study.Undecided {
		if s.DecidedAt.IsNull(i) {
			g.undated++
			return
		}
		e.at = int64(s.DecidedAt.Value(i)) - shown
		switch d {
		case study.Dismissed:
			e.cause = byDismiss
		case study.Superseded, study.TypedThrough:
			e.cause = byEnding
		default:
			e.cause = byAccept
		}
	}
	e.at = max(0, e.at) // clocks that differ
	p.ends = append(p.ends, e)
}

// window gives the shares accepted, dismissed, otherwise ended and still ignored by
// the time since a seen suggestion was shown, pending ones as censored. Decisions
// after the configured window are not in the study, so the curve ends there; the
// accepts that came later are counted beside it. Arms are compared at every length.
func window(ctx context.Context, f *Facts, out *report.Ignores) error {
	if f.window == 0 {
		out.Cautions = append(out.Cautions, report.Cautionf("no_decision_time", "Decisions carry no time of their "+
			"own, so nothing can be said about the length of the attribution window."))
		return nil
	}
	configured := float64(f.window) / 1e6
	at := []float64{}
	for _, s := range grid {
		if s < configured {
			at = append(at, s)
		}
	}
	at = append(at, configured)
	l := &report.WindowLens{Configured: out.Attribution, Seconds: report.Num(configured),
		Curves: []report.WindowCurve{}, Gaps: []report.WindowGap{}, LateShare: report.Undefined()}
	for _, c := range f.late {
		l.Late, l.Accepts = l.Late+c.late, l.Accepts+c.accepts
	}
	if l.Accepts > 0 {
		l.LateShare = report.Num(float64(l.Late) / float64(l.Accepts))
	}
	if f.undated > 0 {
		out.Cautions = append(out.Cautions, report.Cautionf("undated_answers", "Answers without a time of their own: "+
			"%d. What is said of the window and of the time that answers take leaves them out.", f.undated))
	}
	groups := f.groups()
	curves := make([]curve, len(groups))
	err := f.atOnce(ctx, len(groups), func(i int) { curves[i] = curveOf(groups[i], at) })
	for i, g := range groups {
		if curves[i].units > 0 {
			l.Curves = append(l.Curves, f.windowCurve(g.name, at, curves[i]))
		}
	}
	f.windowGaps(at, curves, l)
	l.Times = f.answerTimes()
	out.Window = l
	return err
}

// curve is what has become of a group's seen suggestions by the times asked for.
type curve struct {
	stats.IncidenceAt
	units float64 // with a seen suggestion
}

func curveOf(g group, at []float64) curve {
	var c curve
	n := 0
	for _, p := range g.units {
		n += len(p.ends)
	}
	exits := make([]stats.Exit, 0, n)
	for u, p := range g.units {
		for _, e := range p.ends {
			exits = append(exits, stats.Exit{Time: float64(e.at) / 1e6, Cause: int(e.cause), Unit: u})
		}
		if len(p.ends) > 0 {
			c.units++
		}
	}
	if c.units > 0 {
		c.IncidenceAt = stats.ClusteredIncidence(exits, endings, len(g.units), at)
	}
	return c
}

// se is the error of the share still ignored at the k-th time: 0 where nothing has
// ended yet, NaN for a single unit.
func (c *curve) se(k int) float64 {
	if c.units < 2 {
		return math.NaN()
	}
	return math.Sqrt(c.units/(c.units-1)) * c.SE[k]
}

func (f *Facts) windowCurve(arm string, at []float64, c curve) report.WindowCurve {
	out := report.WindowCurve{Arm: arm}
	for k, t := range at {
		p := report.WindowPoint{Seconds: report.Num(t), Accepted: report.Num(c.F[byAccept-1][k]),
			Dismissed: report.Num(c.F[byDismiss-1][k]),
			Ended:     report.Num(c.F[byEnding-1][k]), Ignored: report.Num(c.S[k]), SE: report.Num(c.SE[k]),
			Lo: report.Undefined(), Hi: report.Undefined()}
		if se := c.se(k); se > 0 {
			half := stats.StudentISF(f.exp.Statistics.Alpha/2, c.units-1) * se
			p.Lo, p.Hi = report.Num(max(0, c.S[k]-half)), report.Num(min(1, c.S[k]+half))
		}
		out.Points = append(out.Points, p)
	}
	return out
}

// lateShare is how many accepts came late: of all accepts, and as points of the
// ignore rate (late accepts per seen suggestion), on the partitions of one half.
// Partitions hold whole units, so they are clusters of them.
func (f *Facts) lateShare(half int) (share, points report.Estimate) {
	var late, accepts, seen []int64
	for i, c := range f.late {
		if i%2 == half && c.accepts+c.seen > 0 {
			late, accepts, seen = append(late, c.late), append(accepts, c.accepts), append(seen, c.seen)
		}
	}
	return f.opt.Estimate.Ratio(late, accepts, 0), f.opt.Estimate.Ratio(late, seen, 0)
}

// windowText is the configured window.
func (f *Facts) windowText() string { return spec.Span(f.exp.Suggestions.Attribution) }
