package config

import (
	"reflect"
	"strings"
	"testing"

	"uptake/analysis/spec"
)

// How a table, its text and its times are written is read into the spec, alike
// for sources, assignments and labels.
func TestTablesRead(t *testing.T) {
	const how = `rows: data.rows, csv: {delimiter: ";", decimal: ",", thousands: " ", quote: none, escape: backslash, skip: 2, header: [ts, user_id], encoding: utf-16}, time: {layout: "day %s", zone: local}`
	e, err := load(t, "x.yaml", `experiment: x
sources: [{path: /a, `+how+`}]
arms: [{name: a, control: true}, {name: b}]
assignments: {path: /a, `+how+`, columns: {unit: u, arm: a, ts: t, experiment: e}}
metrics: [{name: quality, kind: graded, grades: [{name: works, cost: 0}, {name: wrong, cost: 6}]}]
labels: {path: /a, `+how+`}
`)
	if err != nil {
		t.Fatal(err)
	}
	want := spec.Table{Path: "/a", Written: "/a", Rows: "data.rows", Time: spec.TimeForm{Layout: "day %s", Local: true},
		CSV: spec.CSV{Delimiter: ";", Decimal: ",", Thousands: " ", Quote: spec.NoQuote, Escape: spec.Backslash,
			Skip: 2, Header: []string{"ts", "user_id"}, Encoding: "utf-16"}}
	for _, got := range []spec.Table{e.Sources[0].Table, e.Assignments.Table, e.Labels.Table} {
		if got.Columns = nil; !reflect.DeepEqual(got, want) {
			t.Errorf("%+v, expected %+v", got, want)
		}
	}
	if e.Assignments.Columns["experiment"] != "e" {
		t.Errorf("the experiment of assignments is %q", e.Assignments.Columns["experiment"])
	}
	e, err = load(t, "x.yaml", strings.ReplaceAll(small, "{path: ", "{csv: {encoding: UTF-8}, path: "))
	if err != nil || e.Sources[0].CSV.Encoding != "utf-8" {
		t.Errorf("%v: an encoding in capitals is %q", err, e.Sources[0].CSV.Encoding)
	}
	if _, err = load(t, "x.yaml", strings.ReplaceAll(small, "{path: ", "{format: ndjson, csv: {encoding: utf-16}, "+
		"path: ")); err != nil {
		t.Errorf("the encoding of JSON: %v", err)
	}
	plain, err := load(t, "x.yaml", small)
	if err != nil || !reflect.DeepEqual(plain.Sources[0].CSV, spec.CSV{}) ||
		plain.Sources[0].Time != (spec.TimeForm{}) || plain.Missing != nil || plain.Exposure.Outside != nil {
		t.Errorf("%v: without the keys a source is %+v", err, plain.Sources[0])
	}
}

// What contradicts itself or cannot be is refused at its key, wherever the table
// stands.
func TestTablesRefused(t *testing.T) {
	for how, want := range map[string]string{
		`csv: {delimiter: ";;"}`:                  `csv.delimiter: ";;" is not one character`,
		`csv: {delimiter: ""}`:                    `csv.delimiter: "" is not one character`,
		`csv: {delimiter: '\t'}`:                  `csv.delimiter: write a tab in double quotes`,
		`csv: {delimiter: x}`:                     `csv.delimiter: "x" cannot be told from what cells hold`,
		`csv: {delimiter: ",", decimal: ","}`:     `csv.delimiter: "," stands inside numbers already`,
		`csv: {delimiter: ".", thousands: "."}`:   `csv.thousands: "." stands before the decimals already`,
		`csv: {thousands: "."}`:                   `csv.thousands: "." stands before the decimals already`,
		`csv: {decimal: ",", thousands: ","}`:     `csv.thousands: "," stands before the decimals already`,
		`csv: {decimal: ";"}`:                     `csv.decimal: ";" is not one of ., ,`,
		`csv: {quote: double}`:                    `csv.quote: "double" is not one character`,
		`csv: {delimiter: "|", quote: "|"}`:       `csv.quote: "|" stands between columns already`,
		`csv: {escape: slash}`:                    `csv.escape: "slash" is not one of backslash`,
		`csv: {skip: 1001}`:                       `csv.skip: 1001 is more than 1000`,
		`csv: {skip: -1}`:                         `csv.skip: "-1" is not a whole number of at least 0`,
		`csv: {header: [a, a]}`:                   `csv.header: a is listed twice`,
		`csv: {header: []}`:                       `csv.header: an empty list names no column`,
		`csv: {encoding: UTF-61}`:                 `csv.encoding: "UTF-61" is not one of utf-8, utf-16, utf-16le, utf-16be, windows-1252, iso-8859-1; did you mean`,
		`csv: ";"`:                                `csv: expected a table of keys`,
		`csv: {seperator: ";"}`:                   `csv.seperator: there is no such key; known here: decimal, delimiter`,
		`delimiter: ";"`:                          `delimiter: there is no such key here; it stands under sources[].csv`,
		`format: parquet, csv: {skip: 1}`:         `csv: says how delimited text is written, which parquet is not`,
		`format: parquet, csv: {encoding: utf-8}`: `csv: says how delimited text is written, which parquet is not`,
		`format: ndjson, csv: {skip: 1}`:          `csv: says how delimited text is written, which ndjson is not`,
		`format: csv, rows: data`:                 `rows: is a path inside a JSON document, which csv is not`,
		`time: {zone: Europe/Berlin}`:             `time.zone: "Europe/Berlin" is not one of local`,
		`time: {layout: "%d.%m %H:%M"}`:           `time.layout: `,
		`time: {layout: "%Q"}`:                    `time.layout: `,
		`time: {layout: ""}`:                      `time.layout: `,
		`rows: ""`:                                `rows: names no list; write the path`,
		`time: {layout: "%F %T", zone: local}`:    `time.zone: is of epochs, which "%F %T" holds none of (%s)`,
	} {
		for at, file := range map[string]string{
			"sources[1].":  "sources: [{path: a.csv, " + how + "}]\n",
			"assignments.": "sources: [{path: a.csv}]\nassignments: {path: b.csv, " + how + "}\n",
			"labels.": "sources: [{path: a.csv}]\nlabels: {path: b.csv, " + how + "}\nmetrics: [{name: q, kind: " +
				"graded, grades: [{name: a, cost: 0}, {name: b, cost: 1}]}]\n",
		} {
			if _, err := load(t, "x.yaml", "experiment: x\n"+file); err == nil || !strings.Contains(err.Error(),
				at+want) {
				t.Errorf("%s: %v, expected %s", how, err, at+want)
			}
		}
	}
	for file, want := range map[string]string{
		"csv: {delimiter: \";\"}": "csv: there is no such key here; it stands under " +
			"sources[]",
		"time: {zone: local}": "time: there is no such key here; it stands under " +
			"sources[]",
		"rows: data": "rows: there is no such key here; it stands under " +
			"sources[]",
		"alpha: 0.1": "alpha: there is no such key here; it stands under " +
			"statistics",
		"decision: {window: 7d}": "decision.window: there is no such key here; it " +
			"stands at the top of the file",
		"missing: [\"\"]": "missing: lists words that are no value; the empty " +
			"text is none anyway",
		"exposure: {outside: {variant: []}}": "exposure.outside: variant lists no value",
		"exposure: {outside: {variant: {a: b}}}": "exposure.outside.variant: expected a value or a " +
			"list of values",
		"exposure: {outside: [variant]}":                         "exposure.outside: expected a table of keys",
		"exposure: {outside: {variant: [b]}}":                    "exposure.outside: \"b\" is an arm",
		"exposure: {variant: group, outside: {group: [out, a]}}": "exposure.outside: \"a\" is an arm",
		"exposure: {event: []}":                                  "exposure.event: an empty list exposes nobody",
	} {
		if _, err := load(t, "x.yaml", small+file+"\n"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, expected %s", file, err, want)
		}
	}
}

// Values outside the experiment are read in every layout, with the spelling of
// their column, sorted by it.
func TestOutside(t *testing.T) {
	want := []spec.Outside{{Column: "isEmployee", Is: []string{"true"}},
		{Column: "variant", Is: []string{"false", "layerAssignment"}}}
	for _, layout := range []string{"events", "suggestions", "units", "summary"} {
		metrics := ""
		if layout == "units" || layout == "summary" {
			metrics = "metrics: [{name: tasks, kind: mean}]\n"
		}
		head := "experiment: x\nlayout: " + layout + "\nsources: [{path: x.csv}]\narms: [{name: a, control: true}, " +
			"{name: b}]\n" + metrics
		e, err := load(t, "x.yaml", head+"exposure: {outside: {variant: [\"false\", layerAssignment], isEmployee: "+
			"true}}\n")
		if err != nil || !reflect.DeepEqual(e.Exposure.Outside, want) {
			t.Errorf("%s: %v, %+v", layout, err, e.Exposure.Outside)
		}
		e, err = load(t, "x.yaml", head, "exposure.outside.isEmployee=true",
			"exposure.outside.variant=[false,layerAssignment]")
		if err != nil || !reflect.DeepEqual(e.Exposure.Outside, want) {
			t.Errorf("%s with --set: %v, %+v", layout, err, e.Exposure.Outside)
		}
	}
}

// Caps are read in each of their forms; what caps nothing or crosses is refused.
func TestWinsorizeForms(t *testing.T) {
	const head = "experiment: x\nsources: [{path: x.csv}]\nmetrics: [{name: spend, kind: mean, event: purchase, " +
		"field: value, winsorize: "
	for text, want := range map[string]spec.Winsorize{
		"99.9%":                         {Upper: 0.999},
		"{quantile: 0.99}":              {Upper: 0.99},
		"{upper: 99%, skip_zeros: yes}": {Upper: 0.99, SkipZeros: true},
		"{lower: 1%}":                   {Lower: 0.01},
		"{lower: 1/100, upper: 50%}":    {Lower: 0.01, Upper: 0.5},
	} {
		if e, err := load(t, "x.yaml", head+text+"}]\n"); err != nil || e.Metrics[0].Winsorize != want {
			t.Errorf("%s: %v, %+v", text, err, e)
		}
	}
	for text, want := range map[string]string{
		"100%":                        "winsorize: expected the quantile to cap at",
		"{upper: 1}":                  "winsorize.upper: expected the quantile to cap at",
		"{upper: 49%}":                "winsorize.upper: expected the quantile to cap at",
		"{lower: 0}":                  "winsorize.lower: expected the quantile to raise",
		"{lower: 51%}":                "winsorize.lower: expected the quantile to raise",
		"{lower: 50%, upper: 50%}":    "winsorize.lower: must be below",
		"{upper: 99%, quantile: 98%}": "winsorize.quantile: is the older name of upper",
		"{skip_zeros: true}":          "winsorize: says which quantile to cap at",
		"{}":                          "winsorize: says which quantile to cap at",
		"{upper: much}":               `winsorize.upper: "much" is not a share`,
	} {
		if _, err := load(t, "x.yaml", head+text+"}]\n"); err == nil || !strings.Contains(err.Error(), "metrics[1]."+
			want) {
			t.Errorf("%s: %v, expected %s", text, err, want)
		}
	}
}

// TestDatabases: what is asked of a database goes with its path; what says how a file is written is refused beside it.
func TestDatabases(t *testing.T) {
	for written, want := range map[string]string{
		`{path: "sqlite:/in/x.db", table: events}`:       "sqlite:/in/x.db#table=events",
		`{path: "sqlite:///in/x.db", query: "select 1"}`: "sqlite:/in/x.db#query=select 1",
		`{path: "postgres://h/d", table: a.b}`:           "postgres://h/d#table=a.b",
		`{path: "s3://b/x/*.csv"}`:                       "s3://b/x/*.csv",
		`{path: /in/x.csv, table: events}`:               "! is asked of a database, which /in/x.csv is not",
		`{path: "s3://b/x.csv", query: "select 1"}`: "! is asked of a database, which s3://b/x.csv is " +
			"not",
		`{path: "sqlite:/in/x.db"}`: "! leads to a database, of which a table or a " +
			"query has to be named",
		`{path: "sqlite:/in/x.db", table: a, query: b}`:            "! is given beside a table",
		`{path: "sqlite:/in/x.db", table: a, format: csv}`:         "! says how a file is written",
		`{path: "sqlite:/in/x.db", table: a, csv: {decimal: ","}}`: "! says how a file is written",
		`{path: "postgresql://h/d", query: b, rows: "a[]"}`:        "! says how a file is written",
	} {
		e, err := load(t, "x.yaml", "experiment: x\nlayout: events\nsources: ["+written+"]\nmetrics: [{name: n, "+
			"kind: mean, event: e, aggregate: count, role: primary}]\n")
		if bad, ok := strings.CutPrefix(want, "! "); ok {
			if err == nil || !strings.Contains(err.Error(), bad) {
				t.Errorf("%s: %v, expected %s", written, err, bad)
			}
		} else if err != nil || e.Sources[0].Path != want {
			t.Errorf("%s: %+v, %v, expected %s", written, e, err, want)
		}
	}
}
