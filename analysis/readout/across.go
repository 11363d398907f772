package readout

import (
	"fmt"

	"uptake/analysis/decide"
	"uptake/analysis/report"
	"uptake/analysis/stats"
)

// across tests every metric over all arms at once, where none is the control, and
// corrects p over what the file declares, as families does.
func (w *work) across() {
	var at []*report.Across
	var p []float64
	for i, e := range w.list {
		a := w.by.Across(e, w.samples[i])
		if w.r.Metrics[i].Across = a; a == nil {
			continue
		}
		if decide.Family(w.r.Metrics[i]) == 1 {
			at, p = append(at, a), append(p, float64(a.P))
		}
	}
	way, ok := stats.FindAdjustment(w.exp.Statistics.Adjust)
	if !ok {
		panic("readout: there is no adjustment " + w.exp.Statistics.Adjust) // config names those there are
	}
	for i, v := range way.Adjust(p) {
		if at[i].PAdjusted = report.Num(v); at[i].PAdjusted.Defined() {
			at[i].FamilySize = stats.Tests(p)
		}
	}
	if w.exp.ArmsAny {
		w.say(report.Caution{Code: "arms_found", Detail: fmt.Sprintf("The arms are those that the rows have (arms: any): %d of them, expected to be alike in size. None is the control, so one test asks of every metric whether any two arms differ; it says nothing of which is best. Its p is for one reading.", len(w.exp.Arms))})
	}
}
