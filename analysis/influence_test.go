package analysis_test

import (
	"slices"
	"strings"
	"testing"

	"uptake/analysis"
	"uptake/analysis/spec"
)

// TestInfluenceInReports: one unit, two of one arm, and one of each are told apart
// in every layout that has values; capped, nothing is said.
func TestInfluenceInReports(t *testing.T) {
	for _, layout := range []spec.Layout{spec.Events, spec.Units} {
		for _, c := range []struct {
			says  string
			units map[int]int64 // unit → tasks
		}{
			{"", nil},
			{"One unit makes the difference: without it (value 90000 in treatment)", map[int]int64{101: 90_000}},
			{"Two units make the difference: without them (values -90000 in treatment and -70000 in treatment)",
				map[int]int64{101: -90_000, 201: -70_000}},
			{"Two units make the difference: without them (values -90000 in control and 70000 in treatment)",
				map[int]int64{100: -90_000, 201: 70_000}},
		} {
			w := comparable(layout)
			at := slices.IndexFunc(analysis.Needs(w.exp).Variables,
				func(v spec.Variable) bool { return v.Name == "tasks" })
			for i := range w.units {
				w.units[i].row.Crossover = false
			}
			for i, v := range c.units {
				w.units[i].row.Var[at] = v
				w.units[i].days = nil
			}
			w.exp.Statistics.Looks = 0
			for _, caps := range []bool{false, true} {
				m := slices.IndexFunc(w.exp.Metrics, func(m spec.Metric) bool { return m.Name == "tasks" })
				if w.exp.Metrics[m].Winsorize = (spec.Winsorize{}); caps {
					w.exp.Metrics[m].Winsorize = spec.Winsorize{Lower: 0.01, Upper: 0.99}
				}
				said := ""
				for _, x := range metricOf(t, w.analyze(t, 3, 2), "tasks").Comparisons[0].Cautions {
					if x.Code == "influential_units" {
						said = x.Detail
					}
				}
				if want := c.says; caps && said != "" || !caps && (!strings.HasPrefix(said, want) ||
					(said == "") != (want == "")) {
					t.Errorf("%s, capped %v: %q, want %q", layout, caps, said, want)
				}
			}
		}
	}
}
