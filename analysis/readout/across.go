package readout

import (
	"uptake/analysis/counted"
	"uptake/analysis/decide"
	"uptake/analysis/report"
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
	setCorrected(p, adjustment(w.exp).Adjust(p), func(i int) (*report.Num, *int) {
		return &at[i].PAdjusted, &at[i].FamilySize
	})
	if w.exp.ArmsAny {
		w.say(report.Caution{Code: "arms_found", Detail: counted.Sprintf("The arms are those that the rows have "+
			"(arms: any): %d of them, expected to be alike in size. None is the control, so one test asks of every "+
			"metric whether any two arms differ; it says nothing of which is best. Its p is for one reading.",
			len(w.exp.Arms))})
	}
}
