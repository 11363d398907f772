package config

import (
	"math"
	"slices"
	"strings"
	"time"

	"uptake/analysis/spec"
)

// experiment turns the file's tree into an Experiment, writing down problems.
func experiment(o *object, dir string) *spec.Experiment {
	presets(o, dir)
	layout := spec.Layout(o.oneOf("layout"))
	o.file.layout = layout
	family := each(o)
	e := &spec.Experiment{
		Each:       family,
		ID:         o.text("experiment"),
		Hypothesis: o.text("hypothesis"),
		Owner:      o.text("owner"),
		Link:       o.text("link"),
		Layout:     layout,
		Zone:       zone(o),
		Start:      o.day("start"),
		End:        o.day("end"),
		Columns:    o.names("columns"),
		Derived:    derived(o),
		Where:      filters(o),
		MaxBadRows: o.share("max_bad_rows"),
		Missing:    o.texts("missing"),
		Window:     o.duration("window"),
		Duplicates: spec.Duplicates(o.oneOf("duplicates")),
	}
	if x := o.text("extends"); x != "" {
		e.Extends = []string{x}
	}
	if placeOf(o.m["extends"]).line == lineOfSet {
		o.bad("extends", "says in the file itself which file it goes on from; write it there")
	}
	if e.ID == "" {
		o.bad("experiment", "the file must say which experiment it is about, such as `experiment: "+
			"inline-suggestions-v2`")
	}
	e.Slug = slug(e.ID)
	if e.Start != spec.NoDay && e.End != spec.NoDay && e.End < e.Start {
		o.bad("end", "the experiment ends on %s, before it starts on %s", e.End, e.Start)
	}
	e.Embargo = embargo(o)
	e.CompleteWindows = o.bool("complete_windows")
	if e.CompleteWindows && e.Window == 0 {
		o.bad("complete_windows", "needs a window, such as window: 14d")
	}
	e.Engine = engine(o, dir)
	e.MaxBytes = maxBytes(o, e.Engine)
	e.Sources = sources(o, dir, e.Engine)
	if e.ArmsAny = armsAny(o); !e.ArmsAny {
		e.Arms, e.ShareTotal = arms(o)
	}
	if e.Engine != "" && e.ArmsAny {
		o.bad("arms", "any is not asked of an engine by this version; list the arms")
	}
	if e.Engine != "" && e.Each != "" {
		o.bad("each", "is not asked of an engine by this version; write a file for each experiment")
	}
	e.Exposure = exposure(o, e)
	e.Assignments = assignments(o, e, dir)
	if e.Each != "" && e.Layout == spec.Events && len(e.Arms) == 0 && e.Assignments == nil && !o.has("arms") {
		o.bad("each", "without arms no exposure row is read, so nothing tells the experiments apart; list the arms")
	}
	var exposures []string
	if (len(e.Arms) > 0 || e.ArmsAny) && e.Assignments == nil {
		exposures = e.Exposure.Event
	}
	e.Suggestions = suggestions(o, exposures)
	e.Metrics = metrics(o)
	retentionFits(o, e)
	e.Segments = distinct(o, "segments")
	e.Population = population(o, e.Segments, dir)
	e.Attributes = distinct(o, "attributes")
	e.Statistics = statistics(o, e)
	alsoBounds(o, e)
	e.Decision = decision(o, e)
	e.Labels = labels(o, e, dir)
	e.Compare = contrasts(o)
	e.Replay = replay(o)
	e.Evaluation = evaluationOf(o, dir)
	o.done()
	return e
}

func zone(o *object) *time.Location {
	name := o.text("timezone")
	z, err := time.LoadLocation(name)
	if err != nil || name == "Local" { // Local is another zone on another machine
		o.bad("timezone", "%q is not a known time zone; write UTC or a name such as Europe/Berlin", name)
		return time.UTC
	}
	return z
}

// filters reads those of the file or of a source, whose times bear the name ts or the one that is
// bound beside.
func filters(o *object) []spec.Filter {
	var out []spec.Filter
	columns, _ := o.m["columns"].(map[string]any)
	ts, _ := columns["ts"].(Text)
	for _, t := range o.objects("where") {
		f := spec.Filter{Column: t.text("column"), Is: t.texts("is"), Not: t.texts("not"), From: t.text("from"),
			To: t.text("to")}
		if f.Column == "" {
			o.p.add(t.path, placeOf(t.m), "a filter names its column: {column: is_employee, not: [\"true\"]}")
		} else if !t.has("is") && !t.has("not") && f.From == "" && f.To == "" {
			o.p.add(t.path, placeOf(t.m), "a filter says what passes: is, not, from or to")
		} else if err := CheckTimeBounds(f); (f.Column == "ts" || f.Column == ts.Value) && err != nil {
			o.p.add(t.path, placeOf(t.m), "%v", err)
		}
		t.done()
		out = append(out, f)
	}
	return out
}

// armsAny reports whether the arms are those that are found; another word in place of
// the list is refused.
func armsAny(o *object) bool {
	t, word := o.m["arms"].(Text)
	if !word || !o.has("arms") {
		return false
	}
	if t.Value != "any" {
		o.bad("arms", "expected a list of arms, each line beginning with a dash, or any for those that the rows have")
		o.seen["arms"] = false
	}
	return t.Value == "any"
}

// arms reads the arms, and what their shares add up to where they are written as
// parts of a whole (50%, 0.5, 1/2) and do not make one; 0 where they do, or where
// they are weights (1 and 1). Rounding (33% three times) is no mistake.
func arms(o *object) ([]spec.Arm, float64) {
	var out []spec.Arm
	controls, filled := 0, 0
	total := 0.0
	seen, of := map[string]bool{}, map[string]int{} // of: values of the export, by arm
	shares, parts := 0, false
	for _, t := range o.objects("arms") {
		a := spec.Arm{Control: t.bool("control"), Share: 1}
		if t.has("of") {
			a.Of = t.texts("of")
			a.Share = max(1, float64(len(a.Of)))
		}
		t.has("name") // read below as it is written, even where it would be no value
		if v, ok := t.m["name"]; !ok {
			o.p.add(t.path, placeOf(t.m), "an arm has a name: the value that the export has for it")
		} else if n, ok := v.(Text); ok {
			a.Name = n.Value // the text as written, be it true, 007, null or empty
		} else {
			t.bad("name", "expected one value")
		}
		if t.has("share") {
			shares++
			problems := len(t.p.List)
			if a.Share = t.share("share"); len(t.p.List) > problems {
				a.Share = 1
			}
			if v, ok := t.m["share"].(Text); ok {
				parts = parts || strings.ContainsAny(v.Value, "%/") || a.Share > 0 && a.Share < 1
			}
		}
		if seen[a.Name] {
			t.bad("name", "there are two arms named %q", a.Name)
		}
		seen[a.Name] = true
		for _, v := range a.Values() {
			switch other, taken := of[v]; {
			case taken && other == len(out):
				t.bad("of", "%q is listed twice", v)
			case taken && a.Of == nil && out[other].Of == nil: // two arms of one name, as is said
			case taken:
				o.bad("arms", "%q is a value of the arm %q and of %q; a value of the export is in one arm", v,
					out[other].Name, a.Name)
			}
			of[v] = len(out)
		}
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
		o.bad("arms", "one arm cannot be compared with anything; list both arms, or leave arms out to describe one "+
			"group")
	}
	if len(out) > 1 && controls != 1 {
		o.bad("arms", "exactly one arm must have `control: true`, found %d", controls)
	}
	if shares != 0 && shares != len(out) {
		o.bad("arms", "give a share to every arm or to none (equal shares), found %d of %d", shares, len(out))
	}
	if len(out) > 1 && filled < 2 {
		o.bad("arms", "at least two arms need a share above 0, found %d", filled)
		return out, 0
	}
	for i := range out {
		out[i].Share /= total
	}
	if !parts || math.Abs(total-1) < 0.015 || shares != len(out) {
		total = 0
	}
	return out, total
}

func distinct(o *object, key string) []string {
	list := o.texts(key)
	for i, s := range list {
		if slices.Contains(list[:i], s) {
			o.bad(key, "%s is listed twice", s)
		}
	}
	return list
}
