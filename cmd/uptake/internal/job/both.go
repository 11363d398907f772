package job

import (
	"context"
	"errors"

	"uptake/analysis/investigation"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/study"
)

// ErrSums is that an investigation needs rows, of which an engine gave sums.
var ErrSums = errors.New("the investigation is not available: it needs suggestions one by one, of which the engine " +
	"gave sums; --units fetches the rows")

// Later makes the investigation that goes with a readout. It fails as Run.Ignores does.
type Later func(context.Context) (*report.Ignores, error)

// Both takes an experiment to its readout, as Readout does, and gives what makes its
// investigation, as Ignores does. One visit of the rows serves both where both count them
// alike; where that fails for the investigation alone, the readout stands.
func (r Run) Both(ctx context.Context, e *spec.Experiment, what Investigate) (*report.Report, Later, error) {
	demand, err := investigation.Needs(e)
	if e.Engine != "" {
		rep, err := r.Readout(ctx, e)
		return rep, failing(ErrSums), err
	}
	if err != nil {
		rep, alone := r.Readout(ctx, e)
		return rep, func(ctx context.Context) (*report.Ignores, error) { return r.Ignores(ctx, e, what) }, alone
	}
	beside, err := Carried(e)
	if err != nil {
		return nil, nil, err
	}
	begun, alike, err := r.beginBoth(ctx, e, demand, what)
	later := func(ctx context.Context) (*report.Ignores, error) { return finish(ctx, e, begun) }
	switch {
	case err == nil && alike:
		begun.Readout.Evaluation = beside
		return begun.Readout, later, nil
	case err == nil:
	case ofInvestigation(ctx, err):
		later = failing(err)
	default:
		return nil, nil, err
	}
	rep, err := r.Readout(ctx, e)
	return rep, later, err
}

// beginBoth begins an investigation, and says whether a readout counts its rows alike.
func (r Run) beginBoth(ctx context.Context, e *spec.Experiment, demand spec.Demand,
	what Investigate) (begun *investigation.Begun, alike bool, err error) {
	tables, err := r.collect(ctx, e, demand, "resolving and adding up")
	if err != nil {
		return nil, false, err
	}
	if tables.Beyond {
		r.Assigned = nil // is given by the readout
	}
	begun, err = r.begin(ctx, e, demand, tables, what)
	return begun, !tables.Beyond, err
}

// failing is an investigation that fails.
func failing(err error) Later {
	return func(context.Context) (*report.Ignores, error) { return nil, err }
}

// ofInvestigation reports whether the rows may fail in this way for the investigation
// alone: not where a metric's data do, where a source does not answer, and where the run is
// to stop.
func ofInvestigation(ctx context.Context, err error) bool {
	var metric *study.MetricError
	return ctx.Err() == nil && !errors.As(err, &metric) && !Temporary(err)
}
