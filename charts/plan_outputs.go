package charts

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"uptake/analysis/report"
)

// planOutputs lists the files of a plan in the order in which they are written.
var planOutputs = []output[*report.Plan]{
	{"html", "plan.html", func(p *report.Plan, o Options) ([]byte, error) { return layOut(planPage(), newPlanView(p, o), o) }},
	{"json", "plan.json", func(p *report.Plan, _ Options) ([]byte, error) { return asJSON(p) }},
	{"md", "plan.md", func(p *report.Plan, o Options) ([]byte, error) { return viewMarkdown(newPlanView(p, o)), nil }},
}

// PlanJSON returns the plan for programs.
func PlanJSON(p *report.Plan) ([]byte, error) { return asJSON(p) }

// viewMarkdown is a view as Markdown: the same sections and tables as the page.
func viewMarkdown(v *view) []byte {
	m := &markdown{}
	m.para("# " + md(v.Title))
	if v.FullTitle != "" {
		m.para(md(v.FullTitle))
	}
	m.para(md(strings.Join(v.Meta, " · ")))
	if v.Link != "" {
		m.para("Plan: <" + v.Link + ">")
	}
	m.verdict(&v.Verdict)
	m.cards(v.Cards)
	for i := range v.Sections {
		m.section(&v.Sections[i], v)
	}
	if len(v.Cautions) > 0 {
		m.para("## Cautions")
		m.list(v.Cautions)
	}
	m.para("---")
	m.para(md(v.Program))
	return m.bytes()
}

// WritePlan writes the plan's files into dir as Write does those of a readout.
func WritePlan(dir string, p *report.Plan, o Options) ([]string, error) {
	return writeOutputs(dir, planOutputs, p, o)
}

// output is one file that is made of a report of type R.
type output[R any] struct {
	name, file string
	render     func(R, Options) ([]byte, error)
}

// writeOutputs writes the wanted files, and others beside them, into dir, all or none.
func writeOutputs[R any](dir string, outputs []output[R], r R, o Options, beside ...File) ([]string, error) {
	var files []pending
	for _, out := range outputs {
		if out.name != "json" {
			continue
		}
		var err error
		if o.json, err = out.render(r, o); err != nil {
			return nil, fmt.Errorf("%s: %w", out.file, err)
		}
	}
	for _, out := range outputs {
		if len(o.Formats) > 0 && !slices.Contains(o.Formats, out.name) {
			continue
		}
		b, err := out.render(r, o)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", out.file, err)
		}
		files = append(files, pending{path: filepath.Join(dir, out.file), content: b})
	}
	for _, f := range beside {
		files = append(files, pending{path: filepath.Join(dir, f.Name), content: f.Content})
	}
	return place(dir, files)
}
