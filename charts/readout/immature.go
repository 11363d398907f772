package readout

import (
	"uptake/charts/doc"
	"uptake/charts/say"
)

// immatureTable says how many units each metric with a window of its own leaves
// out because that is not over for them; without such metrics it has no rows.
func (s *subject) immatureTable() doc.Table {
	t := doc.Table{Caption: "Units whose own window is over, by metric and group",
		Head: []doc.Column{{Text: "Metric"}, {Text: "Group"}, {Text: "Counted", Num: true}, {Text: "Not yet over",
			Num: true}}}
	for i := range s.Metrics {
		for _, a := range s.Metrics[i].Arms {
			if n := a.Immature; n != nil {
				t.Rows = append(t.Rows, []doc.Cell{{Text: say.MetricTitle(s.Metrics[i].Name)}, {Text: say.Name(a.Arm)},
					{Text: say.Count(a.Units)}, {Text: say.Count(*n)}})
			}
		}
	}
	t.Foot = "A unit counts once the data hold its whole window after first exposure (of retention, its whole day); " +
		"until then it is in no number of that metric."
	return t
}
