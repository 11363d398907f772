package evals

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"uptake/analysis/report"
	"uptake/analysis/scored"
	"uptake/analysis/spec"
)

// level is so many items of one language: right in both versions, lost in v2, wrong in both.
type level struct {
	name              string
	right, lost, none int
}

func spoken(levels []level, metric spec.EvalMetric) *made {
	m := newMade(metric)
	m.s.Segments = []string{"language"}
	for _, l := range levels {
		for i := range l.right + l.lost + l.none {
			was, is := 1., 1.
			if i >= l.right {
				is = 0
			}
			if i >= l.right+l.lost {
				was = 0
			}
			id := fmt.Sprintf("%s-%04d", l.name, i)
			m.run("v1", id, "", was)
			m.run("v2", id, "", is)
			for k := range 2 {
				m.s.Runs[len(m.s.Runs)-1-k].Segments = []string{l.name}
			}
		}
	}
	return m
}

func fairnessOf(t *testing.T, r *report.Evals, version string) report.EvalFairness {
	t.Helper()
	for _, f := range r.Fairness {
		if f.Version == version {
			return f
		}
	}
	t.Fatalf("nothing about %s in %v", version, r.Fairness)
	return report.EvalFairness{}
}

// TestFairness: the gap, its interval and the ratio of a made case, worked out by hand: every item is its
// own cluster, so CR3 is the variance of a mean times n/(n−1), and three levels make three pairs.
func TestFairness(t *testing.T) {
	m := spoken([]level{{"en", 90, 0, 10}, {"es", 60, 20, 20}, {"fr", 3, 0, 2}, {"de", 80, 0, 20}}, spec.EvalMetric{Name: "correct", Role: spec.Primary})
	r := m.analyze(t)
	f := fairnessOf(t, r, "v2")
	if f.Best != "en" || f.Worst != "es" || f.Measured != 3 || f.Needed != 10 {
		t.Fatalf("best %q, worst %q, %d measured, %d needed", f.Best, f.Worst, f.Measured, f.Needed)
	}
	variance := func(p, n float64) float64 { return p * (1 - p) / n * n / (n - 1) * n / (n - 1) } // Σ(x−p)²/(1−1/n)²/n²
	va, vb := variance(.9, 100), variance(.6, 100)
	df := (va + vb) * (va + vb) / (va*va/99 + vb*vb/99)
	if df < 164.09 || df > 164.1 {
		t.Fatalf("%g degrees of freedom", df)
	}
	const quantile = 2.4187713864786753 // Student's with 164.0959 degrees of freedom at 1 − 0.05/(3·2), by scipy
	h := quantile * math.Sqrt(va+vb)
	for name, x := range map[string][3]float64{"gap": {float64(f.Gap.Value), .3, 1e-12}, "lower": {float64(f.Gap.Lo), .3 - h, 1e-9},
		"upper": {float64(f.Gap.Hi), .3 + h, 1e-9}, "ratio": {float64(f.Ratio), .6 / .9, 1e-12}} {
		if math.Abs(x[0]-x[1]) > x[2] {
			t.Errorf("%s is %g, want %g", name, x[0], x[1])
		}
	}
	if !f.Shown || !f.Alert {
		t.Errorf("shown %v, alert %v", f.Shown, f.Alert)
	}
	for _, l := range f.Levels {
		if measured := l.Level != "fr"; l.Measured != measured {
			t.Errorf("%s: measured %v", l.Level, l.Measured)
		}
		if worse := l.Level == "es"; l.Worse != worse {
			t.Errorf("%s: shown worse %v, p %g", l.Level, l.Worse, l.PAdjusted)
		}
	}
	for _, code := range []string{"segment_worse", "segment_gap", "segment_not_measured"} {
		if !hasCaution(r, code) {
			t.Errorf("no caution %s in %v", code, r.Cautions)
		}
	}
	if b := fairnessOf(t, r, "v1"); b.Best != "en" || b.Worst != "de" && b.Worst != "es" || b.Levels[0].Abs.Value.Defined() {
		t.Errorf("of the baseline: %+v", b)
	}
}

func hasCaution(r *report.Evals, code string) bool {
	for _, c := range r.Cautions {
		if c.Code == code {
			return true
		}
	}
	return false
}

// TestFairnessOfNothing: levels that are alike show no gap, ratio or harm; without segments there is nothing.
func TestFairnessOfNothing(t *testing.T) {
	r := spoken([]level{{"en", 80, 5, 15}, {"es", 80, 5, 15}}, spec.EvalMetric{Name: "correct", Role: spec.Primary}).analyze(t)
	f := fairnessOf(t, r, "v2")
	if f.Gap.Value != 0 || f.Shown || f.Alert || f.Ratio != 1 || hasCaution(r, "segment_gap") || hasCaution(r, "segment_worse") {
		t.Errorf("%+v %v", f, r.Cautions)
	}
	perfect := fairnessOf(t, spoken([]level{{"en", 40, 0, 0}, {"es", 40, 0, 0}}, spec.EvalMetric{Name: "correct"}).analyze(t), "v2")
	if l := perfect.Levels[0].Value; !l.Bounded || l.Hi != 1 || float64(l.Lo) < .9 || float64(l.Lo) > .92 { // Wilson's 40 of 40: 0.9124
		t.Errorf("40 of 40 are %+v", l)
	}
	if perfect.Gap.Bounded || perfect.Shown {
		t.Errorf("a gap without spread: %+v", perfect.Gap)
	}
	plain := newMade(spec.EvalMetric{Name: "correct"})
	plain.many("a", 20, 1, 1)
	if r := plain.analyze(t); len(r.Fairness) != 0 {
		t.Errorf("%v", r.Fairness)
	}
}

// TestFairnessFloor: a level needs the items of its metric's margin, or as many as the metric says; a segment
// of ids is refused.
func TestFairnessFloor(t *testing.T) {
	levels := []level{{"en", 200, 0, 0}, {"es", 140, 0, 0}}
	two := points(.02)
	for _, c := range []struct {
		metric   spec.EvalMetric
		measured int
		needed   int64
	}{{spec.EvalMetric{Name: "correct", Margin: two}, 1, 149}, {spec.EvalMetric{Name: "correct", Margin: two, MinItems: 100}, 2, 100}, {spec.EvalMetric{Name: "correct"}, 2, 10}} {
		f := fairnessOf(t, spoken(levels, c.metric).analyze(t), "v2")
		if f.Measured != c.measured || f.Needed != c.needed {
			t.Errorf("%+v: %d measured, %d needed", c.metric, f.Measured, f.Needed)
		}
	}
	var ids []level
	for i := range 201 {
		ids = append(ids, level{fmt.Sprint("u", i), 1, 0, 0})
	}
	m := spoken(ids, spec.EvalMetric{Name: "correct"})
	if _, err := Analyze(t.Context(), &m.e, &m.s, Options{}); err == nil || !strings.Contains(err.Error(), "201 levels") {
		t.Errorf("%v", err)
	}
}

// TestFairnessCoverage: the levels' shares of users stand beside those of the items.
func TestFairnessCoverage(t *testing.T) {
	m := spoken([]level{{"en", 90, 0, 10}, {"es", 5, 0, 0}}, spec.EvalMetric{Name: "correct"})
	m.s.Users = []scored.Share{{Segment: "language", Category: "en", Share: 3}, {Segment: "language", Category: "es", Share: 1}}
	c := m.analyze(t).Coverage
	if len(c.Categories) != 0 || len(c.Segments) != 1 || len(c.Segments[0].Levels) != 2 {
		t.Fatalf("%+v", c)
	}
	if g := c.Segments[0].Levels[1]; g.Category != "es" || g.Population != .25 || g.Items != 5 || !g.Gap || c.Segments[0].Levels[0].Gap {
		t.Errorf("%+v", c.Segments[0].Levels)
	}
}

// TestShippedDespite: a version that is better over all and worse for some goes out with a sentence that says so.
func TestShippedDespite(t *testing.T) {
	m := spoken([]level{{"en", 400, 0, 0}, {"es", 60, 20, 0}}, spec.EvalMetric{Name: "correct", Role: spec.Primary})
	for i := range m.s.Runs { // v1 is wrong where v2 is right, in a quarter of the English items
		if r := &m.s.Runs[i]; r.Version == "v1" && r.Segments[0] == "en" && r.Item < "en-0100" {
			r.Values[0] = 0
		}
	}
	d := m.analyze(t).Decision
	if d.Verdict != report.EvalShip || !strings.Contains(strings.Join(d.Reasons, " "), `correct is shown worse for language "es"`) {
		t.Errorf("%s: %q", d.Verdict, d.Reasons)
	}
}
