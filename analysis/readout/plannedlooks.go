package readout

import (
	"math"

	"uptake/analysis"
	"uptake/analysis/compare"
	"uptake/analysis/fold"
	"uptake/analysis/health"
	"uptake/analysis/method"
	"uptake/analysis/report"
	"uptake/analysis/stats"
	"uptake/analysis/sums"
)

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
func atLooks(by *compare.Terms, metrics []report.Metric, list []analysis.Entry, cols []fold.Column, days []sums.Day,
	samples [][]stats.Sample, reached int) {
	for i, e := range list {
		if by.Exp.Statistics.Looks == 0 || e.Col < 0 || !cols[e.Col].Series {
			continue
		}
		leave := by.Gates.Metric(e.Metric.Name)
		for k, arm := range by.Compared() {
			if c := &metrics[i].Comparisons[k]; c.Abs.Value.Defined() {
				c.Looks = by.Looked(leave, e, looks(by, leave, e, days, samples[i], reached, arm), *c)
			}
		}
	}
}

// looks are those that the data have reached.
func looks(by *compare.Terms, leave health.Leave, e analysis.Entry, days []sums.Day, now []stats.Sample, reached,
	arm int) []compare.Look {
	cuts := by.Exp.LookDays()
	var out []compare.Look
	for i, cut := range cuts[:reached] {
		s := now
		if i < len(cuts)-1 {
			s = make([]stats.Sample, len(by.Names)) // without days: before anybody was exposed
			for _, d := range days {
				if d.Day == cut {
					s = e.Samples(d.Block, e.Col)
				}
			}
		}
		l := compare.Look{At: i, Control: s[by.Control], Treatment: s[arm],
			Share: float64(cut-by.Exp.Start+1) / float64(by.Exp.End-by.Exp.Start+1)}
		c, t := l.Control.Effective, l.Treatment.Effective
		switch {
		case i < len(cuts)-1 && !(math.Min(c, t) >= method.BurnIn):
			l.Skipped = "few_units"
		case i < len(cuts)-1 && !e.Kind.Compare(leave, l.Control, l.Treatment, by.Exp.Statistics.Alpha).P.Defined():
			l.Skipped = "no_interval"
		}
		out = append(out, l)
	}
	compare.Informed(out)
	return out
}
