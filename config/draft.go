package config

import (
	"math"
	"slices"
	"strconv"
	"time"

	"uptake/analysis/spec"
)

// Draft is what the file of a next experiment says that the file of the one
// before cannot know.
type Draft struct {
	ID         string
	Hypothesis string
	About      []string // paragraphs of the comment at its head
	Change     string   // what the treatment gets
	Primary    string   // a built-in metric
	Effect     string   // its smallest effect, such as 2pp; "" = not known
	Guardrails []string // built-in metrics
	Units      float64  // planned, both arms together; NaN = not known
	Weeks      float64  // NaN = not known
}

// mostPlannedUnits is above what no file plans; it only says that the effect is
// too small to be found.
const mostPlannedUnits = 1e12

// placeholder begins every path that has to be edited before a draft is run.
const placeholder = "EDIT-ME"

// File writes the draft as an experiment file in YAML: what is read and how stays
// as in the experiment before, paths and dates are left to be edited, and two even
// arms are compared.
func (d Draft) File(e *spec.Experiment) []byte {
	y := &draftWriter{}
	for i, p := range d.About {
		if i > 0 {
			y.b.WriteString("#\n")
		}
		y.comment(p)
	}
	y.b.WriteString("\n")
	y.line("experiment", yamlText(d.ID), "")
	y.line("hypothesis", yamlText(d.Hypothesis), "")
	if e.Owner != "" {
		y.line("owner", yamlText(e.Owner), "")
	}
	y.line("layout", string(e.Layout), "")
	y.line("timezone", yamlText(e.Zone.String()), "")
	y.b.WriteString("# start: 2026-01-05              # EDIT: the first and last day of first exposures, both included;\n" +
		"# end: 2026-02-01                # without them nothing stronger than \"keep running\" can come out\n")
	d.reads(y, e)
	y.line("arms", "", "EDIT the names: the values that the export has for the arms")
	y.line("  - {name: control, share: 50%, control: true}", "", "as it is today")
	y.line("  - {name: treatment, share: 50%}", "", d.Change)
	d.exposes(y, e)
	if e.Window > 0 {
		y.line("window", spec.Span(e.Window), "")
	}
	if e.CompleteWindows {
		y.line("complete_windows", "true", "")
	}
	if e.Duplicates != "" {
		y.line("duplicates", string(e.Duplicates), "")
	}
	draftRules(y, e)
	d.measures(y)
	if len(e.Segments) > 0 {
		y.line("segments", yamlList(e.Segments), "")
	}
	if len(e.Attributes) > 0 {
		y.line("attributes", yamlList(e.Attributes), "")
	}
	y.line("statistics", yamlMap(draftStatistics(e.Statistics)), "")
	y.line("max_bad_rows", yamlNumber(e.MaxBadRows), "")
	y.line("decision", "", "")
	y.line("  # planned: 2026-01-01", "", "EDIT: the day this plan is settled, before the start; without it nothing ships")
	switch {
	case !(d.Units > 0):
		y.line("  # planned_units: 40000", "", "the data do not say how many are needed")
	case d.Units > mostPlannedUnits:
		y.line("  # planned_units: 40000", "", "the effect is too small to be found with any number of units")
	default:
		y.line("  planned_units", strconv.FormatFloat(math.Ceil(d.Units), 'f', 0, 64), "both arms together")
	}
	weeks := 2.0
	if d.Weeks > weeks && d.Weeks < mostPlannedUnits {
		weeks = math.Ceil(d.Weeks)
	}
	y.line("  min_weeks", strconv.FormatFloat(weeks, 'f', 0, 64), "")
	return []byte(y.b.String())
}

// reads writes what is read: the sources with paths to edit, columns and filters.
func (d Draft) reads(y *draftWriter, e *spec.Experiment) {
	y.line("sources", "", "EDIT the paths: the export of the new experiment")
	for i, s := range e.Sources {
		p := []pair{{"path", placeholder + "/new-export"}}
		if len(e.Sources) > 1 {
			p[0].value += "-" + strconv.Itoa(i+1)
		}
		if s.Format != "" {
			p = append(p, pair{"format", s.Format})
		}
		if len(s.Set) > 0 {
			p = append(p, pair{"set", yamlNames(s.Set)})
		}
		if len(s.Columns) > 0 {
			p = append(p, pair{"columns", yamlNames(s.Columns)})
		}
		if len(s.Where) > 0 {
			p = append(p, pair{"where", yamlFilters(s.Where)})
		}
		y.line("  - "+yamlMap(p), "", "was "+yamlText(s.Written))
	}
	if len(e.Columns) > 0 {
		y.line("columns", yamlNames(e.Columns), "")
	}
	if len(e.Where) > 0 {
		y.line("where", yamlFilters(e.Where), "")
	}
}

// exposes writes how units come into an arm.
func (d Draft) exposes(y *draftWriter, e *spec.Experiment) {
	switch {
	case e.Layout != spec.Events:
		return // the arm is a column
	case e.Assignments != nil:
		p := []pair{{"path", placeholder + "/new-assignments"}}
		if e.Assignments.Format != "" {
			p = append(p, pair{"format", e.Assignments.Format})
		}
		if len(e.Assignments.Columns) > 0 {
			p = append(p, pair{"columns", yamlNames(e.Assignments.Columns)})
		}
		y.line("assignments", yamlMap(p), "EDIT the path: who is in which arm")
		return
	}
	x := e.Exposure
	var events []string
	for _, n := range x.Event {
		if !playsRole(e, n) {
			events = append(events, n)
		}
	}
	note := ""
	if len(events) == 0 {
		events, note = []string{placeholder}, "EDIT: the event that puts a unit into its arm; one that shows a suggestion cannot"
	}
	p := []pair{{"event", yamlList(events)}}
	if x.Experiment != "" {
		p = append(p, pair{"experiment", yamlText(x.Experiment)})
	}
	if x.Variant != "" {
		p = append(p, pair{"variant", yamlText(x.Variant)})
	}
	if len(x.Where) > 0 {
		p = append(p, pair{"where", yamlFilters(x.Where)})
	}
	y.line("exposure", yamlMap(p), note)
}

// playsRole reports whether an event is a suggestion's.
func playsRole(e *spec.Experiment, event string) bool {
	for _, names := range e.Suggestions.Events {
		if slices.Contains(names, event) {
			return true
		}
	}
	return false
}

// draftStatistics are the methods of the experiment before that need no date.
func draftStatistics(s spec.Statistics) []pair {
	out := []pair{{"alpha", yamlNumber(s.Alpha)}}
	if s.CUPED > 0 {
		out = append(out, pair{"cuped", spec.Span(s.CUPED)})
	}
	if s.PostStratify != "" {
		out = append(out, pair{"post_stratify", yamlText(s.PostStratify)})
	}
	if s.Adjust != "holm" && s.Adjust != "" {
		out = append(out, pair{"adjust", yamlText(s.Adjust)})
	}
	return out
}

// draftRules writes how suggestions end, as in the experiment before.
func draftRules(y *draftWriter, e *spec.Experiment) {
	g := e.Suggestions
	y.line("suggestions", "", "")
	for _, x := range []struct {
		key string
		of  time.Duration
	}{{"attribution", g.Attribution}, {"edit_window", g.EditWindow}, {"min_visible", g.MinVisible}} {
		if x.of > 0 && (x.key != "edit_window" || e.Layout == spec.Events) {
			y.line("  "+x.key, spec.Span(x.of), "")
		}
	}
	if e.Layout == spec.Events {
		y.line("  edit_above", yamlNumber(g.EditAbove), "")
		y.line("  revert_above", yamlNumber(g.RevertAbove), "")
	}
	if g.KnownGood > 0 {
		y.line("  known_good", yamlNumber(g.KnownGood), "")
	}
	for _, x := range []struct {
		key   string
		of    map[string][]string
		order []string
	}{{"events", g.Events, spec.Roles}, {"outcomes", g.Outcomes, spec.Outcomes}} {
		var p []pair
		for _, r := range x.order {
			if len(x.of[r]) > 0 {
				p = append(p, pair{r, yamlList(x.of[r])})
			}
		}
		if len(p) > 0 {
			y.line("  "+x.key, yamlMap(p), "")
		}
	}
}

// measures writes the metrics.
func (d Draft) measures(y *draftWriter) {
	y.line("metrics", "", "")
	p := []pair{{"name", d.Primary}, {"role", "primary"}}
	note := "what the units below are enough to find"
	if d.Effect == "" {
		note = "EDIT: add minimum_effect, the smallest gain that is worth the change; the data do not say"
	} else {
		p = append(p, pair{"minimum_effect", d.Effect})
	}
	y.line("  - "+yamlMap(p), "", note)
	for _, n := range d.Guardrails {
		y.line("  - "+yamlMap([]pair{{"name", n}, {"role", "guardrail"}, {"margin", "5%"}}), "", "EDIT the margin: how much worse is still acceptable")
	}
}
