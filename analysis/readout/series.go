package readout

import (
	"uptake/analysis"
	"uptake/analysis/compare"
	"uptake/analysis/fold"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/sums"
)

// series reports the lift with all data up to the end of each day; the last day
// is the comparison of the report itself. Metrics without unit days are not in
// it. A ratio that rests on few effective units has no interval on a day: that
// needs the units one by one.
func series(by *compare.Terms, metrics []report.Metric, list []analysis.Entry, cols []fold.Column,
	days []sums.Day) []report.Point {
	out := []report.Point{}
	for i, e := range list {
		if e.Col < 0 || !cols[e.Col].Series || e.Metric.Role == spec.Diagnostic && !cols[e.Col].Segments &&
			e.Metric.Name != "accepted_per_unit" {
			continue
		}
		leave := by.Gates.Metric(e.Metric.Name)
		if !leave.Given() {
			continue
		}
		for k, arm := range by.Compared() {
			for n, d := range days {
				s := e.Samples(d.Block, e.Col)
				c := by.Compare(leave, e, s[by.Control], s[arm], arm)
				if n == len(days)-1 {
					c.Abs, c.Rel = metrics[i].Comparisons[k].Abs, metrics[i].Comparisons[k].Rel
				}
				c.Sequential, _ = by.AlwaysValid(c, s[by.Control], s[arm], by.BandAlpha())
				out = append(out, report.Point{Metric: e.Metric.Name, Arm: c.Arm, Control: c.Control,
					Day:   d.Day.String(),
					Units: s[by.Control].N + s[arm].N, Abs: c.Abs, Rel: c.Rel, Sequential: c.Sequential})
			}
		}
	}
	return out
}
