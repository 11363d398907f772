package ingest_test

import (
	"testing"

	"uptake/analysis/report"
)

// TestUnitsTwice: in layout units a unit's second row is a duplicate in the
// same arm, whatever its values, and makes a crossover in another.
func TestUnitsTwice(t *testing.T) {
	r := readoutOf(t, `
experiment: x
layout: units
sources: [{path: export.csv}]
arms: [{name: a, control: true}, {name: b}]
metrics: [{name: v, kind: mean, role: primary}]
`, `unit,arm,v
1,a,1
1,a,1
2,a,5
2,a,5
3,b,7
4,a,100
4,b,200
4,b,300
5,b,8
`)
	if n := r.Arms; n[0].Units != 2 || n[1].Units != 2 {
		t.Fatalf("%d and %d units, want two each", n[0].Units, n[1].Units)
	}
	if a := r.Metrics[0].Arms; a[0].Value != 3 || a[1].Value != 7.5 {
		t.Errorf("means %v and %v, want 3 and 7.5", a[0].Value, a[1].Value)
	}
	dropped := map[string]int64{}
	for _, d := range r.Rows.Dropped {
		dropped[d.Reason] = d.Rows
	}
	if dropped["duplicate"] != 3 || dropped["crossover"] != 2 || r.Rows.Used != 4 {
		t.Errorf("%d rows used, dropped %v", r.Rows.Used, dropped)
	}
	if c := r.Metrics[0].Comparisons[0]; c.FirstSeen != nil {
		t.Error("the gate of crossovers leaves a first-seen alternative")
	}
}

// TestUnitsOfSeveralRows: where a unit's rows are kept, its numbers add up, and
// one that says yes makes it a unit that did, once.
func TestUnitsOfSeveralRows(t *testing.T) {
	for duplicates, want := range map[string]struct{ spend, bought report.Num }{"keep": {7, 1. / 2}, "row": {6, 1. / 2},
		"id": {2, 1. / 2}} {
		r := readoutOf(t, `
experiment: x
layout: units
sources: [{path: export.csv}]
arms: [{name: a, control: true}, {name: b}]
duplicates: `+duplicates+`
metrics: [{name: spend, kind: mean, role: primary}, {name: bought, kind: proportion}]
`, `unit,arm,spend,bought
1,a,2,yes
1,a,2,yes
1,a,4,1
1,a,6,yes
2,a,0,0
2,a,0,no
3,b,1,1
`)
		if s, b := r.Metrics[0].Arms[0], r.Metrics[1].Arms[0]; s.Value != want.spend || b.Value != want.bought ||
			b.Numerator != 1 {
			t.Errorf("%s: %v spent and %v bought, want %+v", duplicates, s.Value, b.Value, want)
		}
	}
}
