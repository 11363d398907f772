package readout

import (
	"uptake/analysis"
	"uptake/analysis/compare"
	"uptake/analysis/metric"
	"uptake/analysis/report"
	"uptake/analysis/stats"
	"uptake/analysis/sums"
)

// stepLevels reports who reaches each step in every level of the segments, the levels being
// those of segments. columns are those of the steps.
func stepLevels(by *compare.Terms, e analysis.Entry, columns []int, dimensions []sums.Dimension) []report.StepLevel {
	out := []report.StepLevel{}
	if by.Control >= 0 && !by.Gates.Arms().Given() {
		return out
	}
	for _, d := range dimensions {
		levels, _ := topLevels(d)
		for _, l := range levels {
			var steps [][]stats.Sample
			for _, c := range columns {
				steps = append(steps, e.Samples(l.Block, c))
			}
			out = append(out, stepLevel(by, e, d.Name, l, steps))
		}
	}
	return out
}

func stepLevel(by *compare.Terms, e analysis.Entry, dimension string, l sums.Level,
	steps [][]stats.Sample) report.StepLevel {
	out := report.StepLevel{Dimension: dimension, Level: l.Name, Steps: []report.LevelStep{},
		Comparisons: []report.LevelReach{}}
	z := stats.NormalISF(by.Exp.Statistics.Alpha / 2)
	for k, s := range e.Metric.Steps {
		step := report.LevelStep{Name: s.Name, Arms: []report.LevelArm{}}
		for a, name := range by.Names {
			x := report.LevelArm{Arm: name, Units: steps[k][a].Successes, Before: atStep(steps, k-1, a)}
			x.Share, x.Lo, x.Hi = share(x.Units, steps[k][a].N, z)
			step.Arms = append(step.Arms, x)
		}
		out.Steps = append(out.Steps, step)
	}
	leave := by.Gates.Metric(e.Metric.Name)
	if !leave.Given() {
		return out
	}
	for _, i := range by.Compared() {
		few, too := tooFew(by, dimension, l, i)
		for k, s := range e.Metric.Steps {
			r := report.LevelReach{Step: s.Name, Arm: by.Names[i], Control: by.Names[by.Control]}
			if too {
				u := report.Undefined()
				r.Abs, r.Cautions = report.Interval{Value: u, Lo: u, Hi: u}, []report.Caution{few}
			} else {
				c := metric.Proportion.Compare(leave, steps[k][by.Control], steps[k][i], by.Exp.Statistics.Alpha)
				r.Abs, r.Cautions = c.Abs, c.Cautions
			}
			out.Comparisons = append(out.Comparisons, r)
		}
	}
	return out
}
