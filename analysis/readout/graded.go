package readout

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"uptake/analysis"
	"uptake/analysis/compare"
	"uptake/analysis/fold"
	"uptake/analysis/health"
	"uptake/analysis/metric"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
	"uptake/analysis/study"
)

// gradeColumns are the columns of one graded metric beyond its cost: the share
// of each grade, then the share of shown suggestions that are graded, then the
// units with one.
func gradeColumns(exp *spec.Experiment, m spec.Metric) []fold.Column {
	names := exp.GradeNames()
	_, own := metric.Grades(exp, m)
	var out []fold.Column
	for _, g := range m.Grades {
		w := make([]int64, len(names))
		w[slices.Index(names, g.Name)] = 1
		out = append(out, fold.Column{Name: m.Name + "/" + g.Name, Y: fold.Value{From: fold.Grades, Weights: w},
			X: &own})
	}
	any := own
	any.Any = true
	return append(out, fold.Column{Name: m.Name + "/labelled", Y: own, X: &fold.Value{From: fold.Suggestions,
		Count: study.AllStates}},
		fold.Column{Name: m.Name + "/units", Y: any})
}

// grades reports the grades of the graded metrics; first are, by place in list, the
// first column of each one's grades.
func grades(by *compare.Terms, metrics []report.Metric, list []analysis.Entry, first map[int]int, left *leftOut) {
	for i, e := range list {
		if at, ok := first[i]; ok {
			gradesOf(by, &metrics[i], e, at, left)
		}
	}
}

func gradesOf(by *compare.Terms, m *report.Metric, e analysis.Entry, first int, left *leftOut) {
	g := &report.Graded{Grades: []report.Grade{}, Labelled: []report.Labelled{}}
	of := func(k int) []stats.Sample {
		return left.of(analysis.Entry{Kind: metric.Ratio, Scales: []int{0, 0}}, first+k)
	}
	k := len(e.Metric.Grades)
	var shares [][]stats.Sample
	for i := range e.Metric.Grades {
		shares = append(shares, of(i))
	}
	leave := by.Gates.Metric(e.Metric.Name)
	labelled(by, leave, m, g, of(k), analysis.Entry{Kind: metric.Mean, Scales: []int{0}}.Samples(left.f.Main,
		first+k+1))
	for i, grade := range e.Metric.Grades {
		out := report.Grade{Name: grade.Name, Cost: report.Num(float64(grade.Cost) / math.Pow10(e.Metric.Scale)),
			Arms: []report.GradeShare{}, Comparisons: []report.GradeComparison{}}
		for a := range by.Names {
			out.Arms = append(out.Arms, gradeShare(by.Names[a], shares[i][a], k, g.Labelled[a].Units,
				by.Exp.Statistics.Alpha))
		}
		for _, a := range by.Compared() {
			d := metric.Ratio.Compare(leave, shares[i][by.Control], shares[i][a], by.Exp.Statistics.Alpha)
			c := report.GradeComparison{Arm: by.Names[a], Control: by.Names[by.Control], Abs: d.Abs, Rel: d.Rel,
				SE: d.SE, P: d.P, BreakEven: report.Undefined(), Cautions: d.Cautions}
			if leave.Given() {
				c.BreakEven = breakEven(e.Metric, shares, i, by.Control, a)
			}
			out.Comparisons = append(out.Comparisons, c)
		}
		g.Grades = append(g.Grades, out)
	}
	m.Graded = g
}

// gradeShare gives one grade's share in one arm with its intervals.
func gradeShare(arm string, s stats.Sample, grades int, units int64, alpha float64) report.GradeShare {
	u := report.Undefined()
	out := report.GradeShare{Arm: arm, Count: int64(s.Numerator), Of: int64(s.Denominator),
		Share: report.Num(s.Value()), SE: u, Lo: u, Hi: u, JointLo: u, JointHi: u, UpperIf0: u, UpperUnits: u}
	if s.Denominator == 0 || s.N == 0 {
		return out
	}
	if s.N >= 2 {
		out.SE = report.Num(s.SE())
	}
	n := stats.EffectiveTrials(s.Value(), s.SquaredError(), s.Denominator)
	lo, hi := stats.WilsonShare(n, s.Value(), stats.NormalISF(alpha/2))
	out.Lo, out.Hi = report.Num(lo), report.Num(hi)
	lo, hi = stats.WilsonShare(n, s.Value(), stats.NormalISF(alpha/2/float64(grades)))
	out.JointLo, out.JointHi = report.Num(lo), report.Num(hi)
	if s.Numerator == 0 {
		out.UpperIf0 = report.Num(stats.UpperIfNone(s.Denominator, alpha))
		if units > 0 {
			out.UpperUnits = report.Num(stats.UpperIfNone(float64(units), alpha))
		}
	}
	return out
}

// breakEven is the cost of grade i at which arm and control cost the same:
// −Σ_{h≠i} c_h·Δp_h/Δp_i, the other costs as declared. Undefined where the shares of
// i are the same, or only a negative cost would do.
func breakEven(m spec.Metric, shares [][]stats.Sample, i, control, arm int) report.Num {
	var others float64
	for h, g := range m.Grades {
		if h != i {
			others += float64(g.Cost) * shares[h][control].Diff(shares[h][arm])
		}
	}
	d := shares[i][control].Diff(shares[i][arm])
	v := -others / d / math.Pow10(m.Scale)
	if d == 0 || math.IsNaN(v) || v < 0 || math.IsInf(v, 0) {
		return report.Undefined()
	}
	return report.Num(math.Abs(v)) // never −0
}

// labelled says how much of each arm is graded, and warns when the arms differ:
// then the grades may be of different suggestions.
func labelled(by *compare.Terms, leave health.Leave, m *report.Metric, g *report.Graded, share, units []stats.Sample) {
	for a, s := range share {
		l := report.Labelled{Arm: by.Names[a], Graded: int64(s.Numerator), Shown: int64(s.Denominator),
			Share: report.Num(s.Value()), PDiffer: report.Undefined()}
		if s.N > 0 {
			l.Units = int64(units[a].Numerator)
		}
		if by.Control >= 0 && a != by.Control {
			c := metric.Ratio.Compare(leave, share[by.Control], s, by.Exp.Statistics.Alpha)
			l.PDiffer = c.P
			if c.P.Defined() && float64(c.P) < labelledAlpha {
				m.Cautions = append(m.Cautions, report.Cautionf("labelled_share", "%.1f%% of %s's suggestions are "+
					"graded and %.1f%% of %s's (p = %.2g): the grades may be of different kinds of suggestions.",
					100*share[by.Control].Value(), by.Names[by.Control], 100*s.Value(), by.Names[a], float64(c.P)))
			}
		}
		g.Labelled = append(g.Labelled, l)
	}
	var none []string
	for _, l := range g.Labelled {
		if l.Graded == 0 {
			none = append(none, l.Arm)
		}
	}
	if len(none) > 0 {
		m.Cautions = append(m.Cautions, report.Cautionf("no_labels", "No shown suggestion of %s is graded.",
			strings.Join(none, " and ")))
	}
	var all, some float64
	for _, l := range g.Labelled {
		all, some = all+float64(l.Shown), some+float64(l.Graded)
	}
	if some > 0 && some < leastLabelled*all {
		m.Cautions = append(m.Cautions, report.Cautionf("few_labels", "%s of the shown suggestions are graded; the "+
			"numbers are of these only, whichever they are.", fmt.Sprintf("%.2g%%", 100*some/all)))
	}
}

// labelledAlpha is the level at which a differing share of graded suggestions is
// worth a word, and leastLabelled the share of graded ones below which that is.
const (
	labelledAlpha = 0.01
	leastLabelled = 0.1
)
