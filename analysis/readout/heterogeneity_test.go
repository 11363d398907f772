package readout

import (
	"slices"
	"testing"

	"uptake/analysis"
	"uptake/analysis/method"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// TestTwoLevels: two levels leave nothing to pull towards.
func TestTwoLevels(t *testing.T) {
	level := func(effect float64) familyLevel {
		c, x := stats.FromMoments(40, 5, 4), stats.FromMoments(40, 5+effect, 4)
		return familyLevel{Level: method.Level{LevelEffect: stats.NewLevelEffect(c, x), Units: [2]int64{40, 40}}}
	}
	both := levelEffects{families: []*effectFamily{{e: analysis.Entry{Metric: spec.Metric{Role: spec.Primary}},
		levels: []familyLevel{level(0), level(1)}}}}
	r := report.Report{Alpha: 0.05, Segments: []report.Segment{{Comparisons: make([]report.Comparison, 1)},
		{Comparisons: make([]report.Comparison, 1)}}}
	both.families[0].levels[1].segment = 1
	both.report(&r)
	if len(r.Differences) != 1 || !slices.ContainsFunc(r.Differences[0].Cautions,
		func(c report.Caution) bool { return c.Code == "two_levels" }) ||
		r.Segments[0].Comparisons[0].Shrunken != nil || !r.Differences[0].PAdjusted.Defined() {
		t.Errorf("two levels: %+v", r.Differences)
	}
}
