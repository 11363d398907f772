package config

import (
	"fmt"
	"strings"

	"uptake/analysis/spec"
)

// suggestionSentences say what a suggestion is, when its answer counts, and what is compared of them.
func suggestionSentences(e *spec.Experiment) []string {
	g := e.Suggestions
	var out []string
	var roles []string
	table, order := g.Events, spec.Roles
	if e.Layout == spec.Suggestions {
		table, order = g.Outcomes, spec.Outcomes
	}
	for _, r := range order {
		if names := table[r]; len(names) > 0 {
			roles = append(roles, r+" = "+strings.Join(names, " or "))
		}
	}
	if len(roles) > 0 {
		out = append(out, fmt.Sprintf("Suggestions: %s.", list(roles)))
	}
	w := spec.Span(g.Attribution)
	if !g.AttributionGiven {
		w += " (the default; give suggestions: {attribution: …})"
	}
	if e.Layout == spec.Suggestions {
		out = append(out, fmt.Sprintf("Where the export has decided_at, answers within %s of showing count, and only "+
			"suggestions whose whole window lies inside the data are rated; else outcomes are final.", w))
	} else {
		out = append(out, fmt.Sprintf("The first answer within %s of showing decides; only suggestions whose whole "+
			"window lies inside the data are rated.", w))
	}
	if g.MinVisible > 0 {
		out = append(out, fmt.Sprintf("A suggestion on screen for less than %s and not answered was not seen.",
			spec.Span(g.MinVisible)))
	}
	if g.KnownGood > 0 {
		out = append(out, fmt.Sprintf("The investigation takes %g %% of what is shown to be good where there are no "+
			"labels.", 100*g.KnownGood))
	}
	for _, c := range e.Compare {
		if c.From == "" {
			out = append(out, fmt.Sprintf("Compared in the investigation: %s.", periodWords[c.By]))
		} else {
			out = append(out, fmt.Sprintf("The investigation sets %s %q against %q.", c.By, c.To, c.From))
		}
	}
	if e.Replay != "" {
		out = append(out, fmt.Sprintf("Sessions to watch link to %s.", e.Replay))
	}
	if len(g.Events["edited"])+len(g.Events["reverted"]) > 0 {
		s := fmt.Sprintf("An edit within %s of the accept makes it edited, one of more than %g %% of it reverted",
			spec.Span(g.EditWindow), 100*g.RevertAbove)
		if g.EditAbove > 0 {
			s += fmt.Sprintf(", one of at most %g %% changes nothing", 100*g.EditAbove)
		}
		out = append(out, s+".")
	} else if gives(e, "suggestions", "edit_window") || gives(e, "suggestions", "edit_above") || gives(e, "suggestions",
		"revert_above") {
		out = append(out, "No event is listed as edited or reverted, so which edits count changes nothing.")
	}
	return out
}
