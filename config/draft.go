package config

import (
	"math"
	"slices"
	"strconv"

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
	Margins    []string // of them, such as 5%
	Units      float64  // planned, both arms together; NaN = not known
	Weeks      float64  // NaN = not known
}

// mostPlannedUnits is above what no file plans; it only says that the effect is
// too small to be found.
const mostPlannedUnits = 1e12

// placeholder begins every path that has to be edited before a draft is run.
const placeholder = "EDIT-ME"

// File writes the draft as an experiment file in YAML: what spec.Keys carries
// over stays as the file of the experiment before has it, paths and dates are
// left to be edited, and two even arms are compared.
func (d Draft) File(e *spec.Experiment) []byte {
	y := &draftWriter{}
	for i, p := range d.About {
		if i > 0 {
			y.b.WriteString("#\n")
		}
		y.comment(p)
	}
	y.b.WriteString("\n")
	kept := spec.Carry(e.Given)
	for _, k := range spec.KeysOf("") {
		was, given := spec.GivenIn(kept, k.Path)
		switch k.Path {
		case "experiment":
			y.line(k.Path, yamlText(d.ID), "")
		case "hypothesis":
			y.line(k.Path, yamlText(d.Hypothesis), "")
		case "start":
			y.b.WriteString("# start: 2026-01-05              # EDIT: the first and last day of first exposures, " +
				"both included;\n" +
				"# end: 2026-02-01                # without them nothing stronger than \"keep running\" can come out\n")
		case "sources":
			draftSources(y, e)
		case "arms":
			y.line("arms", "", "EDIT the names: the values that the export has for the arms")
			y.line("  - {name: control, share: 50%, control: true}", "", "as it is today")
			y.line("  - {name: treatment, share: 50%}", "", d.Change)
		case "exposure":
			draftExposure(y, e, was)
		case "assignments":
			if e.Assignments != nil {
				y.line(k.Path, yamlTable(withPath("/new-assignments", was.Tables...)), "EDIT the path: who is in "+
					"which arm")
			}
		case "metrics":
			d.measures(y)
		case "decision":
			d.decides(y, was)
		default:
			if given {
				y.given(was)
			}
		}
	}
	return []byte(y.b.String())
}

// withPath is a table of which everything but the path stays.
func withPath(path string, was ...[]spec.Given) []spec.Given {
	out := []spec.Given{{Name: "path", Texts: []string{placeholder + path}}}
	for _, t := range was {
		out = append(out, t...)
	}
	return out
}

// draftSources writes the sources with paths to edit.
func draftSources(y *draftWriter, e *spec.Experiment) {
	y.line("sources", "", "EDIT the paths: the export of the new experiment")
	all, _ := spec.GivenIn(e.Given, "sources")
	for i, t := range all.Tables {
		if p, ok := spec.GivenIn(t, "path"); ok &&
			p.Preset != "" { // a further reading of a source that stands there too
			continue
		}
		path := "/new-export"
		if len(all.Tables) > 1 {
			path += "-" + strconv.Itoa(i+1)
		}
		y.line("  - "+yamlTable(withPath(path, spec.Carry(t))), "", "was "+yamlText(e.Sources[i].Written))
	}
}

// draftExposure writes how units come into an arm. An event that shows a
// suggestion cannot put its unit into one.
func draftExposure(y *draftWriter, e *spec.Experiment, was spec.Given) {
	var in []spec.Given
	for _, t := range was.Tables {
		in = append(in, t...)
	}
	note := ""
	if e.Layout == spec.Events && e.Assignments == nil {
		free := slices.DeleteFunc(slices.Clone(e.Exposure.Event), func(n string) bool { return playsRole(e, n) })
		if len(free) == 0 {
			free, note = []string{placeholder}, "EDIT: the event that puts a unit into its arm; one that shows a "+
				"suggestion cannot"
		}
		if len(free) < len(e.Exposure.Event) || note != "" {
			in = slices.DeleteFunc(slices.Clone(in), func(g spec.Given) bool { return g.Name == "event" })
			in = append([]spec.Given{{Name: "event", Texts: free, Listed: true}}, in...)
		}
	}
	if len(in) > 0 {
		y.line("exposure", yamlTable(in), note)
	}
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
	for i, n := range d.Guardrails {
		margin := "5%"
		if i < len(d.Margins) {
			margin = d.Margins[i]
		}
		y.line("  - "+yamlMap([]pair{{"name", n}, {"role", "guardrail"}, {"margin", margin}}), "",
			"EDIT the margin: how much worse is still acceptable")
	}
}

// decides writes what a verdict needs: the rules of before, and the size of this test.
func (d Draft) decides(y *draftWriter, was spec.Given) {
	y.line("decision", "", "")
	y.line("  # planned: 2026-01-01", "", "EDIT: the day this plan is settled, before the start; without it nothing "+
		"ships")
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
	for _, t := range was.Tables {
		for _, g := range t {
			y.line("  "+g.Name, yamlGiven(g), "")
		}
	}
}
