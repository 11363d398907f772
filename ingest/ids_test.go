package ingest_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"uptake/ingest/format"
)

// byIDs are the layouts with ids in the place of {1} to {4}: 1 and 2 in arm a,
// 3 and 4 in arm b, of whom 1 and 3 do something.
var byIDs = map[string]export{
	"events": {file: `
experiment: x
sources: [{path: e.FORMAT}, {path: f.FORMAT}]
columns: {event_id: id}
arms: [{name: a, control: true}, {name: b}]
metrics: [{name: n, kind: mean, event: task, role: primary}]
`, tables: map[string]string{"e": `
id:TYPE,ts,unit:TYPE,event,variant
,2026-04-01T10:00:00Z,{1},exposure,a
,2026-04-01T10:00:00Z,{2},exposure,a
,2026-04-01T10:00:00Z,{3},exposure,b
,2026-04-01T10:00:00Z,{4},exposure,b
{1},2026-04-01T11:00:00Z,{1},task,
`, "f": `
id,ts,unit,event
1000,2026-04-01T11:00:00Z,1000,task
1002,2026-04-01T11:00:00Z,1002,task
`}},
	"assignments": {file: `
experiment: x
sources: [{path: f.FORMAT}]
assignments: {path: e.FORMAT}
arms: [{name: a, control: true}, {name: b}]
metrics: [{name: n, kind: mean, event: task, role: primary}]
`, tables: map[string]string{"e": `
unit:TYPE,arm
{1},a
{2},a
{3},b
{4},b
`, "f": `
ts,unit,event
2026-04-01T11:00:00Z,1000,task
2026-04-01T11:00:00Z,1002,task
`}},
	"suggestions": {file: `
experiment: x
layout: suggestions
sources: [{path: e.FORMAT}, {path: f.FORMAT}]
arms: [{name: a, control: true}, {name: b}]
metrics: [{name: accepted_per_unit, role: primary}]
`, tables: map[string]string{"e": `
unit:TYPE,arm,suggestion_id,outcome
{1},a,1,ignored
{2},a,2,ignored
{3},b,3,ignored
{4},b,4,ignored
`, "f": `
unit,arm,suggestion_id,outcome
1000,a,5,accepted
1002,b,6,accepted
1002,b,6.0,accepted
`}},
	"labels": {file: `
experiment: x
layout: suggestions
sources: [{path: f.FORMAT}]
labels: {path: e.FORMAT}
arms: [{name: a, control: true}, {name: b}]
metrics: [{name: q, kind: graded, role: primary, grades: [{name: bad, cost: 1}, {name: good, cost: 0}]}]
`, tables: map[string]string{"e": `
suggestion_id:TYPE,grade
{1},bad
{2},good
{3},bad
{4},good
`, "f": `
unit,arm,suggestion_id,outcome
1,a,1000,accepted
2,a,1001,accepted
3,b,1002,accepted
4,b,1003,accepted
`}},
}

// with puts ids into the export.
func (x export) with(kind string, id [4]string) export {
	tables := maps.Clone(x.tables)
	for name, table := range tables {
		for i, v := range id {
			table = strings.ReplaceAll(table, fmt.Sprintf("{%d}", i+1), v)
		}
		if kind == "" {
			table = strings.ReplaceAll(table, ":TYPE", "")
		}
		tables[name] = strings.ReplaceAll(table, "TYPE", kind)
	}
	x.tables = tables
	return x
}

// TestIDsMeet: the text 1000.0, the numbers 1000 and the text 1000 are one id,
// between sources of any format and in every layout.
func TestIDsMeet(t *testing.T) {
	for layout, x := range byIDs {
		hash := ""
		for _, as := range format.Formats() {
			for kind, id := range map[string][4]string{"": {"1000.0", "1001.0", "1002.0", "1003.0"},
				"int64":   {"1000", "1001", "1002", "1003"},
				"float64": {"1000", "1001", "1002", "1003"}, "float32": {"1000", "1001", "1002", "1003"}} {
				t.Run(layout+"/"+as+"/"+kind, func(t *testing.T) {
					r, err := x.with(kind, id).run(t, as)
					if err != nil {
						t.Fatal(err)
					}
					if a := r.Arms; a[0].Units != 2 || a[1].Units != 2 {
						t.Errorf("%d and %d units, want two each", a[0].Units, a[1].Units)
					}
					if a := r.Metrics[0].Arms; a[0].Value != 0.5 || a[1].Value != 0.5 {
						t.Errorf("%v and %v, want 0.5 in both arms; dropped %v", a[0].Value, a[1].Value, r.Rows.Dropped)
					}
					if hash == "" {
						hash = string(r.InputHash)
					}
					if string(r.InputHash) != hash {
						t.Errorf("the rows hash to %s, elsewhere to %s", r.InputHash, hash)
					}
				})
			}
		}
	}
}

// TestIDsThatLostDigits: ids from floating-point numbers that no longer tell
// neighbours apart, and ids with an exponent, are refused by column.
func TestIDsThatLostDigits(t *testing.T) {
	for layout, x := range byIDs {
		for _, as := range format.Formats() {
			for kind, id := range map[string][4]string{"": {"1000", "1.7976e+20", "1002", "1003"},
				"float64": {"1000", "9007199254740994", "1002", "1003"}, "float32": {"1000", "16777218", "1002",
					"1003"}} {
				if kind != "" && as != "parquet" && !strings.HasPrefix(as, "ipc") {
					continue // text holds the number's digits: that they went through a float is not written
				}
				t.Run(layout+"/"+as+"/"+kind, func(t *testing.T) {
					_, err := x.with(kind, id).run(t, as)
					if err == nil {
						t.Fatal("the ids are taken")
					}
					for _, part := range []string{"e.", ", row 2: the ", id[1], "export the column as text or as a " +
						"64-bit integer"} {
						if !strings.Contains(err.Error(), part) {
							t.Errorf("%q is not in %v", part, err)
						}
					}
				})
			}
		}
	}
}

// TestNobody: words in the place of an id name nobody. Such rows are set aside
// and told by what they say and by arm, in every layout and format.
func TestNobody(t *testing.T) {
	words := [4]string{"1000", "undefined", "NA", "1002"}
	for layout, x := range byIDs {
		if layout == "labels" {
			continue
		}
		for _, as := range format.Formats() {
			t.Run(layout+"/"+as, func(t *testing.T) {
				r, err := x.with("", words).run(t, as)
				if err != nil {
					t.Fatal(err)
				}
				if got := dropped(r)["missing_unit"]; got != 2 || len(r.Rows.Dropped) > 2 {
					t.Errorf("%d rows name no unit, want 2; dropped %v", got, r.Rows.Dropped)
				}
				if a := r.Arms; a[0].Units != 1 || a[1].Units != 1 {
					t.Errorf("%d and %d units, want one each", a[0].Units, a[1].Units)
				}
				want := fmt.Sprintf(
					`2 of %d rows (%.2f%%) name no unit and are set aside; in its place stands "NA" in 1, "undefined" in 1. Rows among them that name an arm: a 1, b 1.`,
					r.Rows.Read, 200/float64(r.Rows.Read))
				for _, c := range r.Health.Checks {
					if c.Name == "missing_units" && c.Status == "warn" && c.Detail == want {
						return
					}
				}
				t.Errorf("no check says %q: %+v", want, r.Health.Checks)
			})
		}
	}
}

// TestIDsThatMeetNobody: a source of which not one row is of an exposed unit is
// named, with an id of either side.
func TestIDsThatMeetNobody(t *testing.T) {
	for _, as := range format.Formats() {
		ending := strings.Replace(as, "ipc-stream", "arrows", 1)
		for layout, want := range map[string]string{
			"events": fmt.Sprintf(
				`No unit of f.%s (such as "1000") is among the exposed units of e.%[1]s (such as "u-1"), so its rows that metrics need (2) are all set aside: are the ids of one kind?`, ending),
			"assignments": fmt.Sprintf(
				`No unit of f.%s (such as "1000") is among the exposed units of e.%[1]s (such as "u-1"), so its rows that metrics need (2) are all set aside: are the ids of one kind?`, ending),
		} {
			for _, ids := range [][4]string{{"u-1", "u-2", "u-3", "u-4"}, {"u-1", "1000.0", "u-3", "u-4"}} {
				r, err := byIDs[layout].with("", ids).run(t, as)
				if err != nil {
					t.Fatal(err)
				}
				said := ""
				for _, c := range r.Health.Checks {
					if c.Name == "strangers" {
						said = c.Status + ": " + c.Detail
					}
				}
				if meet := ids[1] == "1000.0"; meet && said != "" || !meet && said != "warn: "+want {
					t.Errorf("%s, %s: %q", layout, as, said)
				}
			}
		}
	}
}
