package nightly_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"uptake/analysis/report"
)

// twoFile is an experiment over events that name theirs, in one export or in its own.
func twoFile(id, export, more string) string {
	return "experiment: " + id + "\nstart: 2026-04-01\nend: 2026-04-14\nsources: [{path: data/" + export +
		".csv}]\narms: [{name: control, control: true}, {name: b}]\n" +
		"metrics: [{name: tasks, kind: mean, event: task, role: primary}]\n" + more
}

// twoRows are 400 users in two experiments at once; b of both together adds three tasks.
// Sticks makes the second follow the first for one user of two.
func twoRows(sticks bool, ids ...string) string {
	var b strings.Builder
	b.WriteString("ts,unit,event,experiment,variant\n")
	for i := range 400 {
		arms := []int{i % 2, i / 2 % 2}
		if sticks && i%16 < 8 {
			arms[1] = arms[0]
		}
		for k, id := range ids {
			fmt.Fprintf(&b, "2026-04-01T1%d:00:00Z,u%d,exposure,%s,%s\n", k, i, id, []string{"control", "b"}[arms[k%2]])
		}
		for range 1 + i%3 + 3*arms[0]*arms[1] {
			fmt.Fprintf(&b, "2026-04-14T12:00:00Z,u%d,task,,\n", i)
		}
	}
	return b.String()
}

// TestOverlap: of two experiments over the same users the index tells how many they share,
// whether they are assigned independently, and their interaction, whether they are read
// together, apart, or from exports of their own; readouts stay what they are.
func TestOverlap(t *testing.T) {
	for name, c := range map[string]struct {
		files  map[string]string
		same   bool
		sticks bool
		other  string // of the file of the second
	}{
		"read together": {map[string]string{"one": "e", "two": "e"}, true, false, ""},
		"read apart": {map[string]string{"one": "e", "two": "e"}, true, false, "window: 20d\nsegments: " +
			"[event]\n"},
		"exports of their own": {map[string]string{"one": "e", "two": "f"}, false, false, ""},
		"not independent":      {map[string]string{"one": "e", "two": "e"}, true, true, ""},
	} {
		t.Run(name, func(t *testing.T) {
			folder(t)
			write(t, "in/one.yaml", twoFile("one", c.files["one"], ""))
			write(t, "in/two.yaml", twoFile("two", c.files["two"], c.other))
			for _, e := range []string{"e", "f"} {
				write(t, "in/data/"+e+".csv", twoRows(c.sticks, "one", "two"))
			}
			if code, _, errs := night("in", "-o", "out"); code != 0 {
				t.Fatal(errs)
			}
			o := index(t, "out").Overlap
			if o == nil || len(o.Pairs) != 1 || o.Sharing != 1 || o.Experiments != 2 {
				t.Fatalf("%+v", o)
			}
			p := o.Pairs[0]
			if p.A != "one" || p.B != "two" || p.Shared != 400 || p.SameExport != c.same ||
				c.sticks != (p.Assignment.Q < 0.05) || o.Assignments.Found != map[bool]int{true: 1}[c.sticks] {
				t.Errorf("%+v", p)
			}
			if len(p.Interaction) != 2 {
				t.Fatalf("%+v", p)
			}
			for _, x := range p.Interaction {
				if !(math.Abs(float64(x.Difference.Value)-3) < 0.5) || !(x.Q < 0.001) || x.Metric != "tasks" ||
					x.Arm != "b" || x.WithArm != "b" {
					t.Errorf("%+v", x)
				}
			}
			sameAsReadout(t, "in/one.yaml", "out/one")
			page := read(t, "out/index.html")
			if !strings.Contains(page, "Experiments over the same units") {
				t.Error("the page does not tell it")
			}
		})
	}
}

// TestGradedOverlap: the cost per graded suggestion is a main metric like others. A quarter of each of the four groups
// sees an answer that costs 6, of those in both treatments all do: 6 − 1.5 − 1.5 + 1.5 = 4.5. Of a quantile, which is
// no value of each unit, it is said that there is none.
func TestGradedOverlap(t *testing.T) {
	folder(t)
	rows := "ts,unit,event,experiment,variant,suggestion_id,grade,latency_ms\n"
	for i := range 400 {
		for k, id := range []string{"one", "two"} {
			arm := []string{"control", "b"}[i>>k&1]
			rows += fmt.Sprintf("2026-04-01T1%d:00:00Z,u%d,exposure,%s,%s,,,\n", k, i, id, arm)
		}
		grade := "works"
		if i%16 < 4 || i%4 == 3 {
			grade = "hallucinated"
		}
		rows += fmt.Sprintf("2026-04-14T12:00:00Z,u%d,suggestion_shown,,,s%d,%s,%d\n", i, i, grade, 100+i)
	}
	write(t, "in/data/e.csv", rows)
	for _, id := range []string{"one", "two"} {
		write(t, "in/"+id+".yaml", strings.Replace(twoFile(id, "e", ""), "{name: tasks, kind: mean, event: task, ",
			"{name: p95, kind: quantile, quantile: 95%, of: latency_ms, role: primary}, "+
				"{name: quality, kind: graded, grades: [{name: works, cost: 0}, {name: hallucinated, cost: 6}], ", 1))
	}
	if code, _, errs := night("in", "-o", "out"); code != 0 {
		t.Fatal(errs)
	}
	list := index(t, "out").Overlap.Pairs[0].Interaction
	if len(list) != 4 {
		t.Fatalf("%+v", list)
	}
	for i, x := range list {
		if i%2 == 0 && (x.Metric != "p95" || x.Why != "a quantile is not made of a value of each unit" ||
			x.Difference.Value.Defined() || fmt.Sprint(x.Cells) != "[100 100 100 100]") {
			t.Errorf("%+v", x)
		}
		if i%2 == 1 && (x.Metric != "quality" || !(math.Abs(float64(x.Difference.Value)-4.5) < 1e-9)) {
			t.Errorf("%+v", x)
		}
	}
}

// TestNoOverlap: where nobody is in two experiments that is said, one that failed is named,
// numbers that are closed are in no interaction, and one experiment alone has none to tell.
func TestNoOverlap(t *testing.T) {
	folder(t)
	write(t, "in/one.yaml", twoFile("one", "e", ""))
	write(t, "in/two.yaml", twoFile("two", "f", ""))
	write(t, "in/gone.yaml", twoFile("gone", "no such file", ""))
	write(t, "in/data/e.csv", twoRows(false, "one"))
	write(t, "in/data/f.csv", strings.ReplaceAll(twoRows(false, "two"), "Z,u", "Z,v"))
	if code, _, errs := night("in", "-o", "out"); code != 4 {
		t.Fatal(errs)
	}
	if o := index(t, "out").Overlap; o == nil || o.Sharing != 0 || len(o.Pairs) != 0 ||
		fmt.Sprint(o.Without) != "[gone]" {
		t.Errorf("%+v", o)
	}
	write(t, "in/two.yaml", twoFile("two", "e", "embargo: 14d\n"))
	write(t, "in/data/e.csv", strings.ReplaceAll(twoRows(false, "one", "two"), "2026-04-14", "2026-04-03"))
	night("in", "-o", "out")
	if o := index(t, "out").Overlap; o == nil || len(o.Pairs) != 1 || len(o.Pairs[0].Interaction) != 1 ||
		o.Pairs[0].Interaction[0].Of != "one" {
		t.Errorf("%+v", o)
	}
	night("in/one.yaml", "-o", "alone")
	var x report.Index
	if x = index(t, "alone"); x.Overlap != nil {
		t.Errorf("%+v", x.Overlap)
	}
}
