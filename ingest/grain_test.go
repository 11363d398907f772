package ingest_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/ingest/format"
)

// equalTwice has, without any id, one row that is there twice, at times {1} and {2}.
var equalTwice = map[string]export{
	"events": {file: `
experiment: x
timezone: Asia/Kolkata
sources: [{path: e.FORMAT}]
arms: [{name: a, control: true}, {name: b}]
metrics: [{name: n, kind: mean, event: task, role: primary}]
`, tables: map[string]string{"e": `
ts,unit,event,variant
{1},1,exposure,a
{1},2,exposure,b
{2},1,task,
{2},1,task,
{2},2,task,
`}},
	"suggestions": {file: `
experiment: x
timezone: Asia/Kolkata
layout: suggestions
sources: [{path: e.FORMAT}]
arms: [{name: a, control: true}, {name: b}]
metrics: [{name: accepted_per_unit, role: primary}]
`, tables: map[string]string{"e": `
ts,unit,arm,outcome
{1},1,a,ignored
{1},2,b,ignored
{2},1,a,accepted
{2},1,a,accepted
{2},2,b,accepted
`}},
}

func (x export) at(first, second string) export {
	tables := maps.Clone(x.tables)
	for name, table := range tables {
		tables[name] = strings.NewReplacer("{1}", first, "{2}", second).Replace(table)
	}
	x.tables = tables
	return x
}

func cautionOf(r *report.Report, code string) string {
	for _, c := range r.Cautions {
		if c.Code == code {
			return c.Detail
		}
	}
	return ""
}

// TestEqualRowsAtCoarseTimes: rows equal in every column are copies where the
// times would tell two events apart, else events of their own, which is said.
func TestEqualRowsAtCoarseTimes(t *testing.T) {
	for layout, x := range equalTwice {
		for _, c := range []struct {
			first, second, times string
			rule                 spec.Duplicates
			kept                 bool
		}{
			{"2026-04-01", "2026-04-02", "whole days", "", true},
			{"2026-04-01", "2026-04-02", "whole days", spec.ByID, true},
			{"2026-04-01", "2026-04-02", "", spec.ByRow, false},
			{"2026-04-01", "2026-04-02", "", spec.Keep, true},
			{"2026-03-31T18:30:00Z", "2026-04-01T18:30:00Z", "whole days", "", true},
			{"2026-04-01T10:00:00Z", "2026-04-01T11:00:00Z", "whole hours", "", true},
			{"2026-04-01 00:00:00", "2026-04-01 00:30:00", "whole minutes", "", true},
			{"2026-04-01 00:30:00", "2026-04-02 00:00:00", "whole minutes", "", true},
			{"2026-04-01 00:00:00", "2026-04-01 03:00:00", "whole hours", "", true},
			{"2026-04-01 03:00:00", "2026-04-02 00:00:00", "whole hours", "", true},
			{"2026-04-01T10:00:00Z", "2026-04-01T11:07:00Z", "whole minutes", "", true},
			{"2026-04-01T10:00:00Z", "2026-04-01T11:00:01Z", "", "", false},
			{"2026-04-01T10:00:00Z", "2026-04-01T11:00:00.001Z", "", "", false},
			{"2026-04-01T10:00:00.5Z", "2026-04-02T00:00:00Z", "", "", false},
			{"1775037600000", "1775041200000", "whole hours", "", true},
		} {
			for _, as := range format.Formats() {
				t.Run(fmt.Sprint(layout, "/", as, "/", c.second, " ", c.rule), func(t *testing.T) {
					x := x.at(c.first, c.second)
					x.change = func(e *spec.Experiment) { e.Duplicates = c.rule }
					r, err := x.run(t, as)
					if err != nil {
						t.Fatal(err)
					}
					want, aside := report.Num(1), int64(1)
					if c.kept {
						want, aside = 2, 0
					}
					if a := r.Metrics[0].Arms; a[0].Value != want || a[1].Value != 1 ||
						dropped(r)["duplicate"] != aside {
						t.Errorf("%v and %v, dropped %v", a[0].Value, a[1].Value, dropped(r))
					}
					said := cautionOf(r, "no_event_id")
					if c.times != "" {
						name := strings.Replace(as, "ipc-stream", "arrows", 1)
						if said != "The export has no event id; the times of e."+name+" are "+c.times+", so rows "+
							"that equal another (1) count as rows of their own; duplicates: row takes them as copies." {
							t.Error(said)
						}
					} else if strings.Contains(said, "whole") {
						t.Error(said)
					}
				})
			}
		}
	}
}

// TestEqualRowsBySource: a source of whole days does not make copies of another,
// whose times are fine, events; and rows without a time are told apart by nothing.
func TestEqualRowsBySource(t *testing.T) {
	x := equalTwice["events"].at("2026-04-01T10:00:01Z", "2026-04-01T11:00:01Z")
	x.file = strings.Replace(x.file, "{path: e.FORMAT}", "{path: e.FORMAT}, {path: f.FORMAT}", 1)
	x.tables["f"] = "ts,unit,event\n2026-04-02,1,task\n2026-04-02,1,task\n2026-04-02,1,task\n"
	r, err := x.run(t, "csv")
	if err != nil {
		t.Fatal(err)
	}
	if a := r.Metrics[0].Arms; a[0].Value != 4 || dropped(r)["duplicate"] != 1 {
		t.Errorf("%v, dropped %v", a[0].Value, dropped(r))
	}
	if said := cautionOf(r, "no_event_id"); said != "The export has no event id; the times of f.csv are whole days, "+
		"so rows that equal another (2) count as rows of their own; duplicates: row takes them as copies; elsewhere "+
		"only rows equal in every column count as duplicates; 1 did." {
		t.Error(said)
	}
	y := equalTwice["suggestions"]
	y.tables = map[string]string{"e": "unit,arm,outcome\n1,a,accepted\n1,a,accepted\n2,b,accepted\n"}
	if r, err = y.run(t, "csv"); err != nil {
		t.Fatal(err)
	}
	if a := r.Metrics[0].Arms; a[0].Value != 2 || a[1].Value != 1 {
		t.Errorf("%v and %v without times", a[0].Value, a[1].Value)
	}
	if said := cautionOf(r, "no_event_id"); !strings.Contains(said, "the rows of e.csv have no time, so rows that "+
		"equal another (1) count as rows of their own") {
		t.Error(said)
	}
}

// TestEventIDOffered: a column that looks like an event's id is offered by name.
func TestEventIDOffered(t *testing.T) {
	for name, want := range map[string]string{"messageId": "messageId", "message_id": "message_id",
		"$insert_id": "$insert_id", "insert_id": "insert_id", "uuid": "uuid",
		"event_uuid": "event_uuid", "Event ID": "Event ID", "eventId": "eventId", "note": "", "guid": ""} {
		x := equalTwice["events"].at("2026-04-01T10:00:01Z", "2026-04-01T11:00:01Z")
		lines := strings.Split(strings.TrimSpace(x.tables["e"]), "\n")
		for i, line := range lines {
			lines[i] = fmt.Sprint(line, ",m", i)
		}
		lines[0] = strings.Replace(lines[0], "m0", name, 1)
		x.tables["e"] = strings.Join(lines, "\n")
		for _, as := range format.Formats() {
			r, err := x.run(t, as)
			if err != nil {
				t.Fatal(err)
			}
			said := cautionOf(r, "no_event_id")
			if want != "" && !strings.HasPrefix(said, fmt.Sprintf("No event id is bound, but the column %q looks "+
				"like one: with columns: {event_id: %q} an event", want, want)) ||
				want == "" && !strings.HasPrefix(said, "The export has no event id; ") {
				t.Errorf("%s, %s: %s", name, as, said)
			}
		}
	}
}
