package ingest

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"uptake/analysis/spec"
	"uptake/ingest/phrase"
)

// unseen says which events the experiment file asks for and no row has.
func (g *gathered) unseen() []string { return Unseen(g.exp, g.demand, g.events) }

// manyEvents is how many names of events are kept: more of them are no names.
const manyEvents = 1000

// Unseen says which events an experiment asks for that are not among those that rows have:
// an event may well not have happened, but a misspelt one looks the same.
func Unseen(e *spec.Experiment, d spec.Demand, events map[string]bool) []string {
	if e.Layout != spec.Events || len(events) >= manyEvents {
		return nil
	}
	none := func(names []string) bool {
		return len(names) > 0 && !slices.ContainsFunc(names, func(n string) bool { return events[n] })
	}
	var out []string
	for _, v := range d.Variables {
		if none(v.Agg.Event) {
			out = append(out, fmt.Sprintf("No row has the event %s, of which %s is made, so it is 0 for everyone.",
				strings.Join(v.Agg.Event, " or "), v.Metric))
		}
	}
	roles := e.Suggestions.Events
	for _, role := range []string{"shown", "accepted"} {
		others := slices.ContainsFunc(spec.Roles, func(o string) bool {
			return o != role && len(roles[o]) > 0 && !none(roles[o])
		})
		if d.Suggestions && others && none(roles[role]) {
			out = append(out, fmt.Sprintf("No row has the event %s, which says that a suggestion was %s, though "+
				"other suggestion events occur.", strings.Join(roles[role], " or "), role))
		}
	}
	if len(out) > 0 {
		out[len(out)-1] += " The export has " + EventList(events) + "."
	}
	return out
}

// EventList lists names of events.
func EventList(events map[string]bool) string {
	var list []string
	for _, n := range slices.Sorted(maps.Keys(events)) {
		if n != "" {
			list = append(list, n)
		}
	}
	return phrase.Names(list, 20)
}

// noExposure reports whether no row has an event that exposes a unit.
func (g *gathered) noExposure() bool {
	return g.exp.Layout == spec.Events && g.exp.Assignments == nil && g.read > 0 && len(g.events) < manyEvents &&
		!slices.ContainsFunc(g.exp.Exposure.Event, func(n string) bool { return g.events[n] })
}
