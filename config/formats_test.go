package config

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"uptake/analysis/spec"
)

func load(t *testing.T, name, text string, set ...string) (*spec.Experiment, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return Load(path, set)
}

// full uses every key of the format that this version has.
const fullYAML = `# comment
experiment: Inline "Suggestions" v2
hypothesis: more is better
owner: 007
link: https://example.org/x?y=1#z
layout: events
timezone: Europe/Berlin
start: 2026-04-01
end: 2026-04-28
sources:
  - path: /data/exports/*.parquet
  - {path: /data/api.json, rows: data.rows, time: {zone: local}}
  - {path: /data/old.txt, csv: {delimiter: ";", decimal: ",", thousands: ".", quote: "'", escape: backslash, skip: 2, header: [Zeit, 7], encoding: utf-16le}, time: {layout: "%d.%m.%Y %H:%M"}}
  - {path: /data/p.csv, format: csv, set: {event: purchase}, columns: {ts: sold_at}, where: [{column: Shop.ID, is: [1.0, 007, no]}]}
columns: {ts: timestamp, unit: user_id, event: properties.Name}
where:
  - {column: is_employee, not: ["true"]}
  - {column: age, from: 18, to: "99"}
arms:
  - {name: true, share: 50%, control: true}
  - {name: 2026-04-01, share: 0.25}
  - {name: "", share: 1/4}
exposure: {event: [exposure, assigned], experiment: experiment, variant: variant, where: [{column: x, is: "1"}], outside: {variant: [false, holdout], isEmployee: yes}}
missing: [unknown, 0, "-"]
assignments: {rows: units, time: {layout: "%Y%m%d"}, path: /data/assigned.csv, columns: {unit: user_id, arm: variant, ts: assigned_at}}
window: 14d
complete_windows: yes
duplicates: row
suggestions:
  attribution: 90s
  edit_window: 1h30m
  min_visible: 500ms
  edit_above: 10%
  revert_above: 0.6
  known_good: 83%
  events: {shown: [s], accepted: [a, b], dismissed: d}
metrics:
  - {name: acceptance_rate, role: primary, minimum_effect: 2pp}
  - {name: tasks, kind: mean, event: task, aggregate: count, role: secondary}
  - {name: bought, kind: proportion, event: purchase, window: 7d}
  - {name: revenue, kind: mean, event: purchase, field: value, scale: 2, minimum_effect: 3, winsorize: {lower: 1%, upper: 0.999, skip_zeros: true}}
  - {name: ratio, kind: ratio, numerator: {event: purchase, field: value}, denominator: {event: task, aggregate: count, where: [{column: kind, is: a}]}}
  - {name: tickets, kind: mean, event: ticket, role: guardrail, better: down, margin: 2%}
segments: [platform, plan]
attributes: [language]
compare: [{by: week}, {by: half}, {by: model, from: 1.0, to: 007}]
replay: https://replay.example.com/{session}?u={unit}&t={ts}#{ts_s}/{ts_ms}
statistics: {alpha: 0.1, segment_min_units: 50, max_immature: 30%, srm_alpha: 0.01, sequential: false}
decision: {planned: 2026-03-30, min_weeks: 3, planned_units: 40000, chance_of_enough: 60%, guardrail_alpha: 0.1}
max_bad_rows: 2%
`

const fullTOML = `# comment
experiment = 'Inline "Suggestions" v2'
hypothesis = "more is better"
owner = "007"
link = "https://example.org/x?y=1#z"
layout = "events"
timezone = "Europe/Berlin"
start = 2026-04-01
end = 2026-04-28
window = "14d"
complete_windows = true
duplicates = "row"
segments = ["platform", "plan"]
attributes = ["language"]
compare = [{by = "week"}, {by = "half"}, {by = "model", from = 1.0, to = "007"}]
replay = "https://replay.example.com/{session}?u={unit}&t={ts}#{ts_s}/{ts_ms}"
max_bad_rows = "2%"
missing = ["unknown", 0, "-"]

[[sources]]
path = "/data/exports/*.parquet"
[[sources]]
path = "/data/api.json"
rows = "data.rows"
time = {zone = "local"}
[[sources]]
path = "/data/old.txt"
time.layout = "%d.%m.%Y %H:%M"
[sources.csv]
delimiter = ";"
decimal = ","
thousands = "."
quote = "'"
escape = "backslash"
skip = 2
header = ["Zeit", 7]
encoding = "utf-16le"
[[sources]]
path = "/data/p.csv"
format = "csv"
set.event = "purchase"
columns = {ts = "sold_at"}
[[sources.where]]
column = "Shop.ID"
is = [1.0, "007", "no"]

[columns]
ts = "timestamp"
unit = "user_id"
event = "properties.Name"

[[where]]
column = "is_employee"
not = ["true"]
[[where]]
column = "age"
from = 18
to = "99"

[[arms]]
name = true
share = "50%"
control = true
[[arms]]
name = 2026-04-01
share = 0.25
[[arms]]
name = ""
share = "1/4"

[exposure]
event = ["exposure", "assigned"]
experiment = "experiment"
variant = "variant"
where = [{column = "x", is = "1"}]
outside = {variant = [false, "holdout"], isEmployee = "yes"}

[assignments]
rows = "units"
time.layout = "%Y%m%d"
path = "/data/assigned.csv"
columns = {unit = "user_id", arm = "variant", ts = "assigned_at"}

[suggestions]
attribution = "90s"
edit_window = "1h30m"
min_visible = "500ms"
edit_above = "10%"
revert_above = 0.6
known_good = "83%"
[suggestions.events]
shown = ["s"]
accepted = ["a", "b"]
dismissed = "d"

[[metrics]]
name = "acceptance_rate"
role = "primary"
minimum_effect = "2pp"
[[metrics]]
name = "tasks"
kind = "mean"
event = "task"
aggregate = "count"
role = "secondary"
[[metrics]]
name = "bought"
kind = "proportion"
event = "purchase"
window = "7d"
[[metrics]]
name = "revenue"
kind = "mean"
event = "purchase"
field = "value"
scale = 2
minimum_effect = 3
winsorize = {lower = "1%", upper = 0.999, skip_zeros = true}
[[metrics]]
name = "ratio"
kind = "ratio"
numerator = {event = "purchase", field = "value"}
denominator = {event = "task", aggregate = "count", where = [{column = "kind", is = "a"}]}
[[metrics]]
name = "tickets"
kind = "mean"
event = "ticket"
role = "guardrail"
better = "down"
margin = "2%"

[statistics]
alpha = 0.1
segment_min_units = 50
max_immature = "30%"
srm_alpha = 0.01
sequential = false

[decision]
planned = 2026-03-30
min_weeks = 3
planned_units = 40000
chance_of_enough = "60%"
guardrail_alpha = 0.1
`

const fullJSON = `{"experiment": "Inline \"Suggestions\" v2", "hypothesis": "more is better", "owner": "007", "link": "https://example.org/x?y=1#z",
 "layout": "events", "timezone": "Europe/Berlin", "start": "2026-04-01", "end": "2026-04-28",
 "sources": [{"path": "/data/exports/*.parquet"},
  {"path": "/data/api.json", "rows": "data.rows", "time": {"zone": "local"}},
  {"path": "/data/old.txt", "csv": {"delimiter": ";", "decimal": ",", "thousands": ".", "quote": "'", "escape": "backslash", "skip": 2, "header": ["Zeit", 7], "encoding": "utf-16le"}, "time": {"layout": "%d.%m.%Y %H:%M"}},
  {"path": "/data/p.csv", "format": "csv", "set": {"event": "purchase"}, "columns": {"ts": "sold_at"}, "where": [{"column": "Shop.ID", "is": [1.0, "007", "no"]}]}],
 "columns": {"ts": "timestamp", "unit": "user_id", "event": "properties.Name"},
 "where": [{"column": "is_employee", "not": ["true"]}, {"column": "age", "from": 18, "to": "99"}],
 "arms": [{"name": true, "share": "50%", "control": true}, {"name": "2026-04-01", "share": 0.25}, {"name": "", "share": "1/4"}],
 "exposure": {"event": ["exposure", "assigned"], "experiment": "experiment", "variant": "variant", "where": [{"column": "x", "is": "1"}], "outside": {"variant": [false, "holdout"], "isEmployee": "yes"}},
 "missing": ["unknown", 0, "-"],
 "assignments": {"rows": "units", "time": {"layout": "%Y%m%d"}, "path": "/data/assigned.csv", "columns": {"unit": "user_id", "arm": "variant", "ts": "assigned_at"}},
 "window": "14d", "complete_windows": true, "duplicates": "row",
 "suggestions": {"attribution": "90s", "edit_window": "1h30m", "min_visible": "500ms", "edit_above": "10%", "revert_above": 0.6, "known_good": "83%",
  "events": {"shown": ["s"], "accepted": ["a", "b"], "dismissed": "d"}},
 "metrics": [{"name": "acceptance_rate", "role": "primary", "minimum_effect": "2pp"},
  {"name": "tasks", "kind": "mean", "event": "task", "aggregate": "count", "role": "secondary"},
  {"name": "bought", "kind": "proportion", "event": "purchase", "window": "7d"},
  {"name": "revenue", "kind": "mean", "event": "purchase", "field": "value", "scale": 2, "minimum_effect": 3, "winsorize": {"lower": "1%", "upper": 0.999, "skip_zeros": true}},
  {"name": "ratio", "kind": "ratio", "numerator": {"event": "purchase", "field": "value"}, "denominator": {"event": "task", "aggregate": "count", "where": [{"column": "kind", "is": "a"}]}},
  {"name": "tickets", "kind": "mean", "event": "ticket", "role": "guardrail", "better": "down", "margin": "2%"}],
 "segments": ["platform", "plan"], "attributes": ["language"],
 "compare": [{"by": "week"}, {"by": "half"}, {"by": "model", "from": 1.0, "to": "007"}], "replay": "https://replay.example.com/{session}?u={unit}&t={ts}#{ts_s}/{ts_ms}",
 "statistics": {"alpha": 0.1, "segment_min_units": 50, "max_immature": "30%", "srm_alpha": 0.01, "sequential": false},
 "decision": {"planned": "2026-03-30", "min_weeks": 3, "planned_units": 40000, "chance_of_enough": "60%", "guardrail_alpha": 0.1},
 "max_bad_rows": "2%"}
`

// TestFormats reads one experiment from YAML, TOML and JSON.
func TestFormats(t *testing.T) {
	first, err := load(t, "x.yaml", fullYAML)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"x.toml": fullTOML, "x.json": fullJSON, "bom.yml": "\xef\xbb\xbf" +
		strings.ReplaceAll(fullYAML, "\n", "\r\n")} {
		e, err := load(t, name, text)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		e.Given, e.Hash = first.Given, first.Hash // yes is not true as written
		if !reflect.DeepEqual(e, first) {
			t.Errorf("%s gives\n%+v\nexpected\n%+v", name, e, first)
		}
	}
}

// The keys of the investigation are read as written, and said back.
func TestInvestigationKeys(t *testing.T) {
	e, err := load(t, "x.yaml", fullYAML, "compare.3.to=0.10", "suggestions.known_good=0.5")
	if err != nil {
		t.Fatal(err)
	}
	want := []spec.Contrast{{By: "week"}, {By: "half"}, {By: "model", From: "1.0", To: "0.10"}}
	if !reflect.DeepEqual(e.Compare, want) ||
		e.Replay != "https://replay.example.com/{session}?u={unit}&t={ts}#{ts_s}/{ts_ms}" ||
		e.Suggestions.KnownGood != 0.5 {
		t.Errorf("compare is %+v, replay %q, known_good %v", e.Compare, e.Replay, e.Suggestions.KnownGood)
	}
	said := strings.Join(Explain(e), "\n")
	for _, w := range []string{`the last full week of the data against the one before`,
		`the later half of the days against the earlier`, `model "0.10" against "1.0"`,
		"link to https://replay.example.com/{session}",
		"takes 50 % of what is shown to be good"} {
		if !strings.Contains(said, w) {
			t.Errorf("%q is not said in\n%s", w, said)
		}
	}
	e, err = load(t, "x.yaml", small)
	if err != nil || e.Compare != nil || e.Replay != "" || e.Suggestions.KnownGood != 0 ||
		strings.Contains(strings.Join(Explain(e), " "), "nvestigation") {
		t.Errorf("%v: a file without the keys gives %+v, %q, %v", err, e.Compare, e.Replay, e.Suggestions.KnownGood)
	}
}

// Every span of time is read back as it is printed.
func TestSpanReadBack(t *testing.T) {
	for _, want := range []time.Duration{time.Microsecond, 500 * time.Microsecond, 1500 * time.Millisecond,
		36 * time.Hour, 14*24*time.Hour + time.Microsecond, 90 * time.Minute} {
		if got, err := ParseDuration(spec.Span(want)); err != nil || got != want {
			t.Errorf("%s is read back as %v, %v", spec.Span(want), got, err)
		}
	}
}

// parse reads the text of a file that extends none.
func parse(b []byte, path, dir string, set []string) (*spec.Experiment, error) {
	m, err := tree(b, path)
	if err != nil {
		return nil, &Problems{path, []Problem{{Sentence: err.Error()}}}
	}
	s := &sheet{tree: m, text: [][]byte{b}}
	return s.experiment(path, dir, set)
}
