package config

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"uptake/analysis/spec"
	"uptake/ingest/preset"
)

const presetFile = `experiment: flag.1
sources:
  - path: a.ndjson
    preset: %s
    %s
arms: [{name: control, control: true}, {name: "false"}]
`

// fileOfPreset names the score where one has to be named.
func fileOfPreset(p preset.Preset) []byte {
	join := ""
	if p.Outcome != "" {
		join = "join: {where: [{column: " + p.Named + ", is: [accepted]}]}"
	}
	return fmt.Appendf(nil, presetFile, p.Key, join)
}

// TestPresetsAreReadable: every preset that is not refused makes a file that can be read, and
// what it binds is offered and not demanded.
func TestPresetsAreReadable(t *testing.T) {
	for _, p := range preset.All() {
		e, err := parse(fileOfPreset(p), "x.yaml", "/", nil)
		if p.Refuse != "" {
			if err == nil || !strings.Contains(err.Error(), p.Refuse) || !strings.Contains(err.Error(),
				"line 4, sources[1].preset") {
				t.Errorf("%s: %v", p.Key, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", p.Key, err)
			continue
		}
		if n := max(len(p.Sources), 1); len(e.Sources) != n || e.Sources[n-1].Path != "/a.ndjson" ||
			string(e.Layout) != cmpOr(p.Layout, "events") {
			t.Errorf("%s: %d sources, layout %s", p.Key, len(e.Sources), e.Layout)
		}
		for _, s := range e.Sources {
			if len(s.Derived) != len(p.Derived) || len(s.Columns) < len(p.Columns) {
				t.Errorf("%s: %d derived columns and %d bound", p.Key, len(s.Derived), len(s.Columns))
			}
			for name := range s.Columns {
				if !slices.Contains(s.Offered, name) {
					t.Errorf("%s demands %s", p.Key, name)
				}
			}
		}
		said := strings.Join(Explain(e), "\n")
		if !strings.Contains(said, "From the preset "+p.Key+" it takes ") {
			t.Errorf("%s is not said back:\n%s", p.Key, said)
		}
	}
}

func cmpOr(a, b string) string {
	if a == "" {
		return b
	}
	return a
}

// TestPresetGivesWay: what the file says, of one source or of all, goes before the preset;
// filters add up, and arms stand outside nothing.
func TestPresetGivesWay(t *testing.T) {
	e, err := parse([]byte(`experiment: ranker
sources:
  - path: a.ndjson
    preset: split
    columns: {surface: place}
    derived: [{name: ts, from: sent}]
    where: [{column: country, is: [de]}]
  - {path: sales.csv, set: {event: purchase}}
columns: {latency_ms: ms}
exposure: {where: [{column: beta, not: ["true"]}], experiment: flag}
arms: [{name: control, control: true}, {name: new}]
`), "x.yaml", "/", nil)
	if err != nil {
		t.Fatal(err)
	}
	s := e.Sources[0]
	if got, want := s.Columns, map[string]string{"surface": "place",
		"suggestion_id": "properties.suggestion_id"}; !reflect.DeepEqual(got, want) {
		t.Errorf("columns %v, want %v", got, want)
	}
	if k := spec.DerivedPlace(s.Derived, "ts"); len(s.Derived) != 4 || !slices.Equal(s.Derived[k].From,
		[]string{"sent"}) || slices.Contains(s.Offered, "ts") || !slices.Contains(s.Offered, "unit") {
		t.Errorf("derived %+v, offered %v", s.Derived, s.Offered)
	}
	if other := e.Sources[1]; len(other.Columns)+len(other.Derived) > 0 {
		t.Errorf("the other source gets %+v", other)
	}
	x := e.Exposure
	if x.Experiment != "flag" || x.Variant != "impression.treatment" || len(x.Where) != 2 || len(x.Outside) != 0 {
		t.Errorf("exposure %+v", x)
	}
	for text, want := range map[string]string{
		string(fileOfPreset(preset.Preset{
			Key: "segmnt"})): `line 4, sources[1].preset: "segmnt" is no preset; did you mean segment? There are posthog,`,
		"experiment: x\nsources: [{path: a, preset: segment}, {path: b, preset: " +
			"vwo}]\n": "vwo is named beside segment",
		"experiment: x\nsources: [{path: a, preset: segment}]\nlayout: units\nmetrics: [{name: a, kind: mean}]\n": "",
		"experiment: x\nsources: [{path: a, preset: devcycle}]\n":                                                 "",
		"experiment: x\nsources: [{path: a, preset: " +
			"[devcycle]}]\n": "sources[1].preset: expected one value",
		"experiment: x\nsources: [{path: a, preset: langfuse}]\n": "yours to name: join: {where: [{column: body.name",
		"experiment: x\nsources: [{path: a, preset: mixpanel, format: csv, rows: " +
			"data}]\n": "is a path inside a JSON document",
		"experiment: x\nsources: [{path: a, preset: optimizely, format: " +
			"csv}]\n": "of the preset optimizely: is a path inside a JSON document",
		"experiment: x\nsources: [{path: a, preset: segment, columns: {tz: " +
			"x}}]\n": "sources[1].columns.tz",
		"experiment: x\nsources: [{path: a, preset: segment}]\nexposure: " +
			"[event]\n": "expected a table of keys",
		"experiment: x\nsources: [{path: a, preset: vscode}]\nlayout: events\nsuggestions: {attribution: 5m}": "",
	} {
		_, err := parse([]byte(text), "x.yaml", "/", nil)
		if got := fmt.Sprint(err); want == "" && err != nil && !strings.Contains(got, "suggestions.outcomes") ||
			!strings.Contains(got, want) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}

// TestPresetInADraft: the file of a next experiment names the preset, and nothing that it says.
func TestPresetInADraft(t *testing.T) {
	for _, p := range preset.All() {
		if p.Refuse != "" || p.Outcome != "" || p.Layout == "" && p.Event == "" {
			continue
		}
		was, err := parse(fileOfPreset(p), "x.yaml", "/", nil)
		if err != nil {
			t.Fatal(err)
		}
		draft := string(Draft{ID: "flag.1", Hypothesis: "why", Primary: "acceptance_rate", Effect: "2pp"}.File(was))
		if strings.Count(draft, "preset: ") != 1 || strings.Contains(draft, "derived:") {
			t.Errorf("%s:\n%s", p.Key, draft)
		}
		got, err := parse([]byte(draft), "y.yaml", "/", nil)
		if err != nil {
			t.Fatalf("%s: %v\n%s", p.Key, err, draft)
		}
		if got.Exposure.Outside = was.Exposure.Outside; !reflect.DeepEqual(lasting(got), lasting(was)) {
			t.Errorf("%s comes back as %+v, was %+v", p.Key, lasting(got), lasting(was))
		}
	}
}
