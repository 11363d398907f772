package evals

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"uptake/analysis/report"
	"uptake/analysis/scored"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// level is so many items of one language: right in both versions, lost in v2, wrong in both.
type level struct {
	name              string
	right, lost, none int
}

func spokenBy(levels []level, metric spec.EvalMetric) *made {
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
				m.runs[len(m.runs)-1-k].Segments = []string{l.name}
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

// TestFairness: the gap, its interval and the ratio of a made case. Every item is its own cluster, so 100 items
// of CR3's error are worth 99²/100, three levels make three pairs, and Newcombe's interval of 90 and
// 60 % on these at z = 2.39398 is 0.15419 to 0.43144 (worked out apart from this program).
func TestFairness(t *testing.T) {
	m := spokenBy([]level{{"en", 90, 0, 10}, {"es", 60, 20, 20}, {"fr", 3, 0, 2}, {"de", 80, 0, 20}},
		spec.EvalMetric{Name: "correct", Role: spec.Primary})
	r := m.analyze(t)
	f := fairnessOf(t, r, "v2")
	if f.Best != "en" || f.Worst != "es" || f.Measured != 3 || f.Needed != 10 {
		t.Fatalf("best %q, worst %q, %d measured, %d needed", f.Best, f.Worst, f.Measured, f.Needed)
	}
	for name, x := range map[string][3]float64{"gap": {float64(f.Gap.Value), .3, 1e-12}, "lower": {float64(f.Gap.Lo),
		0.1541902522218644, 1e-12},
		"upper": {float64(f.Gap.Hi), 0.43143934388427185, 1e-12}, "ratio": {float64(f.Ratio), .6 / .9, 1e-12}} {
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
	if b := fairnessOf(t, r, "v1"); b.Best != "en" || b.Worst != "de" && b.Worst != "es" ||
		b.Levels[0].Abs.Value.Defined() {
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

// TestFairnessOfFailedRuns: runs of one level that fail in the version alone are no scores; read as the worst that
// there is they are a harm, which is said apart.
func TestFairnessOfFailedRuns(t *testing.T) {
	m := spokenBy([]level{{"en", 80, 0, 20}, {"es", 60, 20, 20}}, spec.EvalMetric{Name: "correct", Role: spec.Primary})
	for i := range m.runs {
		if r := &m.runs[i]; r.version == "v2" && r.Segments[0] == "es" && r.values[0] == 0 {
			r.Errored, r.values, r.states = true, []float64{math.NaN()}, []scored.State{scored.Absent}
		}
	}
	r := m.analyze(t)
	f := fairnessOf(t, r, "v2")
	if en := f.Levels[0]; en.Worse || en.WorseFailed {
		t.Errorf("en: %+v", en)
	}
	if es := f.Levels[1]; es.Worse || !es.WorseFailed || es.Failed != 40 || es.Abs.Value != 0 {
		t.Errorf("es: %+v", es)
	}
	if !hasCaution(r, "segment_worse_failed") || hasCaution(r, "segment_worse") {
		t.Errorf("cautions %v", r.Cautions)
	}
}

// TestFairnessOfNothing: levels that are alike show no gap, ratio or harm; without segments there is nothing.
func TestFairnessOfNothing(t *testing.T) {
	r := spokenBy([]level{{"en", 80, 5, 15}, {"es", 80, 5, 15}}, spec.EvalMetric{Name: "correct",
		Role: spec.Primary}).analyze(t)
	f := fairnessOf(t, r, "v2")
	if f.Gap.Value != 0 || f.Shown || f.Alert || f.Ratio != 1 || hasCaution(r, "segment_gap") ||
		hasCaution(r, "segment_worse") {
		t.Errorf("%+v %v", f, r.Cautions)
	}
	perfect := fairnessOf(t, spokenBy([]level{{"en", 40, 0, 0}, {"es", 40, 0, 0}},
		spec.EvalMetric{Name: "correct"}).analyze(t), "v2")
	// Wilson's 40 of 40: 0.9124
	if l := perfect.Levels[0].Value; !l.Bounded || l.Hi != 1 || float64(l.Lo) < .9 || float64(l.Lo) > .92 {
		t.Errorf("40 of 40 are %+v", l)
	}
	if perfect.Gap.Value != 0 || perfect.Shown {
		t.Errorf("a gap where there is none: %+v", perfect.Gap)
	}
	apart := fairnessOf(t, spokenBy([]level{{"en", 40, 0, 0}, {"es", 0, 40, 0}},
		spec.EvalMetric{Name: "correct"}).analyze(t), "v2")
	if l := apart.Levels[1]; !apart.Shown || apart.Gap.Value != 1 || !l.Worse || float64(l.PAdjusted) > 1e-11 {
		t.Errorf("everything lost in one level: %+v", apart)
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
	}{{spec.EvalMetric{Name: "correct", Margin: two}, 1, 149}, {spec.EvalMetric{Name: "correct", Margin: two,
		MinItems: 100}, 2, 100}, {spec.EvalMetric{Name: "correct"}, 2, 10}} {
		f := fairnessOf(t, spokenBy(levels, c.metric).analyze(t), "v2")
		if f.Measured != c.measured || f.Needed != c.needed {
			t.Errorf("%+v: %d measured, %d needed", c.metric, f.Measured, f.Needed)
		}
	}
	var ids []level
	for i := range 201 {
		ids = append(ids, level{fmt.Sprint("u", i), 1, 0, 0})
	}
	m := spokenBy(ids, spec.EvalMetric{Name: "correct"})
	if _, err := Analyze(t.Context(), &m.e, m.set(), Options{}); err == nil || !strings.Contains(err.Error(),
		"201 levels") {
		t.Errorf("%v", err)
	}
}

// TestFairnessCoverage: the levels' shares of users stand beside those of the items.
func TestFairnessCoverage(t *testing.T) {
	m := spokenBy([]level{{"en", 90, 0, 10}, {"es", 5, 0, 0}}, spec.EvalMetric{Name: "correct"})
	m.s.Users = []scored.Share{{Segment: "language", Category: "en", Share: 3}, {Segment: "language", Category: "es",
		Share: 1}}
	c := m.analyze(t).Coverage
	if len(c.Categories) != 0 || len(c.Segments) != 1 || len(c.Segments[0].Levels) != 2 {
		t.Fatalf("%+v", c)
	}
	if g := c.Segments[0].Levels[1]; g.Category != "es" || g.Population != .25 || g.Items != 5 || !g.Gap ||
		c.Segments[0].Levels[0].Gap {
		t.Errorf("%+v", c.Segments[0].Levels)
	}
}

// TestShippedDespite: a version that is better over all and worse for some goes out with a sentence that says so.
func TestShippedDespite(t *testing.T) {
	m := spokenBy([]level{{"en", 400, 0, 0}, {"es", 60, 20, 0}}, spec.EvalMetric{Name: "correct", Role: spec.Primary})
	for i := range m.runs { // v1 is wrong where v2 is right, in a quarter of the English items
		if r := &m.runs[i]; r.version == "v1" && r.Segments[0] == "en" && r.Item < "en-0100" {
			r.values[0] = 0
		}
	}
	d := m.analyze(t).Decision
	if d.Verdict != report.EvalShip || !strings.Contains(strings.Join(d.Reasons, " "),
		`correct is shown worse for language "es"`) {
		t.Errorf("%s: %q", d.Verdict, d.Reasons)
	}
}

// TestFairnessOfSharedClusters: with two levels in every cluster the error of a gap takes off what both have in
// common, and adds what moves them apart: the mean over clusters of the differences is compared as one.
func TestFairnessOfSharedClusters(t *testing.T) {
	for _, sign := range []float64{1, -1} {
		r := rand.New(rand.NewPCG(5, 6))
		var a, b levelValues
		var diffs []float64
		for c := range 40 {
			common := r.NormFloat64()
			x, y := common+.1*r.NormFloat64(), sign*common+.1*r.NormFloat64()
			a.values, a.cluster = append(a.values, x), append(a.cluster, int32(c))
			b.values, b.cluster = append(b.values, y), append(b.cluster, int32(c))
			diffs = append(diffs, x-y)
		}
		a.mean, b.mean = stats.MeanByCluster(a.values, a.cluster, 40), stats.MeanByCluster(b.values, b.cluster, 40)
		se, df, shared := contrast(a, b, 40)
		want := stats.MeanByCluster(diffs, a.cluster, 40)
		if math.Abs(se/want.SE-1) > 1e-12 || math.Abs(df-want.DF) > 1e-9 || !shared {
			t.Errorf("sign %g: error %g with %g degrees of freedom, want %g with %g", sign, se, df, want.SE, want.DF)
		}
	}
}

// TestLevelsNotSaid: items without a level are one of their own, runs of one item that name two count the
// lesser whatever their order, and that is said.
func TestLevelsNotSaid(t *testing.T) {
	m := spokenBy([]level{{"en", 40, 0, 0}, {"", 0, 40, 0}}, spec.EvalMetric{Name: "correct", Role: spec.Primary})
	for i := range m.runs {
		if r := &m.runs[i]; r.Item == "en-0003" && r.version == "v2" {
			r.Segments = []string{"zz"}
		}
	}
	out := m.analyze(t)
	f := fairnessOf(t, out, "v2")
	if len(f.Levels) != 2 || f.Levels[0].Level != "" || !f.Levels[0].Worse || f.Levels[1].Items != 40 {
		t.Errorf("levels are %+v", f.Levels)
	}
	if !hasCaution(out, "segment_differs") || !hasCaution(out, "segment_worse") {
		t.Errorf("cautions are %v", out.Cautions)
	}
}

// TestAlikeEverywhere: a change that is the same in every item has no spread, and is shown all the same.
func TestAlikeEverywhere(t *testing.T) {
	for _, c := range []struct {
		lost, won int
		verdict   report.EvalVerdict
	}{{100, 0, report.EvalRollBack}, {0, 100, report.EvalShip}, {0, 0, report.EvalCannotTell}} {
		m := newMade(spec.EvalMetric{Name: "correct", Role: spec.Primary})
		m.many("a", 100, c.lost, c.won)
		if d := m.analyze(t).Decision; d.Verdict != c.verdict {
			t.Errorf("%d lost, %d won: %s, %q", c.lost, c.won, d.Verdict, d.Reasons)
		}
	}
}

// TestGainTooSmall: a version that is shown to gain less than what matters goes out with that sentence.
func TestGainTooSmall(t *testing.T) {
	m := newMade(spec.EvalMetric{Name: "correct", Role: spec.Primary, Minimum: points(.2)})
	m.many("a", 400, 0, 40)
	d := m.analyze(t).Decision
	if d.Verdict != report.EvalShip || !strings.Contains(strings.Join(d.Reasons, " "), "less than the 20 points that "+
		"matter") {
		t.Errorf("%s: %q", d.Verdict, d.Reasons)
	}
}
