package ingest

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"uptake/analysis/spec"
	"uptake/ingest/phrase"
)

// unseen says which events the experiment file asks for and no row has: an
// event may well not have happened, but a misspelt one looks the same.
func (g *gathered) unseen() []string {
	if g.exp.Layout != spec.Events || len(g.events) >= 1000 {
		return nil
	}
	none := func(names []string) bool {
		return len(names) > 0 && !slices.ContainsFunc(names, func(n string) bool { return g.events[n] })
	}
	var out []string
	for _, v := range g.demand.Variables {
		if none(v.Agg.Event) {
			out = append(out, fmt.Sprintf("No row has the event %s, of which %s is made, so it is 0 for everyone.", strings.Join(v.Agg.Event, " or "), v.Metric))
		}
	}
	roles := g.exp.Suggestions.Events
	for _, role := range []string{"shown", "accepted"} {
		others := slices.ContainsFunc(spec.Roles, func(o string) bool { return o != role && len(roles[o]) > 0 && !none(roles[o]) })
		if g.demand.Suggestions && others && none(roles[role]) {
			out = append(out, fmt.Sprintf("No row has the event %s, which says that a suggestion was %s, though other suggestion events occur.", strings.Join(roles[role], " or "), role))
		}
	}
	if len(out) > 0 {
		out[len(out)-1] += " The export has " + g.eventList() + "."
	}
	return out
}

// eventList lists the event names seen.
func (c *counts) eventList() string {
	var list []string
	for _, n := range slices.Sorted(maps.Keys(c.events)) {
		if n != "" {
			list = append(list, n)
		}
	}
	return phrase.Names(list, 20)
}

// noExposure reports whether no row has an event that exposes a unit.
func (g *gathered) noExposure() bool {
	return g.exp.Layout == spec.Events && g.exp.Assignments == nil && g.read > 0 && len(g.events) < 1000 &&
		!slices.ContainsFunc(g.exp.Exposure.Event, func(n string) bool { return g.events[n] })
}
