package firstfile

import (
	"fmt"
	"slices"
	"strings"

	"uptake/analysis/counted"
	"uptake/analysis/spec"
	"uptake/ingest"
	"uptake/ingest/phrase"
	"uptake/ingest/preset"
)

// guess is what an export of no known vendor seems to be, by the names of its columns
// and what its first rows have in them.
type guess struct {
	layout spec.Layout
	roles  []role
	time   string   // the layout of times that are no ISO 8601, "" where they are or are numbers
	also   []string // layouts that would read them as well
	rest   []*ingest.Sampled
	notes  []string // lines of the file's head
	sample *ingest.Sample
}

func (g *guess) role(name string) *ingest.Sampled {
	for _, r := range g.roles {
		if r.name == name {
			return r.column
		}
	}
	return nil
}

func (g *guess) take(name string, c *ingest.Sampled, sure bool) {
	if c != nil {
		g.roles = append(g.roles, role{name, c, sure})
	}
}

// guessOf looks at the first rows of an export.
func guessOf(path string, s *ingest.Sample) (*guess, error) {
	g := &guess{sample: s}
	taken := func(c *ingest.Sampled) bool {
		return slices.ContainsFunc(g.roles, func(r role) bool { return r.column == c })
	}
	free := func(is func(*ingest.Sampled) bool) func(*ingest.Sampled) bool {
		return func(c *ingest.Sampled) bool { return !taken(c) && is(c) }
	}
	if ts := find(s, "ts", isTime); ts != nil {
		g.take("ts", ts, most(ts.Times, ts))
		if !most(ts.Times, ts) {
			g.time, g.also = ts.Layouts[0], ts.Layouts[1:]
		}
	}
	arm := find(s, "arm", free(isArm))
	if arm == nil { // ai_treatment, new_ui_variant
		i := slices.IndexFunc(s.Columns, func(c *ingest.Sampled) bool {
			n := plainName(c.Name)
			return !taken(c) && isArm(c) && (strings.HasSuffix(n, "treatment") || strings.HasSuffix(n, "variant") ||
				strings.HasSuffix(n, "arm") && n != "alarm")
		})
		if i >= 0 {
			arm = s.Columns[i]
		}
	}
	unit := find(s, "unit", free(anything))
	id := find(s, "suggestion_id", free(anything))
	experiment := find(s, "experiment", free(func(c *ingest.Sampled) bool { return c.Present() > 0 && !c.Many }))
	counts := func(c *ingest.Sampled) bool {
		return c.Present() > 0 && most(c.Numbers, c) && !most(c.Binary, c) && c != arm
	}
	n, successes := find(s, "n", free(counts)), find(s, "successes", free(counts))
	outcome := find(s, "outcome", free(func(c *ingest.Sampled) bool { return c != arm && isOutcome(c) }))
	named := find(s, "event", free(func(c *ingest.Sampled) bool {
		return c != arm && c != outcome && c.Present() > 0 && !c.Many && len(c.Values) <= 500 && c.Numbers == 0
	}))
	switch {
	case named != nil && unit != nil && g.role("ts") != nil:
		g.layout = spec.Events
	case outcome != nil && (id != nil || !most(outcome.Binary, outcome)):
		g.layout = spec.Suggestions
	case n != nil && successes != nil && arm != nil && unit == nil:
		g.layout = spec.Summary
	case arm != nil:
		g.layout = spec.Units
	default:
		return nil, g.nothing(path, s, unit, arm)
	}
	g.take("experiment", experiment, true)
	g.take("arm", arm, arm != nil && slices.Index(roleNames["arm"], plainName(arm.Name)) < 13)
	switch g.layout {
	case spec.Events:
		g.take("event", named, true)
		g.take("event_id", find(s, "event_id", free(isUnique)), true)
	case spec.Suggestions:
		g.take("outcome", outcome, true)
	case spec.Summary:
		g.take("n", n, true)
		g.take("successes", successes, true)
	case spec.Units:
		finer := free(func(c *ingest.Sampled) bool { return isUnique(c) && strings.HasSuffix(plainName(c.Name), "id") })
		if unit == nil || !isUnique(unit) && len(unit.Values)*2 < unit.Rows {
			if i := slices.IndexFunc(s.Columns, finer); i >= 0 {
				if unit != nil {
					g.notes = append(g.notes, fmt.Sprintf("CHECK: %s has several rows, each with its own %s, so that "+
						"is the unit; rows of one %s may be alike, which no interval here knows.",
						quote(unit.Name), quote(s.Columns[i].Name), quote(unit.Name)))
				}
				unit = s.Columns[i]
			}
		}
		tried := unit
		if tried == nil { // what stands once in each arm
			i := slices.IndexFunc(s.Columns, free(func(c *ingest.Sampled) bool {
				return strings.HasSuffix(plainName(c.Name), "id") && c.Present() == c.Rows && len(c.Values) < c.Rows
			}))
			if i >= 0 {
				tried = s.Columns[i]
			}
		}
		if tried != nil {
			if both := inSeveral(s, tried, arm); both*2 > len(tried.Values) {
				return nil, counted.Errorf("%s has rows in several arms (%s) for %d of the %d values of %q in its "+
					"first rows: so versions were tried on the same things and nobody was split. Such pairs are not "+
					"compared as what they are here; give an export of users who were assigned to one arm each",
					path, arm.Name, both, len(tried.Values), tried.Name)
			}
		}
		if unit == nil {
			g.notes = append(g.notes, "CHECK: no column names users, so every row is a unit of its own.")
		}
	}
	if g.layout != spec.Summary {
		g.take("unit", unit, unit != nil && plainName(unit.Name) != "sessionid")
	}
	if g.layout == spec.Events || g.layout == spec.Suggestions {
		g.take("suggestion_id", id, true)
		g.take("session", find(s, "session", free(anything)), true)
	}
	for _, c := range s.Columns {
		if !taken(c) && c.Present() > 0 {
			g.rest = append(g.rest, c)
		}
	}
	return g, nil
}

// isUnique reports whether every row has a value of its own, but for what may be
// delivered twice.
func isUnique(c *ingest.Sampled) bool {
	return c.Present() == c.Rows && (c.Many || len(c.Values)*100 >= c.Present()*98)
}

// inSeveral is how many units have rows in more than one arm.
func inSeveral(s *ingest.Sample, unit, arm *ingest.Sampled) int {
	arms := map[string]int{}
	for k := range s.Together(unit, arm) {
		if k[0] != "" && k[1] != "" {
			arms[k[0]]++
		}
	}
	n := 0
	for _, k := range arms {
		if k > 1 {
			n++
		}
	}
	return n
}

// nothing says why no file can be written.
func (g *guess) nothing(path string, s *ingest.Sample, unit, arm *ingest.Sampled) error {
	var names []string
	for _, c := range s.Columns {
		names = append(names, c.Name)
	}
	lacks := "no column that says in which arm a row is, and none with the events or outcomes of suggestions"
	if unit == nil && arm == nil && g.role("ts") != nil {
		lacks = "no user and no arm, so its rows are counts of days, which no experiment can be read from; ask for " +
			"an export of rows per user, with the arm or a file of assignments"
	}
	return fmt.Errorf("%s is of no vendor that is known (%s) and has %s; it has %s. If one of them is, name it: "+
		"`uptake help config` has every key, and columns: {unit: …, arm: …} names yours",
		path, strings.Join(preset.Names(), ", "), lacks, phrase.Columns(names))
}
