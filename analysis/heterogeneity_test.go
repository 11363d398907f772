package analysis_test

import (
	"math"
	"slices"
	"testing"

	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// lopsided is a world in which the treatment adds tasks on mac only.
func lopsided() *world {
	w := draw(51, 1500)
	for i := range w.units {
		u := &w.units[i]
		if u.row.Arm == 1 && u.row.Seg[0] == 1 {
			u.row.Var[0] += 9
			u.row.Var[2] += 9
			u.days = append(u.days, dayRow{u.row.Day, []int64{9, 0, 9, 0}})
		}
	}
	return w
}

// TestHeterogeneity: a lift on one platform only is found, the others' families
// stay quiet, and shrunken effects lie between the raw ones and their mean.
func TestHeterogeneity(t *testing.T) {
	r := lopsided().analyze(t, 4, 2)
	found := map[string]report.Heterogeneity{}
	for _, h := range r.Differences {
		found[h.Metric] = h
	}
	tasks := found["tasks"]
	if !(tasks.PAdjusted < 1e-6) || tasks.Levels != 3 || tasks.DF != 2 || !(tasks.I2 > 0.9) || !(tasks.Tau > 3) {
		t.Errorf("tasks: %+v", tasks)
	}
	if h := found["acceptance_rate"]; !(h.P > 0.001) || h.PAdjusted < h.P {
		t.Errorf("acceptance_rate: %+v", h)
	}
	if h := found["converted"]; h.PAdjusted.Defined() || !h.P.Defined() {
		t.Errorf("a guardrail is in the family: %+v", h)
	}
	var effects, variances []float64
	var shrunken []report.Interval
	for _, g := range r.Segments {
		if c := g.Comparisons[0]; g.Metric == "tasks" {
			effects, variances = append(effects, float64(c.Abs.Value)), append(variances, float64(c.SE*c.SE))
			shrunken = append(shrunken, *c.Shrunken)
		}
	}
	if h := stats.Cochran(effects, variances); math.Abs(h.Q-float64(tasks.Q)) > 1e-9*h.Q {
		t.Errorf("Q %v, by hand %v", tasks.Q, h.Q)
	}
	if tasks.Method != "welch_james" || !(tasks.DF2 > 100) || tasks.DF1 != 2 || !(tasks.Statistic > 10) {
		t.Errorf("tasks: %+v", tasks)
	}
	least, most := slices.Min(effects), slices.Max(effects)
	for i, s := range shrunken {
		if v := float64(s.Value); v < least || v > most || !(s.Hi-s.Lo < report.Num(2*1.99*math.Sqrt(variances[i]))) {
			t.Errorf("raw %v of %v, shrunken %+v", effects[i], effects, s)
		}
	}
}

// TestPostStratify: chance put more mac units, who do more tasks, into one arm;
// weighting by the levels takes that out.
func TestPostStratify(t *testing.T) {
	w := draw(61, 1200)
	for i := range w.units {
		u := &w.units[i]
		if u.row.Seg[0] == 1 && (u.row.Arm == 1 || i%3 == 0) {
			continue
		}
		if u.row.Seg[0] == 1 {
			u.row.Seg[0] = 2
		}
	}
	for i := range w.units {
		u := &w.units[i]
		if u.row.Seg[0] == 1 {
			u.row.Var[0] += 12
			u.row.Var[2] += 12
			u.days = append(u.days, dayRow{u.row.Day, []int64{12, 0, 12, 0}})
		} else if u.row.Arm == 0 {
			u.row.Var[0]++
			u.row.Var[2]++
			u.days = append(u.days, dayRow{u.row.Day, []int64{1, 0, 1, 0}})
		}
	}
	if c := metricOf(t, w.analyze(t, 3, 1), "tasks").Comparisons[0]; c.PostStratified != nil {
		t.Error("post-stratified without being asked")
	}
	w.exp.Statistics.PostStratify = "platform"
	w.exp.Statistics.SegmentMinUnits = 30
	r := w.analyze(t, 3, 2)
	c := metricOf(t, r, "tasks").Comparisons[0]
	p := c.PostStratified
	if p == nil || p.Strata != 3 || !(c.Abs.Value > 1) || !(p.Abs.Value < 0.3) || !(p.SE > 0) {
		t.Fatalf("plain %+v, post-stratified %+v", c.Abs, p)
	}
	// by hand: Σ w_h·d_h
	var sum, n [3][2]float64
	for _, u := range w.units {
		if !u.row.Crossover {
			sum[u.row.Seg[0]][u.row.Arm] += float64(u.row.Var[0])
			n[u.row.Seg[0]][u.row.Arm]++
		}
	}
	var want, all float64
	for h := range sum {
		k := n[h][0] + n[h][1]
		want += k * (sum[h][1]/n[h][1] - sum[h][0]/n[h][0])
		all += k
	}
	if want /= all; math.Abs(float64(p.Abs.Value)-want) > 1e-9 {
		t.Errorf("difference %v, by hand %v", p.Abs.Value, want)
	}
	if p.Abs.Value < 0 && !hasCaution(c.Cautions, "simpson") {
		t.Errorf("the sign turned without a word: %v", c.Cautions)
	}
	if c := metricOf(t, r, "acceptance_rate").Comparisons[0]; c.PostStratified != nil {
		t.Error("a ratio was post-stratified")
	}
	if c := metricOf(t, r, "converted").Comparisons[0]; c.PostStratified == nil ||
		spec.Role(metricOf(t, r, "converted").Role) != spec.Guardrail {
		t.Errorf("a proportion was not: %+v", c.Cautions)
	}
}
