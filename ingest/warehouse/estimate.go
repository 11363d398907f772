package warehouse

import (
	"context"

	"uptake/analysis/fold"
	"uptake/ingest/warehouse/engine"
)

// Estimate is what one statement of a run would read, by the engine's own estimate.
type Estimate struct {
	About string
	engine.Cost
}

// Estimates asks the engine what the statements of a run would read, each in so many parts of the units, and runs none
// of them. columns are what is to be added up of a draft.
func (s *Session) Estimates(ctx context.Context, draft *Draft, columns []fold.Column, passes int) ([]Estimate, error) {
	statements, err := draft.statements(s.d, columns)
	if err != nil {
		return nil, err
	}
	var out []Estimate
	for _, one := range statements {
		cost, err := s.engine.Explain(ctx, one.sql)
		if err != nil {
			return nil, err
		}
		cost.Bytes *= int64(max(1, passes))
		cost.Rows *= int64(max(1, passes))
		out = append(out, Estimate{one.about, cost})
	}
	return out, nil
}
