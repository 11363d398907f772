package job

import (
	"context"

	"uptake/analysis"
	"uptake/analysis/counted"
	"uptake/analysis/readout"
	"uptake/analysis/spec"
	"uptake/ingest/warehouse"
	"uptake/ingest/warehouse/engine"
)

// CostError is a readout that would read more of an engine's table than it may.
type CostError struct{ sentence string }

func (e *CostError) Error() string { return e.sentence }

// Estimates is what an engine says that the statements of a readout would read, each in all its parts.
func (r Run) Estimates(ctx context.Context, e *spec.Experiment) ([]warehouse.Estimate, error) {
	e = warehouse.Summable(e)
	s, err := warehouse.Open(ctx, e, engine.Options{})
	if err != nil {
		return nil, err
	}
	defer s.Close()
	return r.estimates(ctx, s, e)
}

func (r Run) estimates(ctx context.Context, s *warehouse.Session, e *spec.Experiment) ([]warehouse.Estimate, error) {
	draft, err := warehouse.DraftOf(e, analysis.Needs(e), s.Columns)
	if err != nil {
		return nil, err
	}
	a, err := readout.Ask(e, draft.Demand, draft.Tables, readout.Options{})
	if err != nil {
		return nil, err
	}
	return s.Estimates(ctx, draft, a.Columns(), r.Passes)
}

// Within refuses estimates that together are more than limit bytes, or of which the engine does not say how many.
func Within(list []warehouse.Estimate, limit int64) error {
	_, err := within(list, limit, 1)
	return err
}

// within also says in how many parts units may be taken where so many were reckoned with: what failed before in fewer
// of them has read less than half as much again.
func within(list []warehouse.Estimate, limit int64, passes int) (most int, err error) {
	bytes := int64(0)
	for _, x := range list {
		if bytes += x.Bytes; !x.BytesKnown {
			return 0, &CostError{counted.Sprintf("the engine does not say how many bytes the statements would read, "+
				"so max_bytes (%d bytes) cannot be held, and nothing was read; leave it out, or have the engine "+
				"analyze the table", limit)}
		}
	}
	if bytes > limit {
		return 0, &CostError{counted.Sprintf("the statements would read %d bytes by the engine's estimate, more than "+
			"max_bytes (%d bytes), and nothing was read; raise it, or narrow the table by a view of the days and "+
			"events that count", bytes, limit)}
	}
	once := bytes / int64(passes)
	most = passes
	for most < warehouse.MostPasses && 2*once*int64(2*most) <= limit {
		most *= 2
	}
	return most, nil
}
