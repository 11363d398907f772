package readout

import (
	"slices"

	"uptake/analysis"
	"uptake/analysis/compare"
	"uptake/analysis/fold"
	"uptake/analysis/metric"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// stepColumns are the columns of the steps of a funnel before the last, which is the
// metric's own column.
func stepColumns(e analysis.Entry, own fold.Column, variables []spec.Variable) []fold.Column {
	var out []fold.Column
	for k := range len(e.Metric.Steps) - 1 {
		name := e.Metric.StepVariable(k)
		at := slices.IndexFunc(variables, func(v spec.Variable) bool {
			return v.Name == name && v.Metric == e.Metric.Name
		})
		out = append(out, fold.Column{Name: name, Y: fold.Value{From: fold.Variable, Var: at}, Window: own.Window,
			Segments: true})
	}
	return out
}

// funnels reports the steps of the funnels; first are, by place in list, the first column of
// each one's steps.
func funnels(by *compare.Terms, metrics []report.Metric, list []analysis.Entry, first map[int]int, left *leftOut) {
	times := left.f.Steps
	for i, e := range list {
		at, ok := first[i]
		if !ok {
			continue
		}
		columns := stepsOf(e, at)
		var steps [][]stats.Sample
		for _, c := range columns {
			steps = append(steps, left.of(e, c))
		}
		f := funnel(by, e.Metric, steps)
		if times != nil {
			stepTimes(f, times[:len(columns)])
			times = times[len(columns):]
		}
		f.Segments = stepLevels(by, e, columns, left.f.Dimensions)
		metrics[i].Funnel = f
	}
}

// stepsOf are the columns of the steps of a funnel, of which the first stands at a place.
func stepsOf(e analysis.Entry, first int) []int {
	var out []int
	for k := range len(e.Metric.Steps) - 1 {
		out = append(out, first+k)
	}
	return append(out, e.Col)
}

// funnel counts who reaches each step, and compares the arms at each by the pooled z with
// Newcombe's interval: in the share of the exposed, and in that of those at the step before.
// The comparisons of one funnel are one family for Holm, which allows any dependence; they
// do not enter the family of the declared metrics. At the first step both shares are one.
//
// Source: as method.PooledZ; Holm (1979), Scandinavian Journal of Statistics 6.
func funnel(by *compare.Terms, m spec.Metric, steps [][]stats.Sample) *report.Funnel {
	out := &report.Funnel{Within: spec.Span(m.Within), Steps: []report.Step{}, Comparisons: []report.StepEffect{},
		Segments: []report.StepLevel{}}
	z := stats.NormalISF(by.Exp.Statistics.Alpha / 2)
	for k, s := range m.Steps {
		step := report.Step{Name: s.Name, Within: spec.Span(s.Within), Arms: []report.StepArm{}}
		for a, name := range by.Names {
			reached, before := steps[k][a].Successes, atStep(steps, k-1, a)
			x := report.StepArm{Arm: name, Units: reached, Before: before}
			x.Share, x.Lo, x.Hi = share(reached, steps[k][a].N, z)
			x.OfBefore, x.BeforeLo, x.BeforeHi = share(reached, before, z)
			step.Arms = append(step.Arms, x)
		}
		out.Steps = append(out.Steps, step)
	}
	leave := by.Gates.Metric(m.Name)
	if !leave.Given() {
		return out
	}
	var p []float64
	for _, i := range by.Compared() {
		for k, s := range m.Steps {
			for _, of := range []struct {
				what string
				from int // the step whose units the share is of; −1: all of them
			}{{report.OfExposed, -1}, {report.OfBefore, k - 1}} {
				if of.what == report.OfBefore && k == 0 {
					continue
				}
				at := func(a int) stats.Sample {
					return stats.FromCount(atStep(steps, of.from, a), atStep(steps, k, a))
				}
				c := metric.Proportion.Compare(leave, at(by.Control), at(i), by.Exp.Statistics.Alpha)
				out.Comparisons = append(out.Comparisons, report.StepEffect{Step: s.Name, Of: of.what, Arm: by.Names[i],
					Control: by.Names[by.Control],
					Abs:     c.Abs, Rel: c.Rel, SE: c.SE, Statistic: c.Statistic, P: c.P, Cautions: c.Cautions})
				p = append(p, float64(c.P))
			}
		}
	}
	setCorrected(p, stats.Holm(p), func(i int) (*report.Num, *int) {
		return &out.Comparisons[i].PAdjusted, &out.Comparisons[i].FamilySize
	})
	return out
}

// atStep counts an arm's units at a step, all that the metric counts at −1.
func atStep(steps [][]stats.Sample, k, arm int) int64 {
	if k < 0 {
		return steps[0][arm].N
	}
	return steps[k][arm].Successes
}

// share is x of n with Wilson's interval.
func share(x, n int64, z float64) (value, lo, hi report.Num) {
	if n == 0 {
		return report.Undefined(), report.Undefined(), report.Undefined()
	}
	l, h := stats.Wilson(n, x, z)
	return report.Num(float64(x) / float64(n)), report.Num(l), report.Num(h)
}
