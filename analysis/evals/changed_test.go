package evals

import (
	"context"
	"strings"
	"testing"

	"uptake/analysis/report"
	"uptake/analysis/spec"
)

// TestChangedGates: readings are counted under the same rules, whatever else the file says; a rule that
// changes is named, also that its numbers had been seen, and stays named.
func TestChangedGates(t *testing.T) {
	read := func(margin float64, text, hash string, lost int, before *report.Evals) *report.Evals {
		t.Helper()
		m := newMade(spec.EvalMetric{Name: "correct", Role: spec.Primary, Margin: spec.Amount{Value: margin,
			Form: spec.Points, Text: text}})
		m.e.Hash = hash
		m.many("a", 200, lost, 10)
		r, err := Analyze(context.Background(), &m.e, m.set(), Options{Before: before})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	first := read(.02, "2pp", "one", 3, nil)
	if first.Readings != 1 || len(first.Changed) != 0 || len(first.GatesHash) != 64 {
		t.Errorf("first: %d readings, %v, %q", first.Readings, first.Changed, first.GatesHash)
	}
	again := read(.02, "2pp", "other comment", 3, first) // the same runs
	more := read(.02, "2pp", "other path", 4, again)     // other runs
	if again.Readings != 1 || more.Readings != 2 || len(more.Changed) != 0 || more.GatesHash != first.GatesHash {
		t.Errorf("%d and %d readings, changed %v", again.Readings, more.Readings, more.Changed)
	}
	loose := read(.05, "5pp", "one", 4, more) // the same runs, after their numbers were seen
	want := report.EvalChange{Key: "metrics.correct.margin", Was: "2pp", Is: "5pp", SameRuns: true}
	if loose.Readings != 1 || len(loose.Changed) != 1 || loose.Changed[0] != want || !hasCaution(loose,
		"gates_changed") {
		t.Errorf("%d readings, changed %+v", loose.Readings, loose.Changed)
	}
	for _, c := range loose.Cautions {
		if c.Code == "gates_changed" && !strings.Contains(c.Detail, "metrics.correct.margin is 5pp and was 2pp; the "+
			"runs are the same") {
			t.Errorf("it says %q", c.Detail)
		}
	}
	last := read(.05, "5pp", "one", 5, loose)
	if last.Readings != 2 || len(last.Changed) != 1 || last.Changed[0] != want || hasCaution(last, "gates_changed") {
		t.Errorf("%d readings, changed %+v", last.Readings, last.Changed)
	}
	back := read(.02, "2pp", "one", 6, last) // to and fro: the two readings from before still count
	if back.Readings != 3 || !hasCaution(back, "read_before") || !hasCaution(back, "gates_changed") {
		t.Errorf("back under the first gates: %d readings, %+v", back.Readings, back.Read)
	}
	seen := read(.02, "2pp", "one", 3, back) // data of the first reading once more
	if forth := read(.05, "5pp", "one", 5, seen); seen.Readings != 3 || forth.Readings != 2 {
		t.Errorf("data that were read: %d and %d readings, want 3 and 2", seen.Readings, forth.Readings)
	}
	parted := *more // of a program that did not list what was read
	parted.Read = nil
	if r := read(.02, "2pp", "one", 9, &parted); r.Readings != 3 {
		t.Errorf("after a result without a list: %d readings, want 3", r.Readings)
	}
	old := *first
	old.GatesHash, old.Rules, old.Read, old.ConfigHash = "", nil, nil, "one" // of an earlier program
	if r := read(.05, "5pp", "one", 4, &old); r.Readings != 2 || len(r.Changed) != 0 {
		t.Errorf("after an old result: %d readings, changed %v", r.Readings, r.Changed)
	}
}

// TestChanges: what is new, gone and other, by key.
func TestChanges(t *testing.T) {
	was := []report.EvalRule{{Key: "a", Value: "1"}, {Key: "b", Value: "2"}, {Key: "d", Value: "4"}}
	is := []report.EvalRule{{Key: "b", Value: "3"}, {Key: "c", Value: "5"}, {Key: "d", Value: "4"},
		{Key: "e", Value: "6"}}
	got := changes(was, is)
	want := changeList{{Key: "a", Was: "1"}, {Key: "b", Was: "2", Is: "3"}, {Key: "c", Is: "5"}, {Key: "e", Is: "6"}}
	if len(got) != len(want) {
		t.Fatalf("%+v", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%+v, want %+v", got[i], want[i])
		}
	}
	if s := got.said(); s != "since the last reading gates were changed: a was 1 and is not given, b is 3 and was 2, "+
		"c is 5 and was not given, 1 more" {
		t.Errorf("it says %q", s)
	}
}
