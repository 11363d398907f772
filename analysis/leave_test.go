package analysis_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"uptake/analysis"
	"uptake/analysis/readout"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/study"
)

// comparable is a study in which everything there is to compare is compared.
func comparable(layout spec.Layout) *world {
	w := draw(31, 1400)
	w.exp.Layout = layout
	w.exp.Statistics.Sequential, w.exp.Statistics.MaxImmature = true, 1
	w.exp.Statistics.Also = []string{"mann_whitney", "bootstrap"}
	w.exp.Statistics.PostStratify = "platform"
	w.exp.Statistics.Looks, w.exp.Statistics.Spending = 2, spec.Pocock
	switch layout {
	case spec.Suggestions:
		w.exp.Metrics = w.exp.Metrics[:1]
		for i := range w.units {
			w.units[i].row.Var = nil
		}
	case spec.Units:
		w.exp.Metrics = w.exp.Metrics[1:]
		for i := range w.exp.Metrics {
			w.exp.Metrics[i].Window = 0
		}
	case spec.Events:
		w.exp.Statistics.CUPED = 14 * 24 * time.Hour
	}
	r := rand.New(rand.NewPCG(3, 3))
	vars := analysis.Needs(w.exp).Variables
	for i := range w.units {
		v := make([]int64, len(vars))
		copy(v, w.units[i].row.Var)
		for k := range vars {
			if vars[k].Covariate {
				v[k] = r.Int64N(9)
			}
		}
		w.units[i].row.Var = v
		for d := range w.units[i].days {
			w.units[i].days[d].v = append(w.units[i].days[d].v, make([]int64, max(0, len(vars)-4))...)
		}
	}
	return w
}

// shut are the ways in which a gate shuts: each fails one check at least.
var shut = []struct {
	check string
	how   func(w *world)
}{
	{"srm", func(w *world) {
		for i := range w.units {
			if i%4 == 1 {
				w.units[i].row.Arm = 0
			}
		}
	}},
	{"srm", func(w *world) { // an arm without a unit
		for i := range w.units {
			w.units[i].row.Arm = 0
		}
	}},
	{"srm_sequential", func(w *world) { // first one arm only, then the other alone
		slices.SortFunc(w.units, func(a, b person) int { return int(a.row.ExposedAt>>20 - b.row.ExposedAt>>20) })
		for i := range w.units {
			w.units[i].row.Arm = i / (len(w.units) / 2)
		}
	}},
	{"crossovers", func(w *world) {
		for i := range w.units {
			w.units[i].row.Crossover = i%10 < 2
		}
	}},
	{"zero_share", func(w *world) {
		w.arms = []string{"control", "treatment", "never"}
		w.exp.Arms = append(w.exp.Arms, spec.Arm{Name: "never"})
		for i := range w.units[:40] {
			w.units[i].row.Arm = 2
		}
	}},
	{"data_gaps", func(w *world) {
		l := study.Logged{Sources: []string{"events.csv"}, Days: map[spec.Day]study.DayRows{}}
		for d := day0; d <= spec.DayOf(w.to, time.UTC); d++ {
			if d != day0+4 {
				l.Days[d] = study.DayRows{Rows: 100, Units: study.ManyUnits}
			}
		}
		w.logged = []study.Logged{l}
	}},
}

// TestShutGatesLeakNothing: where a gate is shut, no number of a report compares
// two arms, and no state is settled, in any layout; where all are open there are some.
func TestShutGatesLeakNothing(t *testing.T) {
	open := map[string]bool{}
	for _, layout := range []spec.Layout{spec.Events, spec.Suggestions, spec.Units} {
		reports := func(w *world) map[string]any {
			out := map[string]any{"readout": w.analyze(t, 2, 2)}
			if layout != spec.Units {
				out["ignores"] = w.ignores(t, 2, 1)
			}
			return out
		}
		for _, r := range reports(comparable(layout)) {
			for k := range leaksOf(r) {
				open[k] = true
			}
		}
		for n, c := range shut {
			w := comparable(layout)
			c.how(w)
			for name, r := range reports(w) {
				what := fmt.Sprintf("%s of %s, %d %s", name, layout, n, c.check)
				for k, paths := range leaksOf(r) {
					t.Errorf("%s: %d defined numbers under %s, such as %s", what, len(paths), k, paths[0])
				}
				v := reflect.ValueOf(r).Elem()
				h, held := v.FieldByName("Health").Interface().(report.Health),
					v.FieldByName("Withheld").Interface().(*report.Withheld)
				if h.Status != "fail" || held == nil || !slices.Contains(held.Checks, c.check) ||
					!strings.HasSuffix(held.Reason, "so no lift is shown.") {
					t.Errorf("%s: status %s, withheld %+v", what, h.Status, held)
				}
				if x, ok := r.(*report.Report); ok {
					undefinedSaid(t, x)
					if x.Decision.Verdict != report.DoNotUse {
						t.Errorf("%s: %s", what, x.Decision.Verdict)
					}
				}
			}
		}
	}
	for _, k := range []string{"Comparison", "StepEffect", "FirstComparison", "Heterogeneity", "Novelty", "Moved",
		"Point", "Changed", "WindowGap", "WhoArm.P"} {
		if !open[k] {
			t.Errorf("nothing of %s is compared where all gates are open: %v", k, open)
		}
	}
}

// TestShutGatesOfSums: the same for stated sums.
func TestShutGatesOfSums(t *testing.T) {
	exp := experiment()
	exp.Layout, exp.Segments = spec.Summary, nil
	exp.Metrics = []spec.Metric{{Name: "tasks", Kind: spec.Mean, Role: spec.Primary}}
	for _, c := range []struct{ control, treatment, status string }{{"500", "510", "warn"}, {"500", "800", "fail"},
		{"500", "0", "fail"}} {
		mean := "2"
		in := &study.Summary{Read: 2, Rows: []study.SummaryRow{{Arm: "control", Metric: "tasks", N: c.control,
			Mean: mean, Var: "4"}, {Arm: "treatment", Metric: "tasks", N: c.treatment, Mean: mean, Var: "4"}}}
		in.Tally.Used = 2
		r, err := readout.AnalyzeSummary(context.Background(), exp, in, readout.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if found := leaksOf(r); r.Health.Status != c.status || (len(found) == 0) != (c.status == "fail") {
			t.Errorf("%s against %s: %s, %v", c.treatment, c.control, r.Health.Status, found)
		}
	}
}

// TestShutGateOfOneMetric: a metric whose values are missing in one arm more is not
// compared anywhere; the others are, and decide unless it is one that decides.
func TestShutGateOfOneMetric(t *testing.T) {
	for _, role := range []spec.Role{spec.Primary, spec.Secondary, spec.Guardrail} {
		w := comparable(spec.Units)
		w.exp.Metrics[0].Role, w.exp.Metrics[1].Role = role, spec.Primary
		for i := range w.units {
			u := &w.units[i].row
			u.Missing = make([]bool, len(u.Var))
			u.Missing[0] = u.Arm == 1 && i%5 == 1
		}
		r := w.analyze(t, 2, 2)
		undefinedSaid(t, r)
		compared := map[string]int{}
		for k, m := range r.Metrics {
			for _, paths := range leaksOf(&r.Metrics[k]) {
				compared[m.Name] += len(paths)
			}
		}
		for k := range r.Segments {
			for _, paths := range leaksOf(&r.Segments[k]) {
				compared[r.Segments[k].Metric] += len(paths)
			}
		}
		for k := range r.Differences {
			compared[r.Differences[k].Metric]++
		}
		if compared["tasks"] != 0 || compared["spend_per_task"] == 0 || compared["converted"] == 0 {
			t.Errorf("%s: defined numbers %v", role, compared)
		}
		has(t, string(role), metricOf(t, r, "tasks").Comparisons[0].Cautions, "missing_by_arm")
		unfit := role != spec.Secondary
		if r.Withheld != nil || (r.Health.Status == "fail") != unfit ||
			(r.Decision.Verdict == report.DoNotUse) != unfit {
			t.Errorf("%s: health %s, verdict %s, withheld %v", role, r.Health.Status, r.Decision.Verdict, r.Withheld)
		}
	}
}
