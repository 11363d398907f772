package analysis_test

import (
	"context"
	"math"
	"testing"
	"time"

	"uptake/analysis/plan"
	"uptake/analysis/readout"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// lookedAt is the readout of a world with 4 planned looks whose data end with
// the given day.
func lookedAt(t *testing.T, last spec.Day) *report.Report {
	t.Helper()
	w := draw(5, 3000)
	w.exp.Statistics.Sequential, w.exp.Statistics.Looks, w.exp.Statistics.Spending = true, 4, spec.Pocock
	w.exp.Statistics.MaxImmature = 1 // the drawn rows go on after the cut
	w.to = (last + 1).Start(time.UTC) - minute
	tables, demand := w.tables(t, 3)
	r, err := readout.Analyze(context.Background(), w.exp, demand, tables, readout.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestLookDays(t *testing.T) {
	e := &spec.Experiment{Start: day0, End: day0 + 13, Statistics: spec.Statistics{Looks: 4}}
	got := e.LookDays()
	for i, want := range []spec.Day{3, 6, 10, 13} {
		if got[i] != day0+want {
			t.Errorf("look %d is on %s, want %s", i+1, got[i], day0+want)
		}
	}
}

// TestPlannedLooks: the looks reached are those of the data, their boundaries
// those of the calculator's recursion at the printed information, and the last
// one's interval excludes zero exactly when its boundary is crossed.
func TestPlannedLooks(t *testing.T) {
	r := lookedAt(t, day0+16)
	if r.Looks == nil || r.Looks.Reached != 4 || r.Looks.Next != "" {
		t.Fatalf("looks %+v", r.Looks)
	}
	for _, m := range r.Metrics[:3] {
		l := m.Comparisons[0].Looks
		if l == nil || len(l.Looks) != 4 {
			t.Fatalf("%s has looks %+v", m.Name, l)
		}
		var information, spent []float64
		for _, k := range l.Looks {
			if k.Skipped != "" {
				t.Fatalf("%s skips look %d: %s", m.Name, k.Look, k.Skipped)
			}
			information, spent = append(information, float64(k.Information)),
				append(spent, stats.SpendPocock(0.025, float64(k.Share)))
		}
		want, err := stats.SpentBoundaries(information, spent)
		if err != nil {
			t.Fatal(err)
		}
		for i, k := range l.Looks {
			if math.Abs(float64(k.Boundary)-want[i]) > 1e-9 || k.Crossed != (math.Abs(float64(k.Z)) > want[i]) {
				t.Errorf("%s look %d: %+v, want a boundary of %v", m.Name, k.Look, k, want[i])
			}
		}
		last := l.Looks[3]
		if out := l.Abs.Lo > 0 || l.Abs.Hi < 0; out != last.Crossed || out != (float64(l.P) < 0.05) {
			t.Errorf("%s: interval %v, crossed %v, p %v", m.Name, l.Abs, last.Crossed, l.P)
		}
		if c := m.Comparisons[0]; !(l.Abs.Lo < c.Abs.Lo && l.Abs.Hi > c.Abs.Hi) || last.P != c.P {
			t.Errorf("%s: the last look's interval %v is not wider than the fixed %v, or of other data", m.Name, l.Abs,
				c.Abs)
		}
	}
}

// TestBetweenLooks: a readout between two looks decides by the data of the last
// one reached and says the same as one made on its day.
func TestBetweenLooks(t *testing.T) {
	on, between := lookedAt(t, day0+6), lookedAt(t, day0+8)
	if between.Looks.Reached != 2 || between.Looks.Next != (day0+10).String() {
		t.Fatalf("%+v", between.Looks)
	}
	for i, m := range between.Metrics[:2] {
		a, b := on.Metrics[i].Comparisons[0].Looks, m.Comparisons[0].Looks
		if a.Abs != b.Abs || a.State != b.State || len(a.Looks) != 2 || a.Looks[1] != b.Looks[1] {
			t.Errorf("%s on the day of look 2: %+v, two days later: %+v", m.Name, a, b)
		}
		if d := m.Comparisons[0].Decided(false); d.Abs != b.Abs {
			t.Errorf("%s is decided by %v, not by the look", m.Name, d.Abs)
		}
	}
	if before := lookedAt(t, day0+2); before.Looks.Reached != 0 || before.Decision.Verdict != report.KeepRunning ||
		before.Metrics[0].Comparisons[0].Looks.Abs.Lo.Defined() {
		t.Errorf("before the first look: %+v", before.Decision)
	}
}

// TestLooksInflation: looks cost units, Pocock's more than O'Brien and Fleming's.
func TestLooksInflation(t *testing.T) {
	e := &spec.Experiment{Start: day0, End: day0 + 27, Statistics: spec.Statistics{Looks: 4,
		Spending: spec.OBrienFleming}}
	few := plan.LooksInflation(e, 0.05, 0.8)
	e.Statistics.Spending = spec.Pocock
	many := plan.LooksInflation(e, 0.05, 0.8)
	if !(few > 1.005 && few < 1.03 && many > 1.12 && many < 1.25) {
		t.Errorf("O'Brien–Fleming %v, Pocock %v", few, many)
	}
	if one := plan.LooksInflation(&spec.Experiment{}, 0.05, 0.8); one != 1 {
		t.Errorf("without looks %v", one)
	}
}
