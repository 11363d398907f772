package config

import (
	"reflect"
	"strings"
	"testing"

	"uptake/analysis/spec"
)

func TestWhere(t *testing.T) {
	is := func(column string, values ...string) spec.Filter { return spec.Filter{Column: column, Is: values} }
	for text, want := range map[string][]spec.Filter{
		"platform=ios":                {is("platform", "ios")},
		" platform = ios , android ":  {is("platform", "ios", "android")},
		"platform=ios and plan!=free": {is("platform", "ios"), {Column: "plan", Not: []string{"free"}}},
		"a=1 AND b=2\tand\nc=3":       {is("a", "1"), is("b", "2"), is("c", "3")},
		"latency_ms>=200 and latency_ms<=1000": {{Column: "latency_ms", From: "200"}, {Column: "latency_ms",
			To: "1000"}},
		`team="R and D"`:                  {is("team", "R and D")},
		`team="a,b",c and x="say ""hi"""`: {is("team", "a,b", "c"), is("x", `say "hi"`)},
		`plan=""`:                         {is("plan", "")},
		"band=x=y":                        {is("band", "x=y")},
		"brand=sand":                      {is("brand", "sand")},
		"ts>=2026-04-01T10:00:00Z":        {{Column: "ts", From: "2026-04-01T10:00:00Z"}},
		"n=-1,<2":                         {is("n", "-1", "<2")},
	} {
		if got, err := Where(text); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%q: %+v, %v", text, got, err)
		}
	}
	for text, says := range map[string]string{
		"": "one side of and", "platform": "is no condition", "=ios": "names no column", "platform=": "names no value",
		"platform=ios and": "one side of and", "and a=1": "one side of and",
		"a==1": "one = is enough", "a>1": "write >=", "a<1": "write <=", "a>=1,2": "one value, found 2",
		`a="x`: "a quote is open", `a=x"y"`: "in quotes", `a="x"y`: "in quotes", "a=1 and and b=2": "one side of and",
	} {
		got, err := Where(text)
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %+v, %v", text, got, err)
		}
	}
}

// TestTimeBounds: what bounds times is a number, a day or a time, on the command line and in a file.
func TestTimeBounds(t *testing.T) {
	for bound, right := range map[string]bool{"": true, "2026-04-03": true, "2026-04-03T10:00:00Z": true,
		"2026-04-03T10:00:00.25+02:00": true, "2026-04-03 10:00:00": true, "2026-04-03 10:00": true,
		"1775210400000": true,
		"-1.5":          true, "notatime": false, "NaN": false, "03.04.2026": false, "2026-04-31": false,
		"2026-4-3": false, "10:00": false} {
		for _, f := range []spec.Filter{{Column: "ts", From: bound}, {Column: "ts", To: bound}} {
			if err := CheckTimeBounds(f); (err == nil) != right {
				t.Errorf("%+v: %v", f, err)
			}
		}
	}
	for text, says := range map[string]string{
		"sources: [{path: a.csv}]\nwhere: [{column: ts, from: " +
			"notatime}]": `"notatime" bounds the times of ts and is none`,
		"sources: [{path: a.csv}]\ncolumns: {ts: at}\nwhere: [{column: at, from: " +
			"notatime}]": `"notatime" bounds the times of at and is none`,
		"sources: [{path: a.csv, columns: {ts: at}, where: [{column: at, to: " +
			"yesterday}]}]": `"yesterday" bounds the times of at and is none`,
		"sources: [{path: a.csv}]\nwhere: [{column: ts, to: 2026-04-03}]":                         "",
		"sources: [{path: a.csv, columns: {ts: at}, where: [{column: version, from: notatime}]}]": "",
	} {
		_, err := parse([]byte("experiment: x\n"+text+"\n"), "x.yaml", "/", nil)
		if says == "" && err != nil || says != "" && (err == nil || !strings.Contains(err.Error(), says)) {
			t.Errorf("%s: %v", text, err)
		}
	}
}
