package job

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"

	"uptake/analysis/evals"
	"uptake/analysis/report"
	"uptake/analysis/scored"
	"uptake/analysis/spec"
	"uptake/ingest/evaltool"
)

// Evaluate takes an evaluation to its report. before is the result of the same evaluation that
// stands where this one goes, nil where there is none; comparing is called once the results
// of the tools are read, and may be nil.
func Evaluate(ctx context.Context, e *spec.Evals, before *report.Evals, version string,
	comparing func()) (*report.Evals, error) {
	places := &evaltool.Places{}
	set, err := evaltool.Read(ctx, e, evaltool.Options{Places: places})
	if err != nil {
		return nil, err
	}
	if comparing != nil {
		comparing()
	}
	return evals.Analyze(ctx, e, set, evals.Options{ProgramVersion: version, Texts: textsOf(e, set, places),
		Before: before})
}

// textsOf reads the texts of some items once more, where the files are too large for all
// of them to be kept.
func textsOf(e *spec.Evals, before *scored.Set, places *evaltool.Places) func(context.Context,
	[]string) (*scored.Set, error) {
	return func(ctx context.Context, items []string) (*scored.Set, error) {
		wanted := map[string]bool{}
		for _, i := range items {
			wanted[i] = true
		}
		return evaltool.Read(ctx, e, evaltool.Options{Before: before, Places: places,
			Texts: func(_, item string) bool { return wanted[item] }})
	}
}

// EvalsIn is the result of an evaluation that a folder holds, nil where it holds none of that
// name; any name is asked for by "".
func EvalsIn(dir, name string) *report.Evals {
	b, err := os.ReadFile(filepath.Join(dir, "evals.json"))
	if err != nil {
		return nil
	}
	var r report.Evals
	if json.Unmarshal(b, &r) != nil || r.Schema != report.EvalsSchema || name != "" && r.Evals != name {
		return nil
	}
	return &r
}
