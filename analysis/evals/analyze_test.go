package evals

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"uptake/analysis/report"
	"uptake/analysis/scored"
	"uptake/analysis/spec"
)

// made is a small evaluation: items in categories, each with scores of both versions.
type made struct {
	e    spec.Evals
	s    scored.Set // but for its runs
	runs []madeRun
}

// madeRun is a run with its scores.
type madeRun struct {
	scored.Run
	version string
	values  []float64
	states  []scored.State
}

func newMade(metrics ...spec.EvalMetric) *made {
	m := &made{e: spec.Evals{Name: "made", File: "evals.yaml", Baseline: "v1", Alpha: .05, Metrics: metrics,
		Versions: []spec.EvalVersion{{Name: "v1"}, {Name: "v2"}}}}
	for _, x := range metrics {
		m.s.Metrics = append(m.s.Metrics, x.Name)
	}
	slices.Sort(m.s.Metrics)
	m.s.Versions = []scored.Version{{Name: "v1", Tool: "own"}, {Name: "v2", Tool: "own"}}
	return m
}

// run adds one run; a NaN is a missing score, an infinity a failed run.
func (m *made) run(version, item, category string, scores ...float64) {
	r := madeRun{version: version, values: scores, Run: scored.Run{
		About:  &scored.About{Item: item, Category: category, File: version + ".csv"},
		Repeat: 1, Line: int32(len(m.runs) + 1)}}
	for _, x := range m.runs {
		if x.version == version && x.Item == item {
			r.Repeat++
		}
	}
	copy(r.InputHash[:], item+"-----")
	for _, x := range scores {
		switch {
		case math.IsInf(x, 0):
			r.Errored = true
			r.states = append(r.states, scored.Absent)
		case math.IsNaN(x):
			r.states = append(r.states, scored.Missing)
		default:
			r.states = append(r.states, scored.Scored)
		}
	}
	m.runs = append(m.runs, r)
}

// set is the evaluation's runs as they are read.
func (m *made) set() *scored.Set {
	s := m.s
	s.Versions = slices.Clone(s.Versions)
	for i := range s.Versions {
		v := &s.Versions[i]
		for _, r := range m.runs {
			if r.version == v.Name {
				v.Add(r.Run, r.values, r.states)
			}
		}
		v.Sort()
	}
	return &s
}

// many adds n items of a category: of a 0/1 metric so many are only right in v1, only in v2, the rest in both.
func (m *made) many(category string, n, lost, won int, others ...float64) {
	for i := range n {
		was, is := 1., 1.
		switch {
		case i < lost:
			is = 0
		case i < lost+won:
			was = 0
		}
		id := fmt.Sprintf("%s-%04d", category, i)
		m.run("v1", id, category, append([]float64{was}, others...)...)
		m.run("v2", id, category, append([]float64{is}, others...)...)
	}
}

func (m *made) analyze(t *testing.T) *report.Evals {
	t.Helper()
	out, err := Analyze(context.Background(), &m.e, m.set(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func points(v float64) spec.Amount { return spec.Amount{Value: v, Form: spec.Points} }

// TestPairs: means over items, what is not paired and why, failed runs read both ways.
func TestPairs(t *testing.T) {
	m := newMade(spec.EvalMetric{Name: "correct", Role: spec.Primary})
	nan := math.NaN()
	for i := range 12 {
		id := fmt.Sprintf("q-%02d", i)
		m.run("v1", id, "a", 1)
		m.run("v1", id, "a", 0)
		m.run("v2", id, "a", 1)
	}
	m.run("v1", "only", "a", 1)
	m.run("v1", "failed", "a", 1)
	m.run("v2", "failed", "a", math.Inf(1))
	m.run("v1", "blank", "a", nan)
	m.run("v2", "blank", "a", 0)
	out := m.analyze(t)
	c := out.Metrics[0].Comparisons[0]
	if c.Paired != 12 || c.Abs.Value != .5 || c.BaselineOnPairs != .5 || c.ValueOnPairs != 1 {
		t.Errorf("%+v", c)
	}
	if got := fmt.Sprint(c.OnlyBaseline, c.OnlyVersion); got != "[{failed errored} {only not_run}] [{blank missing}]" {
		t.Errorf("unpaired: %s", got)
	}
	// with the failed run as 0 there are 13 pairs, one of them 0 − 1
	if want := (12*.5 - 1) / 13; math.Abs(float64(c.ErrorsAsWorst.Value)-want) > 1e-15 {
		t.Errorf("errors as worst %v, want %v", c.ErrorsAsWorst.Value, want)
	}
	v := out.Metrics[0].Versions
	if v[0].Items != 14 || v[0].Runs != 26 || v[0].Missing != 1 || math.Abs(float64(v[0].Value)-8./14) > 1e-15 ||
		v[1].Errored != 1 || math.Abs(float64(v[1].Value)-12./13) > 1e-15 {
		t.Errorf("versions %+v", v)
	}
	// 30 runs: 24 + 12 on pairs are used, one failed, one is empty, and only, failed and blank have no pair
	if got := fmt.Sprint(out.Ledger.Read, out.Ledger.Used); got != "41 36" {
		t.Errorf("ledger %s %+v", got, out.Ledger.Dropped)
	}
	left := int64(0)
	for _, d := range out.Ledger.Dropped {
		left += d.Rows
	}
	if out.Ledger.Read != out.Ledger.Used+left {
		t.Errorf("%d read, %d used, %d dropped", out.Ledger.Read, out.Ledger.Used, left)
	}
}

// TestTheSameFileTwice: nothing moves and nothing is shipped.
func TestTheSameFileTwice(t *testing.T) {
	m := newMade(spec.EvalMetric{Name: "correct", Role: spec.Primary, Margin: points(.02)})
	m.many("a", 200, 0, 0)
	out := m.analyze(t)
	c := out.Metrics[0].Comparisons[0]
	if c.Abs.Value != 0 || c.Better+c.Worse != 0 || out.Decision.Verdict == report.EvalShip {
		t.Errorf("%+v %+v", c, out.Decision)
	}
}

// TestOrder: rows in any order, and every item twice within its cluster, change no number.
func TestOrder(t *testing.T) {
	build := func() *made {
		m := newMade(spec.EvalMetric{Name: "clarity", Role: spec.Primary, Margin: spec.Amount{Value: .1,
			Form: spec.Absolute}})
		r := rand.New(rand.NewPCG(1, 2))
		for i := range 60 {
			for range 3 {
				m.run("v1", fmt.Sprint("q", i), fmt.Sprint("c", i%3), r.Float64())
				m.run("v2", fmt.Sprint("q", i), fmt.Sprint("c", i%3), r.Float64()+.1)
			}
		}
		for i := range m.runs {
			m.runs[i].Cluster = fmt.Sprint("doc-", m.runs[i].Item[:2])
		}
		return m
	}
	one := build()
	want, _ := json.Marshal(one.analyze(t))
	two := build()
	rand.New(rand.NewPCG(3, 4)).Shuffle(len(two.runs), func(i, j int) {
		two.runs[i], two.runs[j] = two.runs[j], two.runs[i]
	})
	if got, _ := json.Marshal(two.analyze(t)); string(got) != string(want) {
		t.Error("rows in another order give another result")
	}
	three := build()
	for _, x := range slices.Clone(three.runs) {
		about := *x.About
		about.Item += "-again"
		x.About = &about
		three.runs = append(three.runs, x)
	}
	a, b := one.analyze(t).Metrics[0].Comparisons[0], three.analyze(t).Metrics[0].Comparisons[0]
	for name, pair := range map[string][2]report.Num{"value": {a.Abs.Value, b.Abs.Value}, "se": {a.SE, b.SE},
		"df": {a.DF, b.DF}} {
		if math.Abs(float64(pair[0]-pair[1])) > 1e-12*math.Abs(float64(pair[0])) {
			t.Errorf("every item twice: %s %v, before %v", name, pair[1], pair[0])
		}
	}
}

// TestGradesOfFlips: an item that moved says the grades of its runs, which its mean cost does not tell.
func TestGradesOfFlips(t *testing.T) {
	m := newMade(spec.EvalMetric{Name: "outcome", Role: spec.Primary, Grades: []spec.EvalGrade{{Name: "works"},
		{Name: "mediocre", Cost: 1}, {Name: "invented", Cost: 5}}})
	for i := range 12 {
		m.run("v1", fmt.Sprint("q", i), "", 0)
		m.run("v2", fmt.Sprint("q", i), "", 0)
	}
	m.run("v1", "x", "", 0)
	m.run("v1", "x", "", 1)
	for range 2 {
		m.run("v2", "x", "", 2)
	}
	r := m.analyze(t)
	f := r.Flips[0]
	if !strings.Contains(r.Decision.Headline, ": the cost of outcome up 0.35 (") { // 4.5 of 13 items
		t.Errorf("the headline is %q", r.Decision.Headline)
	}
	if len(f.Examples) != 1 || f.Examples[0].Baseline != .5 || f.Examples[0].Value != 5 ||
		fmt.Sprint(f.Examples[0].BaselineGrades, f.Examples[0].Grades) != "[{works 1} {mediocre 1}] [{invented 2}]" {
		t.Errorf("%+v", f)
	}
}

// TestSameScores: one file under both names is said to be; versions that one item tells apart, and scores that are
// all the same, are not.
func TestSameScores(t *testing.T) {
	same := func(c report.Caution) bool { return c.Code == "same_scores" }
	for lost, want := range []bool{true, false} {
		m := newMade(spec.EvalMetric{Name: "correct", Role: spec.Primary})
		m.many("a", 20, lost, 0)
		for _, version := range []string{"v1", "v2"} {
			m.run(version, "wrong", "a", 0)
		}
		if said := slices.ContainsFunc(m.analyze(t).Cautions, same); said != want {
			t.Errorf("%d items lost: said %v", lost, said)
		}
	}
	m := newMade(spec.EvalMetric{Name: "correct", Role: spec.Primary})
	m.many("a", 20, 0, 0)
	if c := m.analyze(t).Cautions; slices.ContainsFunc(c, same) {
		t.Errorf("all right in both: %+v", c)
	}
}

// TestItemWeights: weights of items that differ are said not to be used; the same one for all is not.
func TestItemWeights(t *testing.T) {
	for _, c := range []struct {
		row, listed float64
		want        string
	}{{0, 0, ""}, {2, 0, ""}, {2, 2, ""}, {2, 0.5, "from 0.5 to 2"}} {
		m := newMade(spec.EvalMetric{Name: "correct", Role: spec.Primary})
		m.many("a", 20, 2, 0)
		for i := range m.runs {
			m.runs[i].Weight = c.row
		}
		m.s.Items = []scored.Item{{ID: m.runs[0].Item, Weight: c.listed}}
		said := ""
		for _, x := range m.analyze(t).Cautions {
			if x.Code == "item_weights" {
				said = x.Detail
			}
		}
		if (said == "") != (c.want == "") || !strings.Contains(said, c.want) {
			t.Errorf("weights %g and %g: %q", c.row, c.listed, said)
		}
	}
}

// TestLevel: a version's own value has its interval: of 80 right in 100 independent items, whose CR3 error makes them
// worth 99²/100 = 98.01, the quantiles .025 of Beta(78.408, 20.602) and .975 of Beta(79.408, 19.602), as SciPy 1.18.1
// gives them; of numbers Student's. Under ten items there is none.
func TestLevel(t *testing.T) {
	m := newMade(spec.EvalMetric{Name: "correct", Role: spec.Primary})
	m.many("a", 100, 20, 0)
	iv := m.analyze(t).Metrics[0].Versions[1].Level
	if math.Abs(float64(iv.Lo)-.7070982559779242) > 1e-12 || math.Abs(float64(iv.Hi)-.8740201181433507) > 1e-12 ||
		math.Abs(float64(iv.Value)-.8) > 1e-15 || !iv.Bounded {
		t.Errorf("80 of 100: %+v", iv)
	}
	few := newMade(spec.EvalMetric{Name: "correct", Role: spec.Primary})
	few.many("a", 9, 2, 0)
	if iv := few.analyze(t).Metrics[0].Versions[1].Level; iv.Bounded || math.Abs(float64(iv.Value)-7./9) > 1e-15 {
		t.Errorf("7 of 9: %+v", iv)
	}
	numbers := newMade(spec.EvalMetric{Name: "clarity", Role: spec.Primary})
	for i := range 10 {
		for _, version := range []string{"v1", "v2"} {
			numbers.run(version, fmt.Sprint("q", i), "", float64(i))
		}
	}
	// mean 4.5, squares 82.5, CR3 error √(82.5/9²), t(.975, 9) = 2.262157162798205
	half := 2.262157162798205 * math.Sqrt(82.5/81)
	if iv := numbers.analyze(t).Metrics[0].Versions[0].Level; math.Abs(float64(iv.Hi)-4.5-half) > 1e-12 {
		t.Errorf("0 to 9: %+v, want 4.5 ± %v", iv, half)
	}
}

// TestRefused: what cannot be compared is said, with what to bring.
// scaled is items whose scores are shares of 1 in v1, and times by in v2.
func scaled(by float64) *made {
	m := newMade(spec.EvalMetric{Name: "correct", Role: spec.Primary})
	for i := range 20 {
		share := []float64{.6, .75, .9}[i%3]
		m.run("v1", fmt.Sprint(i), "", share)
		m.run("v2", fmt.Sprint(i), "", by*share)
	}
	return m
}

// TestOneScale: what is worse by much, or says what it can be, is no other scale.
func TestOneScale(t *testing.T) {
	for _, by := range []float64{.2, 1, 2} {
		scaled(by).analyze(t)
	}
	m := scaled(100)
	m.e.Metrics[0].HasRange, m.e.Metrics[0].Range = true, [2]float64{0, 100}
	m.analyze(t)
	seconds := scaled(4)
	seconds.e.Metrics[0].Down = true // .6 to 2.4 is slower
	if c := seconds.analyze(t).Metrics[0].Comparisons[0]; c.Worse != 20 {
		t.Errorf("%d of 20 items are worse", c.Worse)
	}
}

func TestRefused(t *testing.T) {
	correct := spec.EvalMetric{Name: "correct", Role: spec.Primary}
	for _, c := range []struct {
		name, want string
		make       func() *made
	}{
		{"one version", "has one version", func() *made {
			m := newMade(correct)
			m.e.Versions = m.e.Versions[:1]
			return m
		}},
		{"no such baseline", `no version "v0"`, func() *made {
			m := newMade(correct)
			m.e.Baseline = "v0"
			return m
		}},
		{"no such score", `no run has a score "tone"`, func() *made {
			m := newMade(correct)
			m.many("a", 20, 0, 0)
			m.e.Metrics[0].Name = "tone"
			return m
		}},
		{"several filters", "several filters", func() *made {
			m := newMade(correct)
			m.s.Metrics = []string{"correct/loose", "correct/strict"}
			m.many("a", 20, 0, 0, 1)
			return m
		}},
		{"other items", "fewer than half", func() *made {
			m := newMade(correct)
			for i := range 20 {
				m.run("v1", fmt.Sprint("a", i), "", 1)
				m.run("v2", fmt.Sprint("b", i), "", 1)
			}
			return m
		}},
		{"ids as decimals", "the ids of v2 are written as decimals (0.0), those of v1 are not", func() *made {
			m := newMade(correct)
			for i := range 20 {
				m.run("v1", fmt.Sprint(i), "", 1)
				m.run("v2", fmt.Sprintf("%d.0", i), "", 1)
			}
			return m
		}},
		{"places after a reorder", "another input", func() *made {
			m := newMade(correct)
			m.many("a", 20, 0, 0)
			for i := range m.runs {
				if m.runs[i].version == "v2" {
					copy(m.runs[i].InputHash[:], fmt.Sprintf("%012d", i))
				}
			}
			return m
		}},
		{"too many empty", "more than 20%", func() *made {
			m := newMade(correct)
			m.many("a", 20, 0, 0)
			for i := range 10 {
				m.run("v2", fmt.Sprint("n", i), "", math.NaN())
			}
			return m
		}},
		{"out of range", "its range is 0 to 1", func() *made {
			m := newMade(correct)
			m.e.Metrics[0].Range, m.e.Metrics[0].HasRange = [2]float64{0, 1}, true
			m.many("a", 20, 0, 0)
			m.run("v1", "x", "", 7)
			return m
		}},
		{"two scorers under one name", "two scorers", func() *made {
			m := newMade(correct)
			m.many("a", 20, 3, 3)
			for i := range m.runs {
				if m.runs[i].version == "v2" && i%3 == 0 {
					m.runs[i].values[0] = .4
				}
			}
			return m
		}},
		{"a judge that guesses", "sum to less than 1.3", func() *made {
			m := newMade(correct)
			m.many("a", 20, 3, 3)
			m.e.Judge = spec.EvalJudge{Stated: true, Sensitivity: .6, Specificity: .5}
			return m
		}},
		{"points of 100 beside 0 and 1", `0 or 1 in "v1" and from 0 to 100 in "v2"`, func() *made {
			m := newMade(correct)
			m.many("a", 20, 3, 3)
			for i := range m.runs {
				if m.runs[i].version == "v2" {
					m.runs[i].values[0] *= 100
				}
			}
			return m
		}},
		{"points of 100 beside shares", "v1 go from 0.6 to 0.9 and those of v2 from 60 to 90: are they on two scales",
			func() *made { return scaled(100) }},
		{"points of 5 beside shares", "say what both can be with range: [0, 5]", func() *made { return scaled(5) }},
		{"a name in other letters", "v2 has no scored run of it, but of Correct-", func() *made {
			m := newMade(correct)
			m.s.Metrics = []string{"Correct-", "correct"}
			for i := range 20 {
				m.run("v1", fmt.Sprint(i), "", math.NaN(), 1)
				m.runs[len(m.runs)-1].states[0] = scored.Absent
				m.run("v2", fmt.Sprint(i), "", 1, math.NaN())
				m.runs[len(m.runs)-1].states[1] = scored.Absent
			}
			return m
		}},
		{"another judge", "another judge", func() *made {
			m := newMade(correct)
			m.many("a", 20, 3, 3)
			m.s.Versions[0].Judges, m.s.Versions[1].Judges = map[string]string{"correct": "a"},
				map[string]string{"correct": "b"}
			return m
		}},
	} {
		m := c.make()
		_, err := Analyze(context.Background(), &m.e, m.set(), Options{})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
}

// TestWhatBecameOfItems: every item is counted under what became of it in each version, those of the declared data
// set that no version ran among them; and they count as not compared.
func TestWhatBecameOfItems(t *testing.T) {
	m := newMade(spec.EvalMetric{Name: "correct", Role: spec.Primary})
	m.many("a", 20, 1, 2)
	m.run("v1", "failed", "", math.Inf(1))
	m.run("v2", "failed", "", 1)
	m.run("v1", "blank", "", math.NaN())
	m.run("v2", "blank", "", 0)
	m.run("v1", "only", "", 1)
	for _, id := range []string{"only", "nobody", "none"} {
		m.s.Items = append(m.s.Items, scored.Item{ID: id})
	}
	r := m.analyze(t)
	for v, want := range []report.EvalUnscored{{Errored: 1, Missing: 1, NotRun: 2}, {NotRun: 3}} {
		if got := r.Metrics[0].Versions[v].Unscored; got != want {
			t.Errorf("v%d: %+v, want %+v", v+1, got, want)
		}
	}
	if v := r.Versions[0]; v.NotRun != 2 || fmt.Sprint(v.NotRunOf) != "[nobody none]" {
		t.Errorf("v1 has not run %d: %v", v.NotRun, v.NotRunOf)
	}
	if v := r.Versions[1]; v.NotRun != 3 || fmt.Sprint(v.NotRunOf) != "[nobody none only]" {
		t.Errorf("v2 has not run %d: %v", v.NotRun, v.NotRunOf)
	}
	if c := r.Health.Checks[0]; c.Status != "warn" || !strings.HasPrefix(c.Detail, "20 of 25 items have a score") {
		t.Errorf("%s: %s", c.Status, c.Detail)
	}
}
