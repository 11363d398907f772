package config

import (
	"maps"
	"slices"
	"strings"
	"time"

	"uptake/analysis/spec"
)

func exposure(o *object, e *spec.Experiment) spec.Exposure {
	x := spec.Exposure{Event: []string{"exposure"}}
	t, ok := o.object("exposure")
	if !ok {
		return x
	}
	if e.Layout != spec.Events {
		o.bad("exposure", "exposure rows exist in layout events only; in layout %s the arm is a column (columns: {arm: …})", e.Layout)
	}
	if ev := t.texts("event"); len(ev) > 0 {
		x.Event = ev
	}
	x.Experiment, x.ExperimentGiven = t.text("experiment", ""), t.has("experiment")
	x.Variant = t.text("variant", "")
	x.Where = filters(t, "where")
	t.done()
	return x
}

func assignments(o *object, dir string) *spec.Assignments {
	t, ok := o.object("assignments")
	if !ok {
		return nil
	}
	a := &spec.Assignments{Table: spec.Table{Written: t.text("path", ""), Format: t.text("format", ""), Columns: t.names("columns")}}
	a.Path = resolve(dir, a.Written)
	if a.Written == "" {
		t.bad("path", "assignments name the file with one row per unit, such as {path: assigned.csv}")
	}
	for k := range a.Columns {
		if !slices.Contains([]string{"unit", "arm", "ts"}, k) {
			o.p.add(t.at("columns")+"."+k, lineOf(t.m["columns"]), "an assignment file has the columns unit, arm and ts only")
		}
	}
	t.done()
	return a
}

// Roles of suggestion events and the event names they have unless given.
var defaultEvents = map[string][]string{
	"requested":     {"suggestion_requested"},
	"shown":         {"suggestion_shown"},
	"accepted":      {"suggestion_accepted"},
	"partial":       {"suggestion_partially_accepted"},
	"edited":        {"suggestion_edited"},
	"reverted":      {"suggestion_reverted"},
	"typed_through": {"suggestion_typed_through"},
	"dismissed":     {"suggestion_dismissed"},
	"superseded":    {"suggestion_superseded"},
	"hidden":        {"suggestion_hidden"},
	"persisted":     {"suggestion_persisted"},
}

func suggestions(o *object, layout spec.Layout, exposures []string) spec.SuggestionRules {
	r := spec.SuggestionRules{Attribution: 5 * time.Minute, EditWindow: 5 * time.Minute, RevertAbove: 0.5}
	t, ok := o.object("suggestions")
	if !ok {
		t = newObject("suggestions", map[string]any{}, o.p)
	}
	r.AttributionGiven = t.has("attribution")
	r.Attribution = t.duration("attribution", r.Attribution)
	r.EditWindow = t.duration("edit_window", r.EditWindow)
	r.MinVisible = t.duration("min_visible", 0)
	r.EditAbove = t.share("edit_above", 0, 0, 1)
	r.RevertAbove = t.share("revert_above", 0.5, 0, 1)
	r.KnownGood = t.share("known_good", 0, 0, 1)
	if r.RevertAbove < r.EditAbove {
		t.bad("revert_above", "must not be below edit_above (%g)", r.EditAbove)
	}
	if layout == spec.Events {
		r.Events = roleNames(t, "events", spec.Roles)
		if !t.has("events") {
			r.Events = maps.Clone(defaultEvents)
			for _, role := range []string{"requested", "persisted"} {
				if slices.ContainsFunc(exposures, func(n string) bool { return slices.Contains(r.Events[role], n) }) {
					delete(r.Events, role) // nobody asked for these names
				}
			}
		}
		used := map[string]string{}
		for _, role := range spec.Roles {
			for _, n := range r.Events[role] {
				if other := used[n]; other != "" {
					t.bad("events", "the event %s is listed as %s and as %s; an event plays one role", n, other, role)
				}
				used[n] = role
			}
		}
		for _, n := range exposures {
			if role := used[n]; role != "" {
				t.bad("events", "the event %s exposes a unit and is a suggestion's %s; an event plays one role. Expose by another event, or by assignments", n, role)
			}
		}
	} else if t.has("events") {
		t.bad("events", "event names exist in layout events only; in layout suggestions use outcomes: {accepted: […]}")
	}
	if layout == spec.Suggestions {
		at := t
		if o.has("outcomes") {
			at = o
		}
		r.Outcomes = roleNames(at, "outcomes", spec.Outcomes)
	} else if t.has("outcomes") || o.has("outcomes") {
		o.bad("suggestions", "outcomes map the outcome column of layout suggestions; this layout is %s", layout)
	}
	t.done()
	return r
}

func roleNames(t *object, key string, roles []string) map[string][]string {
	o, ok := t.object(key)
	if !ok {
		return nil
	}
	out := map[string][]string{}
	for _, r := range roles {
		if list := o.texts(r); len(list) > 0 {
			out[r] = list
		}
	}
	o.done()
	return out
}

func statistics(o *object, e *spec.Experiment) spec.Statistics {
	s := spec.Statistics{Alpha: 0.05, SegmentMinUnits: 30, MaxImmature: 0.2, SRMAlpha: 0.001, Sequential: true, Theta: spec.PooledTheta}
	t, ok := o.object("statistics")
	if !ok {
		return s
	}
	s.Alpha = t.share("alpha", s.Alpha, 1e-6, 0.5)
	s.SegmentMinUnits = t.whole("segment_min_units", s.SegmentMinUnits, 2)
	s.MaxImmature = t.share("max_immature", s.MaxImmature, 0, 1)
	s.SRMAlpha = t.share("srm_alpha", s.SRMAlpha, 1e-9, 0.5)
	if t.has("sequential") {
		s.Sequential = t.bool("sequential")
	}
	s.CUPED = t.duration("cuped", 0)
	if t.has("cuped") && e.Layout != spec.Events {
		t.bad("cuped", "looks back before a unit's first exposure, which only layout events shows; in layout units name each metric's column from before: covariate: tasks_before")
	}
	s.Theta = spec.Theta(t.oneOf("cuped_theta", string(spec.PooledTheta), string(spec.PooledTheta), string(spec.WithinTheta), string(spec.PerArmTheta)))
	s.Adjust = t.oneOf("adjust", "holm", spec.Adjustments...)
	for _, n := range t.texts("also") {
		if !slices.Contains(spec.Conventions, n) {
			hint := ""
			if near := nearest(n, spec.Conventions); near != "" {
				hint = "; did you mean " + near + "?"
			}
			t.bad("also", "%q is no convention that can stand beside the default%s. Known: %s", n, hint, strings.Join(spec.Conventions, ", "))
		}
		s.Also = append(s.Also, n)
	}
	s.PostStratify = t.text("post_stratify", "")
	if s.PostStratify != "" && !slices.Contains(e.Segments, s.PostStratify) {
		t.bad("post_stratify", "%s is not one of the segments, which are frozen at first exposure; list it there too", s.PostStratify)
	}
	if prior := t.text("prior", "sceptical"); prior != "sceptical" {
		sd, err := ParseShare(prior)
		if err != nil || sd <= 0 || sd > 10 {
			t.bad("prior", "%q is neither sceptical nor the standard deviation of the relative lifts you expect, such as 10%%; the chances by a flat prior stand on the page anyway", prior)
		}
		s.PriorSD = sd
	}
	looks(t, e, &s)
	t.done()
	return s
}

func decision(o *object) spec.Decision {
	d := spec.Decision{Planned: spec.NoDay, MinWeeks: 2, MinUnits: 100, ChanceEnough: 0.5, GuardAlpha: 0.05}
	t, ok := o.object("decision")
	if !ok {
		return d
	}
	d.Planned = t.day("planned")
	d.MinWeeks = t.whole("min_weeks", d.MinWeeks, 0)
	d.MinUnits = t.whole("min_units", d.MinUnits, 0)
	d.PlannedUnits = t.whole("planned_units", 0, 1)
	d.ChanceEnough = t.share("chance_of_enough", d.ChanceEnough, 0, 1)
	d.GuardAlpha = t.share("guardrail_alpha", d.GuardAlpha, 1e-6, 0.5)
	t.done()
	return d
}
