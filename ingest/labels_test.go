package ingest_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"uptake/analysis"
	"uptake/analysis/report"
	"uptake/ingest"
	"uptake/ingest/format"
)

// graded is an export of four shown suggestions, two an arm, and its labels.
func graded(labels string) export {
	return export{file: `
experiment: x
layout: suggestions
sources: [{path: e.FORMAT}]
labels: {path: l.FORMAT}
arms: [{name: a, control: true}, {name: b}]
metrics: [{name: q, kind: graded, role: primary, grades: [{name: bad, cost: 1}, {name: good, cost: 0}]}]
`, tables: map[string]string{"e": "unit,arm,suggestion_id,outcome\n1,a,11,accepted\n2,a,12,ignored\n3,b,13,accepted\n4,b,14,accepted\n", "l": "suggestion_id,grade\n" + labels}}
}

// TestLabelsThatGradeNothing: a label without a grade or a suggestion is missing,
// not broken, however many there are; a grade that is not declared is broken; and
// labels of other suggestions than the export's are said.
func TestLabelsThatGradeNothing(t *testing.T) {
	undefined := report.Undefined()
	for name, c := range map[string]struct {
		labels string
		a, b   report.Num // mean cost
		says   []string
		fails  string
	}{
		"all graded": {"11,bad\n12,good\n13,bad\n14,bad\n", 0.5, 1, nil, ""},
		"some not yet": {"11,bad\n12,\n13,good\n14,\n", 1, 0, []string{"2 of 4 labels have no grade and are left " +
			"out."}, ""},
		"none yet": {"11,\n12,\n", undefined, undefined, []string{"2 of 2 labels have no grade"}, ""},
		"of no suggestion": {"11,bad\n13,good\nNA,bad\nundefined,good\n", 1, 0,
			[]string{"2 of 4 labels have no suggestion id and are left out."}, ""},
		"of others": {"s-11,bad\ns-12,good\n", undefined, undefined,
			[]string{`No suggestion of the export has the id of a label of l.`,
				`(such as "s-11"), so none is graded: are the ids of one kind?`}, ""},
		"of some others": {"11,bad\n13,bad\ns-12,good\n", 1, 1, nil, ""},
		"not declared":   {"11,bad\n12,meh\n13,good\n", 0, 0, nil, `1 of 3 labels in l.`},
	} {
		for _, as := range format.Formats() {
			t.Run(name+"/"+as, func(t *testing.T) {
				r, err := graded(c.labels).run(t, as)
				if c.fails != "" {
					if err == nil || !strings.Contains(err.Error(), c.fails) || !strings.Contains(err.Error(),
						`suggestion "12" graded "meh"`) {
						t.Fatalf("%v, want %q", err, c.fails)
					}
					return
				}
				if err != nil {
					t.Fatal(err)
				}
				arms := r.Metrics[0].Arms
				if a, b := arms[0].Value, arms[1].Value; fmt.Sprint(a, b) != fmt.Sprint(c.a, c.b) {
					t.Errorf("%v and %v, want %v and %v", a, b, c.a, c.b)
				}
				var said []string
				for _, x := range r.Cautions {
					said = append(said, x.Detail)
				}
				all := strings.Join(said, "\n")
				for _, s := range c.says {
					if !strings.Contains(all, s) {
						t.Errorf("no caution says %q: %s", s, all)
					}
				}
				if c.says == nil && strings.Contains(all, "label") {
					t.Errorf("said of the labels: %s", all)
				}
			})
		}
	}
}

// TestLabelsAreShown: a look at the columns shows those of the labels, and not
// the export's own grade, which they stand in for.
func TestLabelsAreShown(t *testing.T) {
	x, dir := graded("11,bad\n12,good\n"), t.TempDir()
	for name, table := range x.tables {
		writeTable(t, filepath.Join(dir, name+".csv"), "csv", table)
	}
	e := loaded(t, dir, strings.ReplaceAll(x.file, "FORMAT", "csv"))
	list, err := ingest.Peek(context.Background(), e, analysis.Needs(e), ingest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, b := range list {
		if b.Found {
			got[b.File+" "+b.Name] = strings.Join(b.Values, " ")
		}
		if b.Name == "grade" && b.File != "l.csv" {
			t.Errorf("%s is said to be the grade", b.File)
		}
	}
	for name, want := range map[string]string{"e.csv suggestion_id": "11 12 13 14", "l.csv suggestion_id": "11 12",
		"l.csv grade": "bad good"} {
		if got[name] != want {
			t.Errorf("%s is %q, want %q", name, got[name], want)
		}
	}
}

// TestBrokenLabelOfEvents: in layout events a grade that is not declared is broken for
// the suggestion that has it, not for the one shown after it.
func TestBrokenLabelOfEvents(t *testing.T) {
	dir := t.TempDir()
	writeTable(t, filepath.Join(dir, "e.csv"), "csv", "ts,unit,event,variant,suggestion_id\n"+
		"2026-04-01T10:00:00Z,u1,exposure,a,\n2026-04-01T10:00:00Z,u2,exposure,b,\n"+
		"2026-04-01T10:00:01Z,u1,suggestion_shown,,s1\n2026-04-01T10:00:02Z,u1,suggestion_accepted,,s1\n2026-04-01T10"+
		":00:03Z,u2,suggestion_shown,,s2\n")
	writeTable(t, filepath.Join(dir, "l.csv"), "csv", "suggestion_id,grade\ns1,meh\ns2,good\n")
	e := loaded(t, dir, `
experiment: x
sources: [{path: e.csv}]
labels: {path: l.csv}
arms: [{name: a, control: true}, {name: b}]
max_bad_rows: 60%
metrics: [{name: q, kind: graded, role: primary, grades: [{name: bad, cost: 1}, {name: good, cost: 0}]}]
`)
	tables, err := ingest.Collect(context.Background(), e, analysis.Needs(e), ingest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var broken [2]int64
	for i := range tables.Parts {
		p, err := tables.Open(context.Background(), i)
		if err != nil {
			t.Fatal(err)
		}
		for _, byArm := range p.Tally.Values {
			for arm, v := range byArm {
				broken[arm] += v.Broken
			}
		}
		p.Release()
	}
	if broken != [2]int64{1, 0} {
		t.Errorf("broken grades by arm are %v; s1 of arm a has the one", broken)
	}
}
