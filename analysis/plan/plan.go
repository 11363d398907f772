package plan

import (
	"context"

	"uptake/analysis/power"
	"uptake/analysis/report"
)

// Options are how a plan is made; nothing here changes a number.
type Options struct {
	Workers        int
	ProgramVersion string
}

// Make plans an experiment: what it needs (package power), and the chance of each
// verdict, by drawing it and running the verdict rules on every draw. The same
// inputs give the same plan for any number of workers.
func Make(ctx context.Context, in *power.Inputs, o Options) (*report.Plan, error) {
	p, err := power.Make(in)
	if err != nil {
		return nil, err
	}
	p.ProgramVersion = o.ProgramVersion
	if p.Verdicts, err = verdictChances(ctx, in, p, Draws, o.Workers); err != nil {
		return nil, err
	}
	return p, nil
}
