package warehouse

import (
	"context"
	"fmt"
	"strings"

	"uptake/analysis/spec"
	"uptake/ingest/warehouse/engine"
)

// Session is an engine that reckons as uptake does, and the table of an experiment in it, whose columns are known.
type Session struct {
	Columns []Column
	Cohorts *Cohorts // what is kept from one run to the next; nil: nothing
	asking
	d *Dialect
}

// Open begins to ask the engine of an experiment: it looks whether the engine reckons as uptake does, and which columns
// the table has. The caller closes what it gives.
func Open(ctx context.Context, exp *spec.Experiment, o engine.Options) (*Session, error) {
	d := DialectOf(spec.EngineOf(exp.Engine))
	if d == nil {
		return nil, fmt.Errorf("engine: no SQL is written for an engine whose address begins as this one does")
	}
	e, err := engine.Open(ctx, exp.Engine, o)
	if err != nil {
		return nil, err
	}
	s := &Session{asking: asking{engine: e}, d: d}
	if err := engine.Probe(ctx, e, d.Name, d.slots()); err != nil {
		e.Close()
		return nil, err
	}
	if err := s.describe(ctx, exp); err != nil {
		e.Close()
		return nil, err
	}
	return s, nil
}

// Close ends the session with the engine.
func (s *Session) Close() error { return s.engine.Close() }

func (s *Session) describe(ctx context.Context, exp *spec.Experiment) error {
	if len(exp.Sources) == 0 || exp.Sources[0].Relation == "" {
		return fmt.Errorf("sources: under an engine a source names its table, such as sources: [{table: " +
			"lake.events.app}]")
	}
	var err error
	s.Columns, err = s.columns(ctx, exp.Sources[0].Relation)
	return err
}

// columns asks for those of a table.
func (s *Session) columns(ctx context.Context, table string) ([]Column, error) {
	found, err := s.whole(ctx, aboutColumns, s.d.Describe(strings.Split(table, ".")))
	if err != nil {
		return nil, err
	}
	return s.d.Schema(found.rows)
}
