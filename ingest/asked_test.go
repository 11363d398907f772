package ingest_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"uptake/analysis/report"
)

// twice is an export with every kind of row, a tenth of whose rows are logged
// twice under one id, the copy with another value, time, tag or event.
func twice(ids bool) string {
	rng := rand.New(rand.NewPCG(11, 12))
	var b strings.Builder
	b.WriteString("id,ts,unit,event,variant,experiment,sid,value,tag,surface,note\n")
	n := 0
	row := func(ts int, unit, event, variant, experiment, sid string, value int, tag, surface string) {
		n++
		id := ""
		if ids {
			id = fmt.Sprintf("e%05d", n)
		}
		write := func(ts, value int, tag, event string) {
			fmt.Fprintf(&b, "%s,2026-04-%02dT%02d:%02d:00Z,%s,%s,%s,%s,%s,%d,%s,%s,n%d\n", id, 1+ts/1440, ts/60%24, ts%60, unit, event, variant, experiment, sid, value, tag, surface, rng.IntN(2))
		}
		write(ts, value, tag, event)
		if rng.IntN(10) == 0 {
			switch rng.IntN(5) {
			case 0:
				write(ts, value+5, tag, event)
			case 1:
				write(ts, value, "other", event)
			case 2:
				write(max(ts-30, 0), value+1, "other", event)
			case 3:
				write(ts, value, tag, "aside")
			case 4:
				write(ts, value, tag, event)
			}
		}
	}
	for u := range 240 {
		unit, arm := fmt.Sprintf("u%03d", u), []string{"a", "b"}[u%2]
		first := rng.IntN(5 * 1440)
		row(first, unit, "login", arm, "x", "", 0, "t0", "web")
		if rng.IntN(4) == 0 {
			row(first, unit, "login", arm, "x", "", 0, "t1", "app")
		}
		for k := range 6 {
			at := first + rng.IntN(4*1440)
			sid := fmt.Sprintf("%s-%d", unit, k)
			surface := []string{"web", "app", "mail"}[rng.IntN(3)]
			row(at, unit, "suggestion_shown", "", "", sid, 0, "", surface)
			if rng.IntN(3) > 0 {
				row(at+1, unit, "suggestion_accepted", "", "", sid, 0, "", surface)
			}
			row(at+2, unit, "buy", "", "", "", rng.IntN(50), []string{"t0", "t1", "t2"}[rng.IntN(3)], surface)
			row(at+3, unit, "aside", "", "", "", rng.IntN(50), "t0", surface)
		}
	}
	return b.String()
}

// asks are things an experiment file may ask for beside what is decided on.
var asks = map[string]string{
	"a metric of other rows of the event":      "metrics: - {name: extra, kind: mean, event: buy, where: [{column: tag, is: [other]}]}",
	"a metric of the rest of the event":        "metrics: - {name: extra, kind: mean, event: buy, where: [{column: tag, not: [other]}]}",
	"a metric of another event":                "metrics: - {name: extra, kind: mean, event: aside}",
	"a metric of another event's field":        "metrics: - {name: extra, kind: mean, event: aside, field: value, aggregate: sum}",
	"a metric of a field by its text":          "metrics: - {name: extra, kind: proportion, event: buy, where: [{column: note, is: [n1]}]}",
	"a metric of the event of exposures":       "metrics: - {name: extra, kind: mean, event: login}",
	"a metric of shown suggestions":            "metrics: - {name: extra, kind: mean, event: suggestion_shown, where: [{column: surface, is: [web]}]}",
	"a quantile over suggestions":              "metrics: - {name: extra, kind: quantile, quantile: 50%, of: value}",
	"a retention":                              "metrics: - {name: extra, kind: retention, event: buy, day: 1}",
	"a segment":                                "segments: [tag]",
	"a segment of a column that no rule names": "segments: [note]",
	"an attribute":                             "attributes: [note]",
}

// TestWhatIsAskedChangesNothingElse: a metric, segment or attribute more leaves
// every other number as it was, with and without event ids, arms and assignments.
func TestWhatIsAskedChangesNothingElse(t *testing.T) {
	const head = "experiment: x\nsources: [{path: export.csv}]\ncolumns: {event_id: id, suggestion_id: sid}\n"
	for name, c := range map[string]struct {
		export string
		lines  string
	}{
		"with ids":    {twice(true), "arms: [{name: a, control: true}, {name: b}]\nexposure: {event: [login]}\n"},
		"by row":      {twice(true), "duplicates: row\narms: [{name: a, control: true}, {name: b}]\nexposure: {event: [login]}\n"},
		"without ids": {twice(false), "arms: [{name: a, control: true}, {name: b}]\nexposure: {event: [login]}\n"},
		"one group":   {twice(true), ""},
	} {
		t.Run(name, func(t *testing.T) {
			parts := map[string]string{"segments": "surface", "attributes": "", "metrics": "  - {name: spend, kind: mean, event: buy, field: value, aggregate: sum, role: primary}\n  - {name: buys, kind: mean, event: buy}\n  - {name: acceptance_rate}\n"}
			file := func(ask string) string {
				key, what, _ := strings.Cut(ask, ": ")
				segments, attributes, metrics := parts["segments"], "", parts["metrics"]
				switch key {
				case "segments":
					segments += ", " + strings.Trim(what, "[]")
				case "attributes":
					attributes = strings.Trim(what, "[]")
				case "metrics":
					metrics += "  " + what + "\n"
				}
				return head + c.lines + "segments: [" + segments + "]\nattributes: [" + attributes + "]\nmetrics:\n" + metrics
			}
			want := told(t, readout(t, file(""), c.export))
			for what, ask := range asks {
				got := told(t, readout(t, file(ask), c.export))
				for k, v := range want {
					if got[k] != v {
						t.Errorf("%s changes %s:\n%s\nwithout it\n%s", what, k, got[k], v)
					}
				}
			}
		})
	}
}

// told is what a report says of things that were asked for without the rest:
// units, copies, and every number of the metrics and segments at the start.
func told(t *testing.T, r *report.Report) map[string]string {
	out := map[string]string{}
	put := func(name string, v any) {
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		out[name] = string(b)
	}
	put("arms", r.Arms)
	for _, n := range r.Rows.Notes {
		if n.Name != "duplicates_with_other_payload" || r.Rows.Dropped == nil {
			put("note "+n.Name, n)
		}
	}
	for i := range r.Metrics {
		m := r.Metrics[i]
		if m.Name == "extra" {
			continue
		}
		for k := range m.Comparisons {
			m.Comparisons[k].PAdjusted = 0 // it counts the metrics
		}
		put("metric "+m.Name, m)
	}
	for _, s := range r.Segments {
		if s.Dimension == "surface" && s.Metric != "extra" {
			for k := range s.Comparisons {
				s.Comparisons[k].PAdjusted = 0
			}
			put("segment "+s.Level+" of "+s.Metric, s.Comparisons)
		}
	}
	if r.Suggestions != nil {
		put("suggestions", r.Suggestions)
	}
	return out
}

// TestTheCopyThatStays: of copies of one event id the least by time, then by the
// tuple of columns stays: canonical ones in their order, numbers as numbers, then
// the export's others by name, missing first.
func TestTheCopyThatStays(t *testing.T) {
	const file = "experiment: x\nsources: [{path: export.csv}]\ncolumns: {event_id: id}\narms: [{name: a, control: true}, {name: b}]\n" +
		"metrics: [{name: spend, kind: mean, event: buy, field: %s, aggregate: sum, role: primary}]\n"
	const exposed = "e1,2026-04-01T10:00:00Z,u1,exposure,a,,,\ne2,2026-04-01T10:00:00Z,u2,exposure,b,,,\n"
	for _, c := range []struct {
		name, rows, field string
		want              report.Num
		differ            int64
	}{
		{"numbers compare as numbers", "e3,2026-04-01T11:00:00Z,u1,buy,,10,,\ne3,2026-04-01T11:00:00Z,u1,buy,,9,,\n", "value", 9, 1},
		{"the earlier stays whatever it says", "e3,2026-04-01T11:00:00Z,u1,buy,,10,,\ne3,2026-04-01T11:00:01Z,u1,buy,,9,,\n", "value", 10, 1},
		{"a missing number comes first", "e3,2026-04-01T11:00:00Z,u1,buy,,10,,\ne3,2026-04-01T11:00:00Z,u1,buy,,,,\n", "value", 0, 1},
		{"other columns compare as text, by name", "e3,2026-04-01T11:00:00Z,u1,buy,,,9,a\ne3,2026-04-01T11:00:00Z,u1,buy,,,10,b\n", "amount", 10, 1},
		{"a column that nobody asks for, earlier by name", "e3,2026-04-01T11:00:00Z,u1,buy,,,10,\ne3,2026-04-01T11:00:00Z,u1,buy,,,20,\n", "amount", 10, 1},
		{"equal copies", "e3,2026-04-01T11:00:00Z,u1,buy,,7,1,a\ne3,2026-04-01T11:00:00Z,u1,buy,,7.0,1,a\n", "value", 7, 0},
		{"copies that differ where nobody asks", "e3,2026-04-01T11:00:00Z,u1,buy,,7,1,a\ne3,2026-04-01T11:00:00Z,u1,buy,,7,1,b\n", "value", 7, 1},
		{"three copies of two payloads", "e3,2026-04-01T11:00:00Z,u1,buy,,7,1,b\ne3,2026-04-01T11:00:00Z,u1,buy,,7,1,a\ne3,2026-04-01T11:00:00Z,u1,buy,,7,1,b\n", "value", 7, 1},
		{"another event under the same id is no copy", "e3,2026-04-01T11:00:00Z,u1,view,,3,,\ne3,2026-04-01T11:00:00Z,u1,buy,,7,,\n", "value", 7, 0},
		{"another unit's row under the same id is no copy", "e3,2026-04-01T11:00:00Z,u2,buy,,3,,\ne3,2026-04-01T11:00:00Z,u1,buy,,7,,\n", "value", 7, 0},
	} {
		r := readout(t, fmt.Sprintf(file, c.field), "id,ts,unit,event,variant,value,amount,tag\n"+exposed+c.rows)
		var differ int64
		for _, n := range r.Rows.Notes {
			if n.Name == "duplicates_with_other_payload" {
				if differ = n.Count; n.Example == nil || n.Example.Value != "u1" {
					t.Errorf("%s: the example is %+v", c.name, n.Example)
				}
			}
		}
		if got := r.Metrics[0].Arms[0].Value; got != c.want || differ != c.differ {
			t.Errorf("%s: %v kept and %d differ, want %v and %d", c.name, got, differ, c.want, c.differ)
		}
	}
}
