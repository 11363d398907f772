package job

import (
	"context"
	"fmt"
	"strings"
	"time"

	"uptake/analysis"
	"uptake/analysis/readout"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/ingest/warehouse"
	"uptake/ingest/warehouse/engine"
)

// Cancelling is how long a run may take that is stopped: for the file in hand, and to cancel its queries and to ask
// the engine whether they are gone.
const Cancelling = 45 * time.Second

// pushed takes an experiment whose rows an engine has to its report: the engine adds up, and
// everything after is as with study tables.
func (r Run) pushed(ctx context.Context, e *spec.Experiment) (rep *report.Report, err error) {
	err = r.persistIf(ctx, unreached, func() error {
		rep, err = r.push(ctx, e)
		return err
	})
	return rep, err
}

func (r Run) push(ctx context.Context, e *spec.Experiment) (*report.Report, error) {
	e = warehouse.Summable(e)
	session, err := warehouse.Open(ctx, e, engine.Options{})
	if err != nil {
		return nil, err
	}
	defer session.Close()
	most := warehouse.MostPasses
	if e.MaxBytes == 0 { // what parts of the units read is not estimated
		session.Cohorts = r.Cohorts
	} else {
		list, err := r.estimates(ctx, session, e)
		if err != nil {
			return nil, err
		}
		if most, err = within(list, e.MaxBytes, max(1, r.Passes)); err != nil {
			return nil, err
		}
	}
	s, err := session.Look(ctx, e, analysis.Needs(e), r.Passes, most)
	if err != nil {
		return nil, err
	}
	r.Assigned = nil // an engine names no units
	a, err := readout.Ask(e, s.Demand, s.Tables, r.options())
	if err != nil {
		return nil, err
	}
	f, err := s.Add(ctx, a.Columns())
	if err != nil {
		return nil, err
	}
	lacks, err := a.Lacks(f)
	if err != nil {
		return nil, err
	}
	if err := s.Keep(ctx, f, a.Columns(), lacks); err != nil {
		return nil, err
	}
	rep, _, err := a.Report(f)
	if err != nil {
		return nil, err
	}
	rep.Rows.Asked = record(s.Record())
	return rep, nil
}

// record is what an engine was asked, for the report.
func record(list []warehouse.Asked) (out []report.Asked) {
	for _, x := range list {
		one := report.Asked{About: x.About, SQL: x.SQL, Fetched: x.Fetched}
		for _, ran := range x.Runs {
			q := report.Query{ID: ran.Query, Rows: ran.Rows, Returned: ran.Returned, Seconds: report.Num(ran.Seconds)}
			if ran.Read >= 0 {
				q.Read = &ran.Read
			}
			one.Queries = append(one.Queries, q)
		}
		out = append(out, one)
	}
	return out
}

// DialectOf is the dialect with a name, "" being that of the file's engine.
func DialectOf(e *spec.Experiment, name string) (*warehouse.Dialect, error) {
	if name == "" {
		name = spec.EngineOf(e.Engine)
	}
	if d := warehouse.DialectOf(name); d != nil {
		return d, nil
	}
	var names []string
	for _, d := range warehouse.Dialects {
		names = append(names, d.Name)
	}
	if name == "" {
		return nil, fmt.Errorf("the file names no engine, so say whose SQL it is to be: --dialect %s",
			strings.Join(names, ", "))
	}
	return nil, fmt.Errorf("no SQL is written in the dialect %q; there are %s", name, strings.Join(names, ", "))
}

// SQL is the text of what an engine would be asked.
func SQL(e *spec.Experiment, d *warehouse.Dialect) (string, error) {
	e = warehouse.Summable(e)
	draft, err := warehouse.NewDraft(e, analysis.Needs(e))
	if err != nil {
		return "", err
	}
	a, err := readout.Ask(e, draft.Demand, draft.Tables, readout.Options{})
	if err != nil {
		return "", err
	}
	return draft.Text(d, a.Columns())
}
