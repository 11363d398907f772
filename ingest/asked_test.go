package ingest_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/config"
)

// twice is an export of a layout with every kind of row, of which a tenth are
// logged twice under one id, the copy with another value, time, tag or event.
func twice(layout string, ids bool) string {
	rng := rand.New(rand.NewPCG(11, 12))
	var b strings.Builder
	b.WriteString(
		"id,ts,unit,event,variant,sid,value,tag,surface,note,plan,is_employee,app_version,platform,language,model,lat" +
			"ency_ms,grade,outcome,spend,orders\n")
	n := 0
	one := func(words ...string) string { return words[rng.IntN(len(words))] }
	row := func(ts int, unit, event, variant, sid, tag, surface string) {
		n++
		id := ""
		if ids {
			id = fmt.Sprintf("e%05d", n)
		}
		outcome, spend := one("accepted", "ignored"), rng.IntN(50)
		rest := fmt.Sprintf("%s,%s,%d,%s,%s,%s,%d,%s", one("pro", "free"), one("true", "false"), rng.IntN(30),
			one("web", "ios"), one("de", "en"), one("m1", "m2"), rng.IntN(900), one("works", "wrong"))
		write := func(ts, value int, tag, event, outcome string) {
			fmt.Fprintf(&b, "%s,2026-04-%02dT%02d:%02d:00Z,%s,%s,%s,%s,%d,%s,%s,n%d,%s,%s,%d,%d\n", id, 1+ts/1440,
				ts/60%24, ts%60, unit, event, variant, sid, value, tag, surface, rng.IntN(2), rest, outcome, value,
				1+value%3)
		}
		write(ts, spend, tag, event, outcome)
		if rng.IntN(10) > 0 {
			return
		}
		switch rng.IntN(6) {
		case 0:
			write(ts, spend+5, tag, event, outcome)
		case 1:
			write(ts, spend, "other", event, outcome)
		case 2:
			write(max(ts-30, 0), spend+1, "other", event, outcome)
		case 3:
			write(ts, spend, tag, "task", outcome)
		case 4:
			write(ts, spend, tag, event, "dismissed")
		case 5:
			write(ts, spend, tag, event, outcome)
		}
	}
	for u := range 160 {
		unit, arm := fmt.Sprintf("u%03d", u), []string{"a", "b"}[u%2]
		first := rng.IntN(5 * 1440)
		if layout == "units" {
			row(first, unit, "", arm, "", one("t0", "t1"), one("web", "app"))
			continue
		}
		if layout == "suggestions" {
			for k := range 6 {
				row(first+rng.IntN(4*1440), unit, "", arm, fmt.Sprintf("%s-%d", unit, k), one("t0", "t1"),
					one("web", "app"))
			}
			continue
		}
		row(first, unit, "login", arm, "", "t0", "web")
		if rng.IntN(4) == 0 {
			row(first, unit, "login", arm, "", "t1", "app")
		}
		for k := range 6 {
			at, surface := first+rng.IntN(4*1440), one("web", "app", "mail")
			sid := fmt.Sprintf("%s-%d", unit, k)
			row(at, unit, "suggestion_shown", "", sid, "", surface)
			if rng.IntN(3) > 0 {
				row(at+1, unit, "suggestion_accepted", "", sid, "", surface)
			}
			row(at+2, unit, "purchase", "", "", one("t0", "t1", "t2"), surface)
			row(at+3, unit, "task", "", "", "t0", surface)
			row(at+4, unit, "ticket", "", "", "t0", surface)
		}
	}
	return b.String()
}

// asks are more things that an experiment file may ask for, beside what the
// examples of the keys do.
var asks = []string{
	"metrics: [{name: extra, kind: mean, event: purchase, where: [{column: tag, is: [other]}]}]",
	"metrics: [{name: extra, kind: mean, event: purchase, where: [{column: tag, not: [other]}]}]",
	"metrics: [{name: extra, kind: mean, event: task, field: value, aggregate: sum}]",
	"metrics: [{name: extra, kind: proportion, event: purchase, where: [{column: note, is: [n1]}]}]",
	"metrics: [{name: extra, kind: mean, event: login}]",
	"metrics: [{name: extra, kind: mean, event: suggestion_shown, where: [{column: surface, is: [web]}]}]",
	"metrics: [{name: extra, kind: retention, event: purchase, day: 1}]",
	"metrics: [{name: extra, kind: mean, column: value}]",
	"segments: [tag]",
	"segments: [note]",
	"attributes: [note]",
	"attributes: [surface, latency_ms]",
}

// more reports whether a key asks for something beside what is asked already;
// the others say how everything is read or decided.
func more(k spec.Key) bool {
	for _, p := range []string{"hypothesis", "owner", "link", "metrics", "segments", "attributes", "compare", "replay",
		"statistics.also"} {
		if strings.HasPrefix(k.Path, p) {
			return k.Built()
		}
	}
	return false
}

// TestWhatIsAskedChangesNothingElse: a metric, segment or attribute more, or
// whatever else a key of the file asks for, leaves every other number as it was;
// with and without event ids and arms, in every layout that has rows.
func TestWhatIsAskedChangesNothingElse(t *testing.T) {
	const metrics = `[{"name": "spend", "kind": "mean", "event": "purchase", "field": "value", "role": "primary"}, {"name": "buys", "kind": "mean", "event": "purchase"}, {"name": "acceptance_rate"}]`
	const arms = `"arms": [{"name": "a", "control": true}, {"name": "b"}], `
	for _, c := range []struct {
		name, layout, lines, metrics string
		ids                          bool
	}{
		{"events", "events", arms + `"exposure": {"event": "login"}, `, metrics, true},
		{"events by row", "events", arms + `"duplicates": "row", "exposure": {"event": "login"}, `, metrics, true},
		{"events without ids", "events", arms + `"exposure": {"event": "login"}, `, metrics, false},
		{"events of one group", "events", "", metrics, true},
		{"suggestions", "suggestions", arms,
			`[{"name": "acceptance_rate", "role": "primary"}, {"name": "latency", "kind": "quantile", "quantile": "50%", "of": "latency_ms"}]`, true},
		{"suggestions without event ids", "suggestions", arms, `[{"name": "acceptance_rate", "role": "primary"}]`,
			false},
		{"units", "units", arms,
			`[{"name": "spend", "kind": "mean", "role": "primary"}, {"name": "per_order", "kind": "ratio", "numerator": "spend", "denominator": "orders"}]`, true},
		{"units without a name", "units", arms, `[{"name": "spend", "kind": "mean", "role": "primary"}]`, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			base := fmt.Sprintf(
				`{"experiment": "x", "layout": %q, "sources": [{"path": "export.csv"}], "columns": {"event_id": "id", "suggestion_id": "sid"}, %s"segments": ["surface"], "metrics": %s}`, c.layout, c.lines, c.metrics)
			switch c.layout {
			case "suggestions":
				base = strings.Replace(base, `"event_id": "id", `, `"arm": "variant", "event_id": "id", `, 1)
			case "units":
				base = strings.Replace(base, `"event_id": "id", "suggestion_id": "sid"`, `"arm": "variant"`, 1)
			}
			export := twice(c.layout, c.ids)
			if strings.Contains(c.name, "without a name") {
				export = strings.Replace(export, ",unit,", ",who,", 1)
			}
			want := told(t, readoutOf(t, base, export))
			list := slices.Clone(asks)
			for _, s := range spec.ExperimentKeys.Sections() {
				for _, k := range s.Keys {
					if more(k) {
						list = append(list, k.Example)
					}
				}
			}
			tried := 0
			for _, ask := range list {
				file, ok := adding(t, base, ask)
				if !ok {
					continue
				}
				tried++
				got := told(t, readoutOf(t, file, export))
				for k, v := range want {
					if got[k] != v {
						t.Errorf("%s\nchanges %s:\n%s\nwithout it\n%s", ask, k, got[k], v)
					}
				}
			}
			if tried < 6 {
				t.Errorf("only %d asks have a meaning in layout %s", tried, c.layout)
			}
		})
	}
}

// adding puts what an example asks for beside what a file asks for already, its
// metrics under a name of their own; ok is false where the layout has no such thing.
func adding(t *testing.T, base, ask string) (file string, ok bool) {
	var into, from map[string]any
	if err := yaml.Unmarshal([]byte(base), &into); err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal([]byte(ask), &from); err != nil {
		t.Fatal(err)
	}
	for k, v := range from {
		list, isList := v.([]any)
		if old, there := into[k].([]any); isList && there {
			for _, x := range list {
				if m, table := x.(map[string]any); table && k == "metrics" {
					if m["kind"] == nil {
						return "", false // built in: there is one already
					}
					m["name"] = "extra"
				}
				if !slices.ContainsFunc(old, func(o any) bool { return o == any("surface") && o == x }) {
					old = append(old, x)
				}
			}
			into[k] = old
			continue
		}
		into[k] = v
	}
	out, err := json.Marshal(into)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "experiment.json")
	if err := os.WriteFile(path, out, 0o644); err != nil {
		t.Fatal(err)
	}
	e, err := config.Load(path, nil)
	if err != nil {
		return "", false
	}
	for _, m := range e.Metrics {
		for _, column := range slices.Concat([]string{m.Numerator.Column, m.Denominator.Column}, m.Covariate) {
			if column != "" && !slices.Contains([]string{"spend", "orders", "value"}, column) {
				return "", false // a column of an example that this export lacks
			}
		}
	}
	return string(out), true
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
			m.Comparisons[k].PAdjusted, m.Comparisons[k].FamilySize = 0, 0 // they count the metrics
			m.Comparisons[k].Also = nil                                    // what was asked for beside
		}
		put("metric "+m.Name, m)
	}
	for _, s := range r.Segments {
		if s.Dimension == "surface" && s.Metric != "extra" {
			for k := range s.Comparisons {
				s.Comparisons[k].PAdjusted, s.Comparisons[k].FamilySize, s.Comparisons[k].Also = 0, 0, nil
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
	const file = "experiment: x\nsources: [{path: export.csv}]\ncolumns: {event_id: id}\narms: [{name: a, control: " +
		"true}, {name: b}]\n" +
		"metrics: [{name: spend, kind: mean, event: buy, field: %s, aggregate: sum, role: primary}]\n"
	const exposed = "e1,2026-04-01T10:00:00Z,u1,exposure,a,,,\ne2,2026-04-01T10:00:00Z,u2,exposure,b,,,\n"
	for _, c := range []struct {
		name, rows, field string
		want              report.Num
		differ            int64
	}{
		{"numbers compare as numbers", "e3,2026-04-01T11:00:00Z,u1,buy,,10,,\ne3,2026-04-01T11:00:00Z,u1,buy,,9,,\n",
			"value", 9, 1},
		{"the earlier stays whatever it says",
			"e3,2026-04-01T11:00:00Z,u1,buy,,10,,\ne3,2026-04-01T11:00:01Z,u1,buy,,9,,\n", "value", 10, 1},
		{"a missing number comes first", "e3,2026-04-01T11:00:00Z,u1,buy,,10,,\ne3,2026-04-01T11:00:00Z,u1,buy,,,,\n",
			"value", 0, 1},
		{"other columns compare as text, by name",
			"e3,2026-04-01T11:00:00Z,u1,buy,,,9,a\ne3,2026-04-01T11:00:00Z,u1,buy,,,10,b\n", "amount", 10, 1},
		{"a column that nobody asks for, earlier by name",
			"e3,2026-04-01T11:00:00Z,u1,buy,,,10,\ne3,2026-04-01T11:00:00Z,u1,buy,,,20,\n", "amount", 10, 1},
		{"equal copies", "e3,2026-04-01T11:00:00Z,u1,buy,,7,1,a\ne3,2026-04-01T11:00:00Z,u1,buy,,7.0,1,a\n", "value", 7,
			0},
		{"copies that differ where nobody asks",
			"e3,2026-04-01T11:00:00Z,u1,buy,,7,1,a\ne3,2026-04-01T11:00:00Z,u1,buy,,7,1,b\n", "value", 7, 1},
		{"three copies of two payloads",
			"e3,2026-04-01T11:00:00Z,u1,buy,,7,1,b\ne3,2026-04-01T11:00:00Z,u1,buy,,7,1,a\ne3,2026-04-01T11:00:00Z,u1" +
				",buy,,7,1,b\n", "value", 7, 1},
		{"another event under the same id is no copy",
			"e3,2026-04-01T11:00:00Z,u1,view,,3,,\ne3,2026-04-01T11:00:00Z,u1,buy,,7,,\n", "value", 7, 0},
		{"another unit's row under the same id is no copy",
			"e3,2026-04-01T11:00:00Z,u2,buy,,3,,\ne3,2026-04-01T11:00:00Z,u1,buy,,7,,\n", "value", 7, 0},
	} {
		r := readoutOf(t, fmt.Sprintf(file, c.field), "id,ts,unit,event,variant,value,amount,tag\n"+exposed+c.rows)
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

// TestRowsThatNameNobody: a row that names neither unit nor suggestion is known by
// all of its columns, so that the halves of an investigation are the same ones
// whatever else is asked.
func TestRowsThatNameNobody(t *testing.T) {
	export := strings.Replace(strings.Replace(twice("suggestions", true), ",unit,", ",who,", 1), ",sid,", ",shown_as,",
		1)
	const head = "experiment: x\nlayout: suggestions\nsources: [{path: export.csv}]\nattributes: " +
		"[surface]\nmetrics:\n  - {name: ignore_rate, role: primary}\n"
	halves := func(file string) string {
		r := investigate(t, head+file, export)
		b, err := json.Marshal([]any{r.Who, r.Where, r.Split})
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	want := halves("")
	if got := halves("  - {name: latency, kind: quantile, quantile: 50%, of: latency_ms}\n"); got != want {
		t.Errorf("a metric more changes what was found:\n%s\nwithout it\n%s", got, want)
	}
}
