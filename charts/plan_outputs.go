package charts

import (
	"fmt"
	"path/filepath"
	"slices"

	"uptake/analysis/report"
)

// planOutputs lists the files of a plan in the order in which they are written.
var planOutputs = []struct {
	name, file string
	render     func(*report.Plan, Options) ([]byte, error)
}{
	{"json", "plan.json", func(p *report.Plan, _ Options) ([]byte, error) { return asJSON(p) }},
}

// PlanJSON returns the plan for programs.
func PlanJSON(p *report.Plan) ([]byte, error) { return asJSON(p) }

// WritePlan writes the plan's files into dir as Write does those of a readout.
func WritePlan(dir string, p *report.Plan, o Options) ([]string, error) {
	var files []pending
	for _, out := range planOutputs {
		if len(o.Formats) > 0 && !slices.Contains(o.Formats, out.name) {
			continue
		}
		b, err := out.render(p, o)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", out.file, err)
		}
		files = append(files, pending{path: filepath.Join(dir, out.file), content: b})
	}
	return place(dir, files)
}
