package ingest_test

import (
	"context"
	"strings"
	"testing"

	"uptake/analysis"
	"uptake/analysis/readout"
	"uptake/ingest"
	"uptake/ingest/format"
	"uptake/ingest/source"
)

// TestCopiesOfOneText: copies whose whole rows are one text are copies without a second
// look at the file; all others are looked at, and counted where they differ.
func TestCopiesOfOneText(t *testing.T) {
	const head = "event_id,ts,unit,event,variant,note\n"
	const rows = "e1,2026-04-01T10:00:00Z,u1,exposure,a,\ne2,2026-04-01T10:00:00Z,u2,exposure,b,\n"
	const buy = "e3,2026-04-01T11:00:00Z,u1,buy,,x\n"
	const json = `{"event_id":"e1","ts":"2026-04-01T10:00:00Z","unit":"u1","event":"exposure","variant":"a"}
{"event_id":"e2","ts":"2026-04-01T10:00:00Z","unit":"u2","event":"exposure","variant":"b"}
`
	one := func(name string, parts ...string) map[string]string {
		return map[string]string{name: strings.Join(parts, "")}
	}
	const jsonBuy = `{"event_id":"e3","ts":"2026-04-01T11:00:00Z","unit":"u1","event":"buy","note":"x"}` + "\n"
	for _, c := range []struct {
		name           string
		files          map[string]string
		opened, differ int64
	}{
		{"csv", one("e.csv", head, rows, buy, buy, buy), 1, 0},
		{"csv with a broken row", one("e.csv", head, rows, buy, "what\n", buy), 1, 0},
		{"csv with quotes", one("e.csv", head, rows, "e0,2026-04-01T11:00:00Z,u2,buy,,\"a \\\"\n", buy, buy), 1, 0},
		{"csv of another note", one("e.csv", head, rows, buy, buy, strings.Replace(buy, ",x", ",y", 1)), 2, 1},
		{"csv of another text of one value", one("e.csv", head, rows, buy, strings.Replace(buy, "x", `"x"`, 1)), 2, 0},
		{"ndjson", one("e.ndjson", json, jsonBuy, jsonBuy), 1, 0},
		{"ndjson with a broken row", one("e.ndjson", json, jsonBuy, "{\n", jsonBuy), 1, 0},
		{"ndjson of another order", one("e.ndjson", json, jsonBuy, `{"note":"x",`,
			strings.Replace(jsonBuy[1:], `,"note":"x"`, "", 1)), 2, 0},
		{"ndjson of another note", one("e.ndjson", json, jsonBuy, strings.Replace(jsonBuy, `"x"`, `"y"`, 1)), 2, 1},
		{"two files of other columns", map[string]string{"e1.csv": head + rows + buy,
			"e2.csv": strings.Replace(head, "note", "other", 1) + buy}, 4, 1},
	} {
		path := "e.csv"
		for name := range c.files {
			if path = name; len(c.files) > 1 {
				path = "e*.csv"
			}
		}
		e := experimentOf(t, "experiment: x\nsources: [{path: \""+path+"\"}]\narms: [{name: a, control: true}, "+
			"{name: b}]\nmetrics: [{name: buys, kind: mean, event: buy, role: primary}]\nmax_bad_rows: 50%\n", c.files)
		opened := int64(0)
		open := func(_ source.File, in format.Input, ask []format.Column, o format.Options) (format.Reader, error) {
			opened++
			return format.Open(in, ask, o)
		}
		d := analysis.Needs(e)
		tables, err := ingest.Collect(context.Background(), e, d, ingest.Options{Open: open, Workers: 1})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		r, err := readout.Analyze(context.Background(), e, d, tables, readout.Options{})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		differ := int64(0)
		for _, n := range r.Rows.Notes {
			if n.Name == "duplicates_with_other_payload" {
				differ = n.Count
			}
		}
		if opened != c.opened || differ != c.differ || r.Metrics[0].Arms[0].Value != 1 {
			t.Errorf("%s: opened %d times, %d copies differ, %v bought; want %d, %d and 1",
				c.name, opened, differ, r.Metrics[0].Arms[0].Value, c.opened, c.differ)
		}
	}
}
