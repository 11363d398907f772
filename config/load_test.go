package config

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"uptake/analysis/spec"
)

// TestTexts: names and values are the text as written, whatever YAML, TOML or
// JSON would make of it.
func TestTexts(t *testing.T) {
	e, err := load(t, "x.yaml", `experiment: 1e3
sources: [{path: x.csv, set: {event: 0x1F}}]
arms: [{name: true, control: true}, {name: No}, {name: 007}, {name: 1.0}, {name: 2026-04-01}, {name: ""}, {name: 🍪}, {name: null}, {name: ~}, {name: .inf}, {name: 1_000}, {name: 0o17}, {name: +1}, {name: !!str 5}]
segments: [on, 0.10]
where: [{column: off, is: [Yes, ~, null, "", 1e400]}]
`)
	if err != nil {
		t.Fatal(err)
	}
	var arms []string
	for _, a := range e.Arms {
		arms = append(arms, a.Name)
	}
	for _, c := range []struct {
		got  []string
		want string
	}{
		{arms, "true|No|007|1.0|2026-04-01||🍪|null|~|.inf|1_000|0o17|+1|5"},
		{e.Segments, "on|0.10"},
		{e.Where[0].Is, "Yes|~|null||1e400"},
		{[]string{e.ID, e.Where[0].Column, e.Sources[0].Set["event"]}, "1e3|off|0x1F"},
	} {
		if got := strings.Join(c.got, "|"); got != c.want {
			t.Errorf("%s, expected %s", got, c.want)
		}
	}
	e, err = load(t, "x.toml", `experiment = 1_000
sources = [{path = "x.csv"}]
arms = [{name = 1.0, control = true}, {name = 1979-05-27T07:32:00Z}, {name = +0.10}, {name = 0xFF}, {name = false}, {name = 07:32:00}, {name = "a\tb"}]
`)
	if err != nil {
		t.Fatal(err)
	}
	arms = nil
	for _, a := range e.Arms {
		arms = append(arms, a.Name)
	}
	if got := strings.Join(append(arms, e.ID),
		"|"); got != "1.0|1979-05-27T07:32:00Z|+0.10|0xFF|false|07:32:00|a\tb|1_000" {
		t.Error(got)
	}
	e, err = load(t, "x.json",
		`{"experiment": 12345678901234567890.10, "sources": {"path": "x.csv"}, "arms": [{"name": 1.0, "control": true}, {"name": 1e2}, {"name": false}, {"name": "\u00e9"}]}`)
	if err != nil {
		t.Fatal(err)
	}
	arms = nil
	for _, a := range e.Arms {
		arms = append(arms, a.Name)
	}
	if got := strings.Join(append(arms, e.ID), "|"); got != "1.0|1e2|false|é|12345678901234567890.10" {
		t.Error(got)
	}
}

const small = `experiment: x
sources: [{path: x.csv}]
arms:
  - {name: a, control: true}
  - {name: b}
metrics:
  - {name: tasks, kind: mean, event: task}
`

// TestSet changes nested keys and entries of lists.
func TestSet(t *testing.T) {
	e, err := load(t, "x.yaml", small, "window=3d", "decision.min_weeks=4", "Arms.B.Share=60%", "arms.1.share=40%",
		"metrics.tasks.role=primary",
		"metrics.1.minimum_effect=5%", "segments=[a, b c,d]", "where=", "columns.unit=User.ID", "arms.b.name=a=b",
		"attributes=[]", "arms[1].control=yes", "Metrics[1].better=down", "exposure.outside.Items[0]=x",
		"columns.variant=params[key=v].value")
	if err != nil {
		t.Fatal(err)
	}
	m := e.Metrics[0]
	if e.Window != 72*time.Hour || e.Decision.MinWeeks != 4 || e.Arms[1].Share != 0.6 || m.Role != spec.Primary ||
		m.MinimumEffect.Value != 0.05 ||
		!slices.Equal(e.Segments, []string{"a", "b c", "d"}) || e.Columns["unit"] != "User.ID" ||
		e.Arms[1].Name != "a=b" || len(e.Attributes) != 0 ||
		!m.Down || e.Exposure.Outside[0].Column != "Items[0]" || e.Columns["variant"] != "params[key=v].value" ||
		len(e.Set) != 15 {
		t.Errorf("%+v", e)
	}
	for set, want := range map[string]string{
		"window":           "expected key=value",
		"arms.c.share=1":   "arms has no entry named c",
		"arms.3.share=1":   "arms has no entry named 3",
		"arms.0.share=1":   "arms has no entry named 0",
		"arms[3].share=1":  "arms has no entry named 3",
		"sources[1]=x":     "sources is not a table",
		"missing=[]":       "missing: lists words",
		"experiment.x=1":   "experiment is not a table",
		"experiment.x.y=1": "experiment is a value, not a table",
		"decision.weeks=1": "--set decision.weeks: there is no such key",
		"=1":               "expected key=value",
		"window=-3d":       "--set window: \"-3d\" is negative",
		"arms=[a,b]":       "--set arms[1]: expected a table of keys",
	} {
		if _, err := load(t, "x.yaml", small, set); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", set, err)
		}
	}
}

// TestProblems: all at once, in the order of the file, with key and line.
func TestProblems(t *testing.T) {
	_, err := load(t, "x.yaml", small+"windw: 3d\nstart: soon\nmetrics: 3\n")
	if err == nil || !strings.Contains(err.Error(), "line 10: the key metrics was given already in line 6") {
		t.Error(err)
	}
	_, err = load(t, "x.yaml", small+"windw: 3d\nstart: soon\nstatistics:\n  alpha: 7\n")
	var p *Problems
	if !errors.As(err, &p) || len(p.List) != 3 {
		t.Fatal(err)
	}
	for i, want := range []Problem{{Key: "windw", Line: 8, Sentence: "did you mean window"}, {Key: "start", Line: 9,
		Sentence: "2026-04-01"}, {Key: "statistics.alpha", Line: 11, Sentence: "between"}} {
		if q := p.List[i]; q.Key != want.Key || q.Line != want.Line || !strings.Contains(q.Sentence, want.Sentence) {
			t.Errorf("%+v, expected %+v", q, want)
		}
	}
	for name, text := range map[string]string{
		"local.yaml":  small + "timezone: Local\n",
		"zone.yaml":   small + "timezone: \"\"\n",
		"twice.json":  `{"experiment": "x", "Experiment": "y"}`,
		"twice.toml":  "experiment = 1\nEXPERIMENT = 2\n",
		"list.toml":   "arms = [1]\n[ARMS.x]\ny = 1\n",
		"empty.toml":  "arms = []\n[Arms.x]\ny = 1\n",
		"tables.toml": "[a.b]\nx = 1\n[A.B]\nx = 2\n",
		"more.json":   `{"experiment": "x"} {"a": 1}`,
		"array.json":  `[1, 2]`,
		"merge.yaml":  "a: &a {x: 1}\nb:\n  <<: *a\n",
		"loop.yaml":   "a: &a [*a, *a]\n",
		"laughs.yaml": laughs(),
		"deep.json":   `{"a":` + strings.Repeat("[", 5000) + strings.Repeat("]", 5000) + `}`,
		"nul.yaml":    `"a\0b": 1`,
		"keys.yaml":   "[a, b]: 1\n",
	} {
		_, err := load(t, name, text)
		if !errors.As(err, &p) {
			t.Errorf("%s: %v", name, err)
		}
		if name == "laughs.yaml" && !strings.Contains(err.Error(), "aliases make more than") { // not read to its end
			t.Error(err)
		}
	}
}

// laughs is a small file that aliases blow up to ten to the ninth values.
func laughs() string {
	var b strings.Builder
	b.WriteString("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n")
	for i := 1; i < 9; i++ {
		prev := "*a" + string(rune('0'+i-1))
		b.WriteString("a" + string(rune('0'+i)) + ": &a" + string(rune('0'+i)) + " [" +
			strings.TrimSuffix(strings.Repeat(prev+", ", 10), ", ") + "]\n")
	}
	return b.String()
}

func TestNearest(t *testing.T) {
	known := []string{"window", "where", "end", "start", "csv", "ts", "unit"}
	for word, want := range map[string]string{"windw": "window", "wher": "where", "ned": "end", "strat": "start",
		"xlsx": "", "user": "", "timezone": "", "": "ts"} {
		if got := nearest(word, known); got != want {
			t.Errorf("%s: %q, expected %q", word, got, want)
		}
	}
}

// What is no finite number is none anywhere.
func TestNotFinite(t *testing.T) {
	for _, word := range []string{"nan", "inf", "-inf", "1e999"} {
		for key, text := range map[string]string{
			"alpha":  small + "statistics: {alpha: " + word + "/1}\n",
			"prior":  small + "statistics: {prior: " + word + "/1}\n",
			"margin": small + "  - {name: shown_per_user, role: guardrail, margin: " + word + "}\n",
			"cost": small + "  - {name: q, kind: graded, grades: [{name: a, cost: " + word + "}, {name: b, cost: " +
				"1}]}\n",
			"upper":   small + "  - {name: s, kind: mean, event: e, winsorize: {upper: " + word + "/1}}\n",
			"max_bad": small + "max_bad_rows: " + word + "%\n",
		} {
			if _, err := load(t, "x.yaml", text); err == nil || !strings.Contains(err.Error(), word) && key != "cost" ||
				!strings.Contains(err.Error(), key) {
				t.Errorf("%s %s: %v", key, word, err)
			}
		}
	}
}

// Percent and points are the decimal that they are, to the last bit.
func TestPercent(t *testing.T) {
	for text, want := range map[string]float64{"99.9%": 0.999, "0.1%": 0.001, "50 %": 0.5, "1e1%": 0.1, "1/3": 1.0 / 3,
		".29%": 0.0029, "-5%": -0.05} {
		if got, err := ParseShare(text); err != nil || got != want {
			t.Errorf("%s is %v, %v; expected %v", text, got, err, want)
		}
	}
	for text, want := range map[string]float64{"0.7%": 0.007, "0.29pp": 0.0029, "3": 3} {
		if got, err := ParseAmount(text); err != nil || got.Value != want {
			t.Errorf("%s is %v, %v; expected %v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "%", "e%", "inf%", "nan", "1/0", "5%%", "0x1%", "nan/1", "inf/inf", "1/inf",
		"1e300/1e-300", "1%/2"} {
		if got, err := ParseShare(text); err == nil {
			t.Errorf("%q is read as %v", text, got)
		}
	}
}
