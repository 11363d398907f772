package plan

import (
	"cmp"
	"context"

	"uptake/analysis/power"
	"uptake/analysis/report"
)

// Options are how a plan is made.
type Options struct {
	Workers        int
	Draws          int // how many experiments are drawn for each true effect; 0 means Usual
	ProgramVersion string
}

// Usual is how many experiments are drawn for each true effect: a chance of one half is then
// known to 0.8 points (one standard error).
const Usual = 4000

// Drawn is how many are drawn.
func (o Options) Drawn() int { return cmp.Or(o.Draws, Usual) }

// Make plans an experiment: what it needs (package power), and the chance of each
// verdict, by drawing it and running the verdict rules on every draw. The same
// inputs give the same plan for any number of workers.
func Make(ctx context.Context, in *power.Inputs, o Options) (*report.Plan, error) {
	p, err := power.Make(in)
	if err != nil {
		return nil, err
	}
	p.ProgramVersion = o.ProgramVersion
	if p.Verdicts, err = verdictChances(ctx, in, p, o.Drawn(), o.Workers); err != nil {
		return nil, err
	}
	return p, nil
}
