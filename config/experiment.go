package config

import (
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"time"

	"uptake/analysis/spec"
)

// experiment turns the file's tree into an Experiment, writing down problems.
func experiment(o *object, dir string) *spec.Experiment {
	e := &spec.Experiment{
		ID:         o.text("experiment", ""),
		Hypothesis: o.text("hypothesis", ""),
		Owner:      o.text("owner", ""),
		Link:       o.text("link", ""),
		Layout:     spec.Layout(o.oneOf("layout", "events", "events", "suggestions", "units", "summary")),
		Start:      o.day("start"),
		End:        o.day("end"),
		Columns:    columns(o),
		Where:      filters(o, "where"),
		MaxBadRows: o.share("max_bad_rows", 0.01, 0, 1),
	}
	if e.ID == "" {
		o.bad("experiment", "the file must say which experiment it is about, such as `experiment: inline-suggestions-v2`")
	}
	e.Slug = slug(e.ID)
	zone := o.text("timezone", "UTC")
	var err error
	if e.Zone, err = time.LoadLocation(zone); err != nil || zone == "Local" || zone == "" { // Local is another zone on another machine
		o.bad("timezone", "%q is not a known time zone; write UTC or a name such as Europe/Berlin", zone)
		e.Zone = time.UTC
	}
	if e.Start != spec.NoDay && e.End != spec.NoDay && e.End < e.Start {
		o.bad("end", "the experiment ends on %s, before it starts on %s", e.End, e.Start)
	}
	e.Window = o.duration("window", 0)
	e.CompleteWindows = o.bool("complete_windows")
	if e.CompleteWindows && e.Window == 0 {
		o.bad("complete_windows", "needs a window, such as window: 14d")
	}
	e.Duplicates = spec.Duplicates(o.text("duplicates", ""))
	if e.Duplicates != "" {
		e.Duplicates = spec.Duplicates(o.oneOf("duplicates", "", "id", "row", "keep"))
	}
	e.Sources = sources(o, dir)
	e.Arms = arms(o)
	e.Exposure = exposure(o, e)
	e.Assignments = assignments(o, dir)
	var exposures []string
	if len(e.Arms) > 0 && e.Assignments == nil {
		exposures = e.Exposure.Event
	}
	e.Suggestions = suggestions(o, e.Layout, exposures)
	e.Metrics = metrics(o, e.Layout)
	e.Segments = distinct(o, "segments")
	e.Attributes = distinct(o, "attributes")
	e.Statistics = statistics(o, e)
	alsoBounds(o, e)
	e.Decision = decision(o)
	e.Labels = labels(o, e, dir)
	o.notYet("assigned_per", "assignment below the unit")
	e.Compare = contrasts(o)
	e.Replay = replay(o)
	o.done()
	return e
}

func columns(o *object) map[string]string {
	out := o.names("columns")
	checkCanonical(o, "columns", out)
	return out
}

func checkCanonical(o *object, key string, m map[string]string) {
	known := append(slices.Clone(spec.Canonical), spec.SummaryColumns...)
	names := make([]string, 0, len(m))
	for k := range m {
		names = append(names, k)
	}
	sort.Strings(names)
	for _, k := range names {
		if !slices.Contains(known, k) {
			line := lineOf(o.m[key].(map[string]any)[k])
			hint := "."
			if n := nearest(k, known); n != "" {
				hint = "; did you mean " + n + "?"
			}
			o.p.add(o.at(key)+"."+k, line, "not a canonical name%s Known: %s", hint, strings.Join(known, " "))
		}
		if k == "cluster" {
			o.p.add(o.at(key)+".cluster", lineOf(o.m[key].(map[string]any)[k]), "not built yet in this version: analysis by cluster; remove the key to go on without it")
		}
	}
}

func filters(o *object, key string) []spec.Filter {
	var out []spec.Filter
	for _, t := range o.objects(key) {
		f := spec.Filter{Column: t.text("column", ""), Is: t.texts("is"), Not: t.texts("not"), From: t.text("from", ""), To: t.text("to", "")}
		if f.Column == "" {
			o.p.add(t.path, lineOf(t.m), "a filter names its column: {column: is_employee, not: [\"true\"]}")
		} else if !t.has("is") && !t.has("not") && f.From == "" && f.To == "" {
			o.p.add(t.path, lineOf(t.m), "a filter says what passes: is, not, from or to")
		}
		if t.has("is") && len(f.Is) == 0 {
			t.bad("is", "an empty list lets nothing pass; list the values that do")
		}
		if t.has("not") && len(f.Not) == 0 {
			t.bad("not", "an empty list keeps nothing out; list the values that do not pass")
		}
		t.done()
		out = append(out, f)
	}
	return out
}

func sources(o *object, dir string) []spec.Source {
	var out []spec.Source
	for _, t := range o.objects("sources") {
		s := spec.Source{Table: spec.Table{Written: t.text("path", ""), Format: t.text("format", ""), Columns: columns(t)}, Set: t.names("set"), Where: filters(t, "where")}
		if s.Written == "" {
			o.p.add(t.path, lineOf(t.m), "a source names its path: a file, a glob, a folder, or \"-\" for standard input")
		}
		s.Path = resolve(dir, s.Written)
		if s.Format != "" {
			t.oneOf("format", "", "parquet", "ipc", "csv", "tsv", "ndjson")
		}
		checkCanonical(t, "set", s.Set)
		t.notYet("preset", "reading a vendor's layout by preset")
		t.done()
		out = append(out, s)
	}
	if len(out) == 0 && len(o.p.List) == 0 {
		o.bad("sources", "the file must name at least one export, such as `sources: [{path: exports/*.csv}]`")
	}
	stdin := 0
	for _, s := range out {
		if s.Path == "-" {
			stdin++
		}
	}
	if stdin > 1 {
		o.bad("sources", "standard input can be only one source, found %d", stdin)
	}
	return out
}

func resolve(dir, path string) string {
	if path == "-" || path == "" || filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(dir, filepath.FromSlash(path))
}

func arms(o *object) []spec.Arm {
	var out []spec.Arm
	controls, filled := 0, 0
	total := 0.0
	seen := map[string]bool{}
	shares := 0
	for _, t := range o.objects("arms") {
		a := spec.Arm{Control: t.bool("control"), Share: 1}
		t.skip("name") // read below as it is written, even where it would be no value
		if v, ok := t.m["name"]; !ok {
			o.p.add(t.path, lineOf(t.m), "an arm has a name: the value that the export has for it")
		} else if n, ok := v.(Text); ok {
			a.Name = n.Value // the text as written, be it true, 007, null or empty
		} else {
			t.bad("name", "expected one value")
		}
		if s := t.text("share", ""); s != "" {
			shares++
			var err error
			if a.Share, err = ParseShare(s); err != nil || a.Share < 0 {
				t.bad("share", "%q is not a share of 0 or more; write it as 50%%, 0.5 or 1/2", s)
				a.Share = 1
			}
		}
		if seen[a.Name] {
			t.bad("name", "there are two arms named %q", a.Name)
		}
		seen[a.Name] = true
		if a.Share > 0 {
			filled++
		} else if a.Control {
			t.bad("share", "the control arm cannot have a share of 0: nothing could be compared with it")
		}
		if a.Control {
			controls++
		}
		total += a.Share
		t.done()
		out = append(out, a)
	}
	if len(out) == 1 {
		o.bad("arms", "one arm cannot be compared with anything; list both arms, or leave arms out to describe one group")
	}
	if len(out) > 1 && controls != 1 {
		o.bad("arms", "exactly one arm must have `control: true`, found %d", controls)
	}
	if shares != 0 && shares != len(out) {
		o.bad("arms", "give a share to every arm or to none (equal shares), found %d of %d", shares, len(out))
	}
	if len(out) > 1 && filled < 2 {
		o.bad("arms", "at least two arms need a share above 0, found %d", filled)
		return out
	}
	for i := range out {
		out[i].Share /= total
	}
	return out
}

func distinct(o *object, key string) []string {
	list := o.texts(key)
	for i, s := range list {
		if slices.Contains(list[:i], s) {
			o.bad(key, "%s is listed twice", s)
		}
		if s == "" {
			o.bad(key, "an empty name is not a column")
		}
	}
	return list
}
