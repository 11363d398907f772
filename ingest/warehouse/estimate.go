package warehouse

import (
	"context"
	"fmt"
	"strings"

	"uptake/analysis/fold"
	"uptake/analysis/spec"
	"uptake/ingest/warehouse/engine"
)

// Estimate is what one statement of a run would read, by the engine's own estimate.
type Estimate struct {
	About string
	engine.Cost
}

// Estimates asks the engine what the statements of a run would read, and runs none of them but
// that for the table's columns. Columns gives what is to be added up of a draft.
func Estimates(ctx context.Context, e engine.Engine, d *Dialect, draft *Draft, columns []fold.Column) ([]Estimate,
	error) {
	statements, err := draft.statements(d, columns)
	if err != nil {
		return nil, err
	}
	var out []Estimate
	for _, s := range statements {
		cost, err := e.Explain(ctx, s.sql)
		if err != nil {
			return nil, err
		}
		out = append(out, Estimate{s.about, cost})
	}
	return out, nil
}

// Columns asks the engine for the columns of an experiment's table.
func Columns(ctx context.Context, e engine.Engine, d *Dialect, exp *spec.Experiment) ([]Column, error) {
	return (&asking{engine: e}).columns(ctx, d, exp)
}

func (k *asking) columns(ctx context.Context, d *Dialect, exp *spec.Experiment) ([]Column, error) {
	if len(exp.Sources) == 0 || exp.Sources[0].Relation == "" {
		return nil, fmt.Errorf("sources: under an engine a source names its table, such as sources: [{table: " +
			"lake.events.app}]")
	}
	columns, err := k.whole(ctx, aboutColumns, d.Describe(strings.Split(exp.Sources[0].Relation, ".")))
	if err != nil {
		return nil, err
	}
	return d.Schema(columns.rows)
}
