package config

import (
	"maps"
	"slices"
	"strings"

	"uptake/analysis/spec"
)

func exposure(o *object, e *spec.Experiment) spec.Exposure {
	t, _ := o.object("exposure")
	x := spec.Exposure{
		Event:           t.texts("event"),
		Experiment:      t.text("experiment"),
		ExperimentGiven: t.has("experiment"),
		Variant:         t.text("variant"),
		Where:           filters(t),
		Outside:         outside(t, e.Arms),
	}
	t.done()
	return x
}

// assignments reads the file that puts units into arms.
func assignments(o *object, e *spec.Experiment, dir string) *spec.Assignments {
	t, from := beside(o, "assignments", dir, "assignments name the file with one row per unit, such as {path: "+
		"assigned.csv}")
	if t == nil {
		return nil
	}
	if from.Path == "-" && slices.ContainsFunc(e.Sources, func(s spec.Source) bool { return s.Path == "-" }) {
		t.bad("path", "standard input is a source already, and can be read once; give the assignments a file of "+
			"their own")
	}
	return &spec.Assignments{Table: from}
}

// labels reads the file that grades suggestions.
func labels(o *object, e *spec.Experiment, dir string) *spec.Labels {
	t, ok := o.object("labels")
	if !ok {
		return nil
	}
	l := &spec.Labels{Table: table(t, dir), Evals: labelsEvaluated(t)}
	switch {
	case l.Written == "":
		t.bad("path", "labels name the file with one row per graded suggestion, such as {path: graded.csv}")
	case l.Path == "-":
		t.bad("path", "labels are read before the export, so they cannot come from standard input")
	}
	t.done()
	if !slices.ContainsFunc(e.Metrics, func(m spec.Metric) bool { return m.Kind == spec.Graded }) {
		o.bad("labels", "no metric is made of labels; add one such as {name: quality, kind: graded, grades: [{name: "+
			"works, cost: 0}, {name: hallucinated, cost: 6}]}")
	}
	return l
}

// beside reads the table of a file beside the sources, nil where there is none.
func beside(o *object, key, dir, pathless string) (*object, spec.Table) {
	t, ok := o.object(key)
	if !ok {
		return nil, spec.Table{}
	}
	from := table(t, dir)
	if from.Written == "" {
		t.bad("path", "%s", pathless)
	}
	t.done()
	return t, from
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

func suggestions(o *object, exposures []string) spec.SuggestionRules {
	t, _ := o.object("suggestions")
	r := spec.SuggestionRules{
		Attribution:      t.duration("attribution"),
		AttributionGiven: t.has("attribution"),
		EditWindow:       t.duration("edit_window"),
		MinVisible:       t.duration("min_visible"),
		EditAbove:        t.share("edit_above"),
		RevertAbove:      t.share("revert_above"),
		KnownGood:        t.share("known_good"),
	}
	if r.RevertAbove < r.EditAbove {
		t.bad("revert_above", "must not be below edit_above (%g)", r.EditAbove)
	}
	given := lists(t, "events")
	if o.file.layout == spec.Events {
		r.Events = given
		if !t.has("events") {
			r.Events = maps.Clone(defaultEvents)
			for _, role := range []string{"requested", "persisted"} {
				if slices.ContainsFunc(exposures, func(n string) bool { return slices.Contains(r.Events[role], n) }) {
					delete(r.Events, role) // nobody asked for these names
				}
			}
		}
		oneRole(t, r.Events, exposures)
	}
	at := t
	if o.has("outcomes") {
		at = o
	}
	r.Outcomes = lists(at, "outcomes")
	t.done()
	return r
}

// oneRole refuses events that play two roles.
func oneRole(t *object, events map[string][]string, exposures []string) {
	used := map[string]string{}
	for _, role := range spec.Roles {
		for _, n := range events[role] {
			if other := used[n]; other != "" {
				t.bad("events", "the event %s is listed as %s and as %s; an event plays one role", n, other, role)
			}
			used[n] = role
		}
	}
	for _, n := range exposures {
		if role := used[n]; role != "" {
			t.bad("events", "the event %s exposes a unit and is a suggestion's %s; an event plays one role. Expose "+
				"by another event, or by assignments", n, role)
		}
	}
}

// lists are the groups of a key by name, nil where the file has none.
func lists(t *object, key string) map[string][]string {
	if !t.has(key) {
		return nil
	}
	out := map[string][]string{}
	for _, g := range t.groups(key) {
		if len(g.values) > 0 {
			out[g.name] = g.values
		}
	}
	return out
}

func statistics(o *object, e *spec.Experiment) spec.Statistics {
	t, _ := o.object("statistics")
	s := spec.Statistics{
		Alpha:           t.share("alpha"),
		SegmentMinUnits: t.whole("segment_min_units"),
		MaxImmature:     t.share("max_immature"),
		SRMAlpha:        t.share("srm_alpha"),
		Sequential:      t.bool("sequential"),
		CUPED:           t.duration("cuped"),
		Theta:           spec.Theta(t.oneOf("cuped_theta")),
		Adjust:          t.oneOf("adjust"),
		Also:            t.texts("also"),
		PostStratify:    t.text("post_stratify"),
	}
	for _, n := range s.Also {
		if !slices.Contains(spec.Conventions, n) {
			hint := ""
			if near := nearest(n, spec.Conventions); near != "" {
				hint = "; did you mean " + near + "?"
			}
			t.bad("also", "%q is no convention that can stand beside the default%s. Known: %s", n, hint,
				strings.Join(spec.Conventions, ", "))
		}
	}
	if s.PostStratify != "" && !slices.Contains(e.Segments, s.PostStratify) {
		t.bad("post_stratify", "%s is not one of the segments, which are frozen at first exposure; list it there too",
			s.PostStratify)
	}
	if t.has("cuped_theta") && s.CUPED == 0 && !slices.ContainsFunc(e.Metrics,
		func(m spec.Metric) bool { return len(m.Covariate) > 0 }) {
		t.bad("cuped_theta", "says over what CUPED's slope is taken, and nothing is adjusted; add cuped: 14d, or in "+
			"layout units a metric's covariate")
	}
	if !slices.Contains(t.key("prior").Choices, t.text("prior")) {
		s.PriorSD = t.share("prior")
	}
	looks(t, e, &s)
	t.done()
	return s
}

func decision(o *object, e *spec.Experiment) spec.Decision {
	t, _ := o.object("decision")
	d := spec.Decision{
		Planned:      t.day("planned"),
		MinWeeks:     t.whole("min_weeks"),
		MinUnits:     t.whole("min_units"),
		PlannedUnits: t.whole("planned_units"),
		ChanceEnough: t.share("chance_of_enough"),
		GuardAlpha:   t.share("guardrail_alpha"),
		Extension:    extension(t, e),
		AcceptHarm:   acceptHarm(t, e),
		Weights:      weights(t, e),
	}
	t.done()
	return d
}
