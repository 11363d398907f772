package cli

import (
	"bytes"
	"encoding/json"
	"flag"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/config"
)

var updatePlan = flag.Bool("update-plan", false, "rewrite testdata/plan-2.yaml")

// hostile is text that would end a value, a comment or a line of a careless file.
const hostile = "a\"b'c\\ # {d}: [e]\nf\u2028g\u0085\ufeff\x07h: *i &j !k %l | > 😀\ttrue"

// investigated is a loaded experiment with every key that a draft keeps, and an
// investigation of it with four causes.
func investigated(t *testing.T, id string) (*spec.Experiment, *report.Ignores) {
	t.Helper()
	e := loaded(t, `experiment: placeholder
owner: "007"
timezone: Europe/Berlin
start: 2026-04-01
end: 2026-04-28
sources:
  - {path: exports/*.csv, format: csv, set: {event: "pur: chase"}, columns: {ts: sold at}, where: [{column: "x y", is: ["1", ""], not: [no], from: "0", to: 9}]}
  - {path: "-"}
columns: {ts: timestamp, unit: "user id"}
where: [{column: is_employee, not: ["true"]}]
arms: [{name: a, share: 10%, control: true}, {name: b, share: 90%}]
exposure: {event: [exposure, assigned], experiment: "exp id", variant: variant, where: [{column: x, is: "1"}]}
window: 14d
complete_windows: true
duplicates: row
suggestions: {attribution: 90s, edit_window: 1h30m, min_visible: 0.5ms, edit_above: 10%, revert_above: 0.6, known_good: 83%, events: {shown: [s, "t:u"], accepted: [a1], dismissed: d}}
metrics: [{name: acceptance_rate, role: primary}]
segments: [platform, "null", "~"]
attributes: [language, "a, b"]
statistics: {alpha: 0.1}
max_bad_rows: 2%
`)
	e.ID = id
	u := report.Undefined()
	rep := &report.Ignores{
		Causes: []report.Cause{{Rank: 1, Mechanism: "short_window"}, {Rank: 2, Mechanism: "unexplained",
			Badge: "observed", Sentence: "Where the surface is " + id + ", 80% are ignored.", Rival: "The task."},
			{Rank: 3, Mechanism: "unexplained"}, {Rank: 4, Mechanism: "too_slow"}},
		Plans: []report.NextTest{{Cause: "short_window", Rank: 1},
			{Cause: "unexplained", Rank: 2, Hypothesis: "Where surface is " + id + ": if we hold the suggestions " +
				"back there, what a user accepts rises.", Change: "hold the suggestions back there", Unit: "user id",
				Primary: "accepted_per_unit", Guardrails: []string{"coverage", "dismiss_rate"},
				Apart: "Sessions to watch.", Falsified: "It stays.", Baseline: 3, MDE: 0.1, UnitsNeeded: 4210, Weeks: 3,
				Design: u},
			{Cause: "unexplained", Rank: 3, Hypothesis: "h", Primary: "acceptance_rate", Baseline: u, MDE: u,
				UnitsNeeded: u, Weeks: u, Design: u},
			{Cause: "too_slow", Rank: 4, Hypothesis: "h", Primary: "acceptance_rate", Baseline: 0.3, MDE: 0.01234567,
				UnitsNeeded: 1e15, Weeks: 1e9, Design: 2}}}
	return e, rep
}

// loaded is an experiment file that was read.
func loaded(t *testing.T, text string) *spec.Experiment {
	t.Helper()
	path := filepath.Join(t.TempDir(), "experiment.yaml")
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	e, err := config.Load(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// drafted writes test n, loads it, and gives both the experiment and the text.
func drafted(t *testing.T, e *spec.Experiment, rep *report.Ignores, n int) (*spec.Experiment, string) {
	t.Helper()
	f, err := plannedTest(e, rep, n)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), f.Name)
	if err := os.WriteFile(path, f.Content, 0o644); err != nil {
		t.Fatal(err)
	}
	got, err := config.Load(path, nil)
	if err != nil {
		t.Fatalf("%v\n%s", err, f.Content)
	}
	return got, string(f.Content)
}

// A draft says what the experiment before said of what is read and how, and what
// the test asks for, whatever text the export wrote.
func TestEmitPlan(t *testing.T) {
	for _, id := range []string{"inline", hostile, "null", "true", "007", "-", "\xff\xfe", "# x"} {
		e, rep := investigated(t, id)
		got, text := drafted(t, e, rep, 2)
		valid := strings.ToValidUTF8(id, "\ufffd")
		if got.ID != valid+"-unexplained" || got.Hypothesis != "Where surface is "+valid+": if we hold the "+
			"suggestions back there, what a user accepts rises." {
			t.Errorf("%q: the id is %q, the hypothesis %q", id, got.ID, got.Hypothesis)
		}
		for i, s := range e.Sources {
			if g := got.Sources[i]; g.Format != s.Format || !reflect.DeepEqual(g.Set, s.Set) ||
				!reflect.DeepEqual(g.Columns, s.Columns) || !reflect.DeepEqual(g.Where, s.Where) ||
				!strings.HasPrefix(g.Written, "EDIT-ME/new-export-") {
				t.Errorf("source %d is %+v, was %+v", i, g, s)
			}
		}
		for what, pair := range map[string][2]any{"columns": {got.Columns, e.Columns}, "where": {got.Where, e.Where},
			"exposure": {got.Exposure, e.Exposure}, "zone": {got.Zone.String(), e.Zone.String()},
			"suggestions": {got.Suggestions, e.Suggestions}, "segments": {got.Segments, e.Segments},
			"attributes": {got.Attributes, e.Attributes}, "window": {got.Window, e.Window},
			"complete windows": {got.CompleteWindows, e.CompleteWindows}, "duplicates": {got.Duplicates, e.Duplicates},
			"owner": {got.Owner, e.Owner}, "alpha": {got.Statistics.Alpha, 0.1},
			"bad rows": {got.MaxBadRows, 0.02}, "layout": {got.Layout, e.Layout},
			"planned units": {got.Decision.PlannedUnits, 4210}, "weeks": {got.Decision.MinWeeks, 3},
			"planned day": {got.Decision.Planned, spec.NoDay},
			"arms": {got.Arms, []spec.Arm{{Name: "control", Share: 0.5, Control: true},
				{Name: "treatment", Share: 0.5}}}} {
			if !reflect.DeepEqual(pair[0], pair[1]) {
				t.Errorf("%q: %s is %+v, want %+v", id, what, pair[0], pair[1])
			}
		}
		m := got.Metrics
		if len(m) != 3 || m[0].Name != "accepted_per_unit" || m[0].Role != spec.Primary ||
			m[0].MinimumEffect.Form != spec.Relative || math.Abs(m[0].MinimumEffect.Value-0.1/3) > 1e-5 {
			t.Errorf("the metrics are %+v", m)
		}
		for i, name := range []string{"coverage", "dismiss_rate"} {
			if g := m[i+1]; g.Name != name || g.Role != spec.Guardrail || g.Margin.Text != "5%" ||
				g.Down != (name == "dismiss_rate") {
				t.Errorf("guardrail %d is %+v", i, g)
			}
		}
		for _, line := range strings.Split(text, "\n") {
			if strings.ContainsAny(line, "\u2028\u0085\ufeff\x07\r") {
				t.Errorf("%q is written as it is", line)
			}
		}
		if id != "inline" {
			continue
		}
		if *updatePlan {
			if err := os.WriteFile("testdata/plan-2.yaml", []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if want, err := os.ReadFile("testdata/plan-2.yaml"); err != nil || string(want) != text {
			t.Errorf("%v: the file is\n%s\nlook at it and run the test with -update-plan when it is right", err, text)
		}
	}
}

// What the data do not say is left to be edited, a second place without a reason is
// an experiment of its own, and no size is too large to be read back.
func TestEmitPlanUnknown(t *testing.T) {
	e, rep := investigated(t, "x")
	got, text := drafted(t, e, rep, 3)
	if got.ID != "x-unexplained-3" || got.Metrics[0].MinimumEffect.Given() || got.Decision.PlannedUnits != 0 ||
		got.Decision.MinWeeks != 2 || !strings.Contains(text, "EDIT: add minimum_effect") {
		t.Errorf("%+v\n%s", got, text)
	}
	got, text = drafted(t, e, rep, 4)
	if got.ID != "x-too_slow" || got.Metrics[0].MinimumEffect.Form != spec.Points ||
		math.Abs(got.Metrics[0].MinimumEffect.Value-0.01234567) > 1e-5 || got.Decision.PlannedUnits != 0 ||
		!strings.Contains(text, "too small to be found") {
		t.Errorf("%+v\n%s", got, text)
	}
	// An event that shows suggestions cannot be what exposes once there are arms.
	const read = "experiment: x\nsources: [{path: e.csv}]\n"
	e = loaded(t, read+"exposure: {event: s, variant: group}\nsuggestions: {events: {shown: [s]}}\n")
	if got, _ = drafted(t, e, rep, 2); !reflect.DeepEqual(got.Exposure.Event, []string{"EDIT-ME"}) ||
		got.Exposure.Variant != "group" {
		t.Errorf("exposed by %+v", got.Exposure)
	}
	e = loaded(t, read+"assignments: {path: a.csv, format: csv, columns: {unit: \"id, x\"}}\n")
	if got, _ = drafted(t, e, rep, 2); got.Assignments == nil || got.Assignments.Format != "csv" ||
		got.Assignments.Columns["unit"] != "id, x" || got.Assignments.Written != "EDIT-ME/new-assignments" {
		t.Errorf("assigned by %+v", got.Assignments)
	}
	e = loaded(t, read+"layout: suggestions\nsuggestions: {attribution: 1m, outcomes: {accepted: [1], ignored: "+
		"[\"0\", \"\"]}}\n")
	if got, _ = drafted(t, e, rep, 2); !reflect.DeepEqual(got.Suggestions, e.Suggestions) ||
		got.Layout != spec.Suggestions {
		t.Errorf("suggestions are %+v", got.Suggestions)
	}
}

// A test that is not there, or that needs no experiment, is refused with a sentence.
func TestEmitPlanRefused(t *testing.T) {
	e, rep := investigated(t, "x")
	for n, want := range map[int]string{1: "no experiment is needed", 5: "numbered from 1 to 4"} {
		if _, err := plannedTest(e, rep, n); err == nil || !strings.Contains(err.Error(), want) ||
			!reflect.TypeOf(err).AssignableTo(reflect.TypeOf(usageError{})) {
			t.Errorf("test %d: %v", n, err)
		}
	}
}

// From an export to the file: it loads, and edits of it are never written over.
func TestEmitPlanFile(t *testing.T) {
	dir := t.TempDir()
	run := func(want int, args ...string) string {
		t.Helper()
		var out, errs bytes.Buffer
		if code := Main(args, &out, &errs); code != want {
			t.Fatalf("%v ends with %d: %s%s", args, code, out.String(), errs.String())
		}
		return errs.String()
	}
	run(0, "simulate", "-o", dir, "--users", "700", "--seed", "1", "--plant", "never_acceptors=4pp")
	file, out := filepath.Join(dir, "experiment.yaml"), filepath.Join(dir, "out")
	emit := []string{"ignores", file, "--draws", "400", "--quiet", "-o", out, "--format", "json", "--emit-plan", "1"}
	run(0, emit...)
	path := filepath.Join(out, "plan-1.yaml")
	e, err := config.Load(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if e.ID != "inline-suggestions-wrong_audience" || e.Metrics[0].Name != "ever_accepted" ||
		e.Decision.PlannedUnits < 2 {
		t.Errorf("%+v", e)
	}
	// The chance that the draft states is the one that uptake plan draws for it.
	b, err := os.ReadFile(filepath.Join(out, "ignores.json"))
	if err != nil {
		t.Fatal(err)
	}
	var rep report.Ignores
	if err := json.Unmarshal(b, &rep); err != nil {
		t.Fatal(err)
	}
	if b, err = os.ReadFile(path); err != nil {
		t.Fatal(err)
	}
	today := strings.Replace(string(b), "EDIT-ME/new-export", filepath.Join(dir, "events.parquet"), 1)
	again := filepath.Join(dir, "again.yaml")
	if err := os.WriteFile(again, []byte(today), 0o644); err != nil {
		t.Fatal(err)
	}
	before, err := config.Load(file, nil)
	if err != nil {
		t.Fatal(err)
	}
	var text, errs bytes.Buffer
	if code := Main([]string{"plan", again, "--quiet", "--draws", "400", "--json", "-", "--set", "experiment=" +
		before.ID, "--set", "start=" + before.Start.String(), "--set", "end=" + before.End.String()}, &text,
		&errs); code != 0 {
		t.Fatalf("uptake plan ends with %d: %s", code, errs.String())
	}
	var plan report.Plan
	if err := json.Unmarshal(text.Bytes(), &plan); err != nil {
		t.Fatal(err)
	}
	for _, x := range plan.Verdicts.Effects {
		want := map[report.Num]report.Num{1: rep.Plans[0].Chance, 2: rep.Plans[0].ChanceTwice}
		if chance, ok := want[x.Multiple]; ok && (!chance.Defined() || chance != x.Verdicts[0].Chance ||
			x.Verdicts[0].Verdict != report.Ship) {
			t.Errorf("at %v times the effect the draft ships with a chance of %v, uptake plan says %+v", x.Multiple,
				chance, x.Verdicts[0])
		}
	}
	run(0, emit...) // the same again is no change
	edited := append(b, "# mine\n"...)
	if err := os.WriteFile(path, edited, 0o644); err != nil {
		t.Fatal(err)
	}
	if says := run(1, emit...); !strings.Contains(says, "perhaps edits of yours") {
		t.Error(says)
	}
	if b, err := os.ReadFile(path); err != nil || !bytes.Equal(b, edited) {
		t.Errorf("%v: the edits are gone", err)
	}
	if says := run(2, "ignores", file, "--quiet", "-o", filepath.Join(dir, "none"), "--emit-plan",
		"9"); !strings.Contains(says, "there is no such test") {
		t.Error(says)
	}
	if _, err := os.Stat(filepath.Join(dir, "none")); err == nil {
		t.Error("a refused run wrote something")
	}
}
