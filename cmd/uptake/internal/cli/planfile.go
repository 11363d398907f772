package cli

import (
	"context"

	"uptake/analysis"
	"uptake/analysis/counted"
	"uptake/analysis/plan"
	"uptake/analysis/power"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/ingest"
)

// fileInputs reads a plan from an experiment file and its export; about holds
// what the plan says of them.
func (a *app) fileInputs(ctx context.Context, path string, f planFlags, changed func(string) bool) (in *power.Inputs,
	about report.Plan, err error) {
	r := &reader{}
	for _, x := range f.texts() {
		if x.alone && changed(x.name) {
			r.bad("--%s goes without an experiment file; %s says it (--set changes a key of the file)", x.name, path)
		}
	}
	if changed("guardrail") {
		r.bad("--guardrail goes without an experiment file; %s lists its guardrails under metrics", path)
	}
	e, err := a.load(ctx, path, f.set)
	if err != nil {
		return nil, about, err
	}
	for _, p := range plan.Problems(e) {
		r.bad("%s: %s", path, p)
	}
	in = &power.Inputs{Alpha: e.Statistics.Alpha, GuardAlpha: e.Decision.GuardAlpha,
		ChanceEnough: e.Decision.ChanceEnough, MinWeeks: e.Decision.MinWeeks,
		PlannedUnits: e.Decision.PlannedUnits, Arms: e.Arms, Beside: e.BandBeside(), Extension: e.Decision.Extension}
	switch {
	case len(e.Arms) == 0:
		in.Arms = r.shares(f.arms, f.share)
	case changed("share") || changed("arms"):
		r.bad("--share and --arms go without arms in the file; %s lists its arms", path)
	}
	if r.both(&f, in, 1); len(r.problems) > 0 { // before the export is read
		return nil, about, r.err()
	}
	p := a.progress(f.quiet)
	past, err := a.past(ctx, e, p)
	p.done()
	if err != nil {
		return nil, about, err
	}
	in.Metrics, in.Correlation, in.UnitsPerWeek = past.Metrics, past.Correlation, past.UnitsPerWeek
	r.both(&f, in, sharing(in))
	about = report.Plan{From: "export", Experiment: e.ID, DataFrom: past.DataFrom, DataTo: past.DataTo,
		InputHash: past.InHash, Set: e.Set}
	if n := e.Statistics.Looks; n > 0 {
		about.Cautions = append(about.Cautions, report.Caution{Code: "planned_looks", Detail: counted.Sprintf(
			"The file plans %d looks. The units, power and verdicts here are those of one reading at the end; with "+
				"the looks it takes %.3g times the units for the same power of %.3g%%, where units come evenly.",
			n, plan.LooksInflation(e, in.Alpha/float64(max(1, in.Comparisons)), in.Target), 100*in.Target)})
	}
	for _, c := range past.Cautions {
		if f.week == "" || c.Code != "falling_traffic" && c.Code != "short_traffic" {
			about.Cautions = append(about.Cautions, c)
		}
	}
	return in, about, nil
}

// sharing is how many primary metrics share alpha: with one treatment the verdict
// reads unadjusted intervals and asks all of them, with several it asks Holm's
// correction over primary metrics and arms.
func sharing(in *power.Inputs) int {
	n := 0
	for _, m := range in.Metrics {
		if m.Role == spec.Primary {
			n++
		}
	}
	if len(in.Arms) == 2 {
		n = 1
	}
	return n
}

// past measures the export.
func (a *app) past(ctx context.Context, e *spec.Experiment, p *progress) (*plan.Past, error) {
	if e.Layout == spec.Summary {
		rows, err := ingest.Summary(ctx, e, ingest.Options{})
		if err != nil {
			return nil, err
		}
		return plan.SummaryPast(e, rows)
	}
	demand := analysis.Needs(e)
	tables, err := ingest.Collect(ctx, e, demand, ingest.Options{Workers: a.run.Workers, Memory: a.run.Memory,
		Progress: p.rows})
	if err != nil {
		return nil, err
	}
	p.phase("planning")
	return plan.ReadPast(ctx, e, demand, tables, a.run.Workers)
}
