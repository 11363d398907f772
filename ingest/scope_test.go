package ingest_test

import (
	"maps"
	"strings"
	"testing"

	"uptake/analysis/spec"
	"uptake/ingest/format"
)

// scoped are the layouts with rows of another experiment, of users outside the
// test, and of two users in each arm that count.
var scoped = map[string]struct {
	export
	rows int64 // used
}{
	"events": {export{file: `
experiment: x
sources: [{path: e.FORMAT}]
arms: [{name: a, control: true}, {name: b}]
metrics: [{name: n, kind: mean, event: task, role: primary}]
`, tables: map[string]string{"e": `
ts,unit,event,experiment,variant
2026-04-01T10:00:00Z,1,exposure,x,a
2026-04-01T10:00:00Z,2,exposure,x,a
2026-04-01T10:00:00Z,3,exposure,x,b
2026-04-01T10:00:00Z,4,exposure,x,b
2026-04-01T10:00:00Z,1,exposure,y,b
2026-04-01T10:00:00Z,5,exposure,y,a
2026-04-01T10:00:00Z,6,exposure,x,off
2026-04-01T09:00:00Z,4,exposure,x,
2026-04-01T11:00:00Z,1,task,,
`}}, 5},
	"assignments": {export{file: `
experiment: x
sources: [{path: e.FORMAT}]
assignments: {path: a.FORMAT}
arms: [{name: a, control: true}, {name: b}]
metrics: [{name: n, kind: mean, event: task, role: primary}]
`, tables: map[string]string{"a": `
unit,experiment,arm
1,x,a
2,x,a
3,x,b
4,x,b
1,y,b
5,y,a
6,x,off
7,x,
`, "e": `
ts,unit,event
2026-04-01T11:00:00Z,1,task
`}}, 5},
	"suggestions": {export{file: `
experiment: x
layout: suggestions
sources: [{path: e.FORMAT}]
arms: [{name: a, control: true}, {name: b}]
metrics: [{name: acceptance_rate, role: primary}]
`, tables: map[string]string{"e": `
unit,experiment,arm,outcome
1,x,a,accepted
2,x,a,ignored
3,x,b,accepted
4,x,b,ignored
1,y,b,accepted
5,y,a,accepted
6,x,off,ignored
7,x,,ignored
`}}, 4},
	"units": {export{file: `
experiment: x
layout: units
sources: [{path: e.FORMAT}]
arms: [{name: a, control: true}, {name: b}]
metrics: [{name: n, kind: mean, role: primary}]
`, tables: map[string]string{"e": `
unit,experiment,arm,n
1,x,a,1
2,x,a,2
3,x,b,3
4,x,b,4
1,y,b,5
5,y,a,6
6,x,off,7
7,x,,8
`}}, 4},
	"summary": {export{file: `
experiment: x
layout: summary
sources: [{path: e.FORMAT}]
arms: [{name: a, control: true}, {name: b}]
metrics: [{name: n, kind: proportion, role: primary}]
`, tables: map[string]string{"e": `
experiment,arm,n,successes
x,a,2,1
x,b,2,1
y,b,9,1
y,a,9,1
x,off,9,1
x,,9,1
`}}, 2},
}

// TestScope: rows of another experiment and rows placed outside are set aside
// in every layout and format, and are never broken.
func TestScope(t *testing.T) {
	for layout, x := range scoped {
		for _, as := range format.Formats() {
			t.Run(layout+"/"+as, func(t *testing.T) {
				x := x
				x.change = func(e *spec.Experiment) {
					e.Exposure.Outside = []spec.Outside{{Column: "variant", Is: []string{"", "off"}}}
				}
				r, err := x.run(t, as)
				if err != nil {
					t.Fatal(err)
				}
				if got := dropped(r); !maps.Equal(got, map[string]int64{"other_experiment": 2, "outside": 2}) ||
					r.Rows.Used != x.rows {
					t.Errorf("%d rows used, dropped %v", r.Rows.Used, got)
				}
				if a := r.Arms; a[0].Units != 2 || a[1].Units != 2 {
					t.Errorf("%d and %d units, want two each", a[0].Units, a[1].Units)
				}
				for _, d := range r.Rows.Dropped {
					if d.Kind != "aside" {
						t.Errorf("%s is %s", d.Reason, d.Kind)
					}
				}
			})
		}
	}
}

// TestUnknownArms: without the key the run stops, lists the values found and
// gives the key that sets them aside.
func TestUnknownArms(t *testing.T) {
	for layout, x := range scoped {
		t.Run(layout, func(t *testing.T) {
			_, err := x.run(t, "csv")
			column := "arm"
			if layout == "events" {
				column = "variant"
			}
			want := `No declared arm is "" (1 row), "off" (1 row). Where these stand outside the test, exposure: {outside: {` + column + `: ["", "off"]}} sets their rows aside; where one is an arm, declare it under arms`
			if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "raise") {
				t.Errorf("the error is %v", err)
			}
			for _, name := range []string{"arm", "variant"} { // two names of one column
				x := x
				x.change = func(e *spec.Experiment) {
					e.Exposure.Outside = []spec.Outside{{Column: name, Is: []string{"off"}}}
				}
				if _, err := x.run(t, "csv"); err == nil || !strings.Contains(err.Error(), "exposure: {outside: {"+
					column+`: ["off", ""]}} sets`) {
					t.Errorf("with a part of them outside by %s the error is %v", name, err)
				}
			}
		})
	}
}

// TestOtherExperimentOnly: a column experiment that never has the id stops the run.
func TestOtherExperimentOnly(t *testing.T) {
	for layout, x := range scoped {
		t.Run(layout, func(t *testing.T) {
			x := x
			x.change = func(e *spec.Experiment) { e.ID = "z" }
			_, err := x.run(t, "parquet")
			if err == nil || !strings.Contains(err.Error(),
				`Only rows of the experiment "z" count; experiment must be its id as the export has it`) {
				t.Errorf("the error is %v", err)
			}
		})
	}
}

// TestSummaryApart: rows that state the same are told apart by name.
func TestSummaryApart(t *testing.T) {
	x := scoped["summary"]
	x.tables = map[string]string{"e": `
arm,device,day,n,successes
a,phone,1,2,1
b,phone,1,2,1
a,desk,1,3,1
`}
	for _, as := range format.Formats() {
		_, err := x.run(t, as)
		if err == nil || !strings.Contains(err.Error(),
			`row 3 repeats the metric n of arm "a", which row 1 gives already; the column "device" tells the two apart: keep one of its values with where: [{column: "device", is: [...]}]`) {
			t.Errorf("%s: the error is %v", as, err)
		}
	}
}

// TestArmSetAsideBefore: an arm whose rows are all set aside before it is read
// is not said to be missing from the export.
func TestArmSetAsideBefore(t *testing.T) {
	for table, want := range map[string]string{
		"unit,experiment,arm,n\n1,x,a,1\n2,y,b,2\n":                          `the declared arm "b" never occurs in a row that counts, where the export has "a" (1 row): of 2 rows read, other_experiment 1 (such as e.csv, row 2, "y"). Only rows of the experiment "x" count`,
		"unit,experiment,arm,n\n1,x,a,1\nNA,x,b,2\n":                         `the declared arm "b" never occurs in a row that counts, where the export has "a" (1 row): of 2 rows read, missing_unit 1 (such as e.csv, row 2, "NA"). The unit is read from the column "unit"; bind the one that names it in every row`,
		"unit,experiment,arm,n\n1,x,a,1\n2,x,B,2\n":                          `the declared arm "b" never occurs; the export has "B" (1 row), "a" (1 row). Write the arm's name exactly as the export does`,
		"unit,experiment,arm,n\n,x,a,1\n,x,b,2\n":                            `no row that counts names an arm: of 2 rows read, missing_unit 2 (such as e.csv, row 1, ""). The unit is read`,
		"unit,experiment,arm,n,ts\n1,x,a,1,2026-04-01\n2,x,b,2,2026-05-01\n": `the declared arm "b" never occurs in a row that counts, where the export has "a" (1 row): of 2 rows read, outside_dates 1`,
	} {
		x := scoped["units"]
		x.file = strings.Replace(x.file, "layout", "end: 2026-04-30\nlayout", 1)
		x.tables = map[string]string{"e": table}
		if _, err := x.run(t, "csv"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v\nwant\n%s", err, want)
		}
	}
}
