package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"uptake/analysis/counted"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/cmd/uptake/internal/job"
)

// errEstimated ends a command that was to say what it would cost, and has.
var errEstimated = errors.New("the cost was asked, and no more")

// needsRows takes an experiment whose rows an engine has to one whose rows lie in files; any other stays as it is.
func (a *app) needsRows(ctx context.Context, path string, e *spec.Experiment) (*spec.Experiment, error) {
	if err := a.engine.hold(e); err != nil || e.Engine == "" {
		return e, err
	}
	const sums = "%s: engine: an engine gives sums, of which uptake readout makes its report, and this command needs " +
		"the rows"
	switch {
	case !a.canFetch:
		return nil, usageError{fmt.Errorf(sums+", which uptake check, ignores, aa and study fetch with --units. "+
			"Name files under sources and leave engine out", path)}
	case !a.engine.units:
		return nil, usageError{fmt.Errorf(sums+". --units fetches them; --units --dry-run says what that would read",
			path)}
	}
	p := a.progress(a.quiet)
	defer p.done()
	run := a.job(p)
	a.stop.patience.Store(int64(job.Cancelling))
	defer a.stop.patience.Store(0)
	if a.engine.dry {
		if err := a.estimate(ctx, run, e); err != nil {
			return nil, err
		}
		return nil, errEstimated
	}
	f, err := run.Fetch(ctx, e)
	if err != nil {
		return nil, err
	}
	a.fetched.Store(f)
	return f.Exp, nil
}

// asked is what an engine was asked for the rows, nil where none was.
func (a *app) asked() []report.Asked {
	if f := a.fetched.Load(); f != nil {
		return f.Asked
	}
	return nil
}

// readUnits sees whether the command can fetch rows, and whether it is to be quiet about it.
func (a *app) readUnits(c *cobra.Command) {
	a.canFetch = c.Flags().Lookup("units") != nil
	if f := c.Flags().Lookup("quiet"); f != nil {
		a.quiet = f.Changed && f.Value.String() == "true"
	}
}

// tellFetched says what was fetched, where no page does.
func (a *app) tellFetched() {
	for _, x := range a.asked() {
		for _, q := range x.Queries {
			if x.Fetched {
				fmt.Fprint(a.out, counted.Sprintf("fetched %d rows, %d bytes of text, in %.1f s (query %s)\n", q.Rows,
					q.Returned, float64(q.Seconds), cmp.Or(clean(q.ID), "without an id")))
			}
		}
	}
}
