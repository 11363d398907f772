package kept

import (
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"uptake/analysis/readout"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/ingest/source"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestResult: a result comes back as it was, with what no JSON of a report has.
func TestResult(t *testing.T) {
	s, err := Open(t.TempDir(), "p")
	must(t, err)
	rep := &report.Report{Schema: report.Schema, Experiment: "e", Alpha: report.Undefined(),
		Rows: report.Rows{Read: 7, Dropped: []report.Dropped{}, ByDay: map[string]int64{"2026-04-01": 7}}}
	rep.Decision.Verdict, rep.Decision.Band = report.Ship, &report.Decision{Verdict: report.Hold}
	units := &readout.Assigned{Arms: []string{"a", "b"}, Unit: "user", Units: []uint64{1, 1 << 63}, Arm: []int32{0, 1},
		Metrics: []readout.AssignedMetric{{Name: "m", Y: []float64{math.NaN(), 0.1}}}}
	ignores := &report.Ignores{Schema: report.IgnoresSchema}
	b, err := Begin(rep, units)
	must(t, err)
	rep.Decision.Verdict = report.KeepRunning // as an earlier cut that stands would have it
	must(t, s.Put("k", b, ignores))
	got, err := s.Get("k")
	must(t, err)
	if d := got.Readout.Decision; d.Verdict != report.Ship || d.Band == nil || d.Band.Verdict != report.Hold {
		t.Errorf("decided was %s, within the band %+v", d.Verdict, d.Band)
	}
	if r := got.Readout.Rows; r.ByDay["2026-04-01"] != 7 || r.Read != 7 || r.Dropped == nil || r.Notes != nil ||
		got.Readout.Alpha.Defined() {
		t.Errorf("%+v, alpha %v", r, got.Readout.Alpha)
	}
	if got.Ignores == nil || got.Ignores.Schema != report.IgnoresSchema {
		t.Errorf("the investigation is %+v", got.Ignores)
	}
	y := got.Assigned.Metrics[0].Y
	if !math.IsNaN(y[0]) || y[1] != 0.1 || got.Assigned.Units[1] != 1<<63 || got.Assigned.Arm[1] != 1 ||
		got.Assigned.Metrics[0].X != nil {
		t.Errorf("units are %+v", got.Assigned)
	}
	rep.Experiment = "a\xffb"
	if _, err := Begin(rep, nil); err == nil {
		t.Error("text that JSON cannot hold is kept")
	}
}

// TestUnwritten: nothing of a report is lost on the way through JSON but what is kept beside.
func TestUnwritten(t *testing.T) {
	seen := map[reflect.Type]bool{}
	var found []string
	var walk func(reflect.Type)
	walk = func(x reflect.Type) {
		switch x.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Map:
			walk(x.Elem())
		case reflect.Interface, reflect.Func, reflect.Chan:
			t.Errorf("%s is no plain data", x)
		case reflect.Struct:
			if seen[x] {
				return
			}
			seen[x] = true
			for i := range x.NumField() {
				f := x.Field(i)
				if !f.IsExported() || f.Tag.Get("json") == "-" {
					found = append(found, x.Name()+"."+f.Name)
				}
				walk(f.Type)
			}
		}
	}
	walk(reflect.TypeFor[report.Report]())
	walk(reflect.TypeFor[report.Ignores]())
	if got := strings.Join(found, " "); got != "Rows.ByDay Decision.Band" && got != "Decision.Band Rows.ByDay" {
		t.Errorf("a report's JSON lacks %s", got)
	}
}

// TestKey: whatever a result hangs on makes another name.
func TestKey(t *testing.T) {
	names := map[Key]string{}
	add := func(what, program string, e spec.Experiment, f File, notes ...string) {
		t.Helper()
		k, err := KeyOf(program, &e, []File{f}, notes)
		must(t, err)
		if other := names[k]; other != "" {
			t.Errorf("%s has the name of %s", what, other)
		}
		names[k] = what
	}
	e, f := spec.Experiment{ID: "a", Zone: time.UTC}, File{source.File{Path: "/x", Name: "x", Size: 3}, "c"}
	add("the first", "p", e, f)
	add("another program", "q", e, f)
	add("a note", "p", e, f, "n")
	e.Zone = time.FixedZone("CEST", 7200)
	add("another zone", "p", e, f)
	e.Zone = time.FixedZone("CEST", 3600)
	add("other rules of the zone", "p", e, f)
	berlin, err := time.LoadLocation("Europe/Berlin")
	must(t, err)
	if rules := rulesOf(berlin); len(rules) < 100 || rules[1] != "3600 323830800" { // from 6 April 1980 on an hour more
		t.Errorf("Berlin has %q", rules)
	}
	e.Metrics = []spec.Metric{{Name: "m"}}
	add("another metric", "p", e, f)
	f.Content = "d"
	add("another content", "p", e, f)
	f.Columns = map[string]string{"a": "b"}
	add("other columns", "p", e, f)
	f.Hive = []source.Pair{{Name: "day", Value: "1"}}
	add("another folder", "p", e, f)
	if a, err := Program("1"); err != nil || a == "1 " {
		t.Errorf("the program is %q: %v", a, err)
	}
}

// TestDamaged: what is not what was written is said and goes, cut at every length.
func TestDamaged(t *testing.T) {
	s, err := Open(t.TempDir(), "p")
	must(t, err)
	b, err := Begin(&report.Report{}, nil)
	must(t, err)
	must(t, s.Put("k", b, nil))
	path := filepath.Join(s.dir, "k"+resultEnding)
	whole, err := os.ReadFile(path)
	must(t, err)
	for n := range len(whole) {
		must(t, os.WriteFile(path, whole[:n], 0o644))
		if r, err := s.Get("k"); err == nil || r != nil {
			t.Fatalf("%d bytes of %d are a result", n, len(whole))
		}
		if s.Has("k") {
			t.Fatal("the damaged result stays")
		}
	}
	if r, err := s.Get("k"); r != nil || err != nil {
		t.Errorf("a result that is not there is %v, %v", r, err)
	}
}

// TestFinish: what a night neither took nor wrote goes, and nothing that is not ours.
func TestFinish(t *testing.T) {
	dir := t.TempDir()
	s, err := Open(dir, "p")
	must(t, err)
	b, err := Begin(&report.Report{}, nil)
	must(t, err)
	must(t, s.Put("a", b, nil))
	must(t, s.Put("b", b, nil))
	must(t, os.WriteFile(filepath.Join(s.dir, "notes.txt"), nil, 0o644))
	s, err = Open(dir, "p")
	must(t, err)
	_, err = s.Get("a")
	must(t, err)
	must(t, s.Finish())
	if !s.Has("a") || s.Has("b") {
		t.Errorf("a stays: %v, b stays: %v", s.Has("a"), s.Has("b"))
	}
	if _, err := os.Stat(filepath.Join(s.dir, "notes.txt")); err != nil {
		t.Error(err)
	}
}
