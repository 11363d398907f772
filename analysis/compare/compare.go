package compare

import (
	"uptake/analysis"
	"uptake/analysis/health"
	"uptake/analysis/method"
	"uptake/analysis/report"
	"uptake/analysis/stats"
)

// Compare compares one arm with control, or says why it cannot be.
func (by *Terms) Compare(leave health.Leave, e analysis.Entry, control, treatment stats.Sample,
	arm int) report.Comparison {
	var c report.Comparison
	switch {
	case !leave.Given():
		c = method.Undefined("", leave.Why())
	case e.Rate && by.Shown[by.Control] == 0:
		c = method.Undefined("", report.Cautionf("control_shows_none",
			"Control's %d units were shown no suggestions, so it has no %s to compare with; metrics per unit do "+
				"compare.", by.Units[by.Control], report.Spoken(e.Metric.Name)))
	case e.Rate && by.TooImmature(by.Control):
		c = method.Undefined("", by.ImmatureCaution(by.Control))
	case e.Rate && by.TooImmature(arm):
		c = method.Undefined("", by.ImmatureCaution(arm))
	case e.Flat != nil:
		c = method.Undefined("", *e.Flat)
	default:
		c = e.Kind.Compare(leave, control, treatment, by.Exp.Statistics.Alpha)
		by.guard(leave, &c, e, control, treatment)
	}
	c.Arm, c.Control = by.Names[arm], by.Names[by.Control]
	return c
}
