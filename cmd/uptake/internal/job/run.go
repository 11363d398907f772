package job

import (
	"cmp"
	"context"

	"uptake/analysis"
	"uptake/analysis/readout"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/study"
	"uptake/charts"
	"uptake/charts/out"
	"uptake/cmd/uptake/internal/looks"
	"uptake/ingest"
	"uptake/ingest/warehouse"
)

// Run says how an experiment is taken through; nothing that is computed depends on it.
type Run struct {
	Workers int
	Memory  int64                 // bytes to stay within; rows that do not fit wait in a temporary file. 0 = no limit
	Passes  int                   // parts in which an engine takes units, a power of two; 0 = one, more where it must
	Cohorts *warehouse.Cohorts    // of an engine's units, of which answers are kept; nil = nothing is
	Version string                // of the program, as the pages print it
	Rows    func(ingest.Progress) // is told how much is read; may be nil
	Open    ingest.Opener         // opens source files; nil = as they lie
	Shared  *Shared               // what is collected for several experiments at once; nil = each alone
	// Assigned is given who was in which arm, where the readout has units; may be nil.
	Assigned func(*readout.Assigned)
	// Again is asked whether a source that failed for a reason which may go by itself is
	// read once more, after so many tries; nil = never.
	Again   func(ctx context.Context, try int, err error) bool
	Opening func(t *study.Tables, phase string) // is given the tables before they are gone through; may be nil
}

func (r Run) options() readout.Options {
	return readout.Options{Workers: r.Workers, ProgramVersion: r.Version, Assigned: r.Assigned}
}

func (r Run) collect(ctx context.Context, e *spec.Experiment, demand spec.Demand, phase string) (*study.Tables, error) {
	tables, err := r.tables(ctx, e, demand, ingest.Options{Workers: r.Workers, Memory: r.Memory, Progress: r.Rows,
		Open: r.Open})
	if err == nil && r.Opening != nil {
		r.Opening(tables, phase)
	}
	return tables, err
}

func (r Run) tables(ctx context.Context, e *spec.Experiment, demand spec.Demand, o ingest.Options) (t *study.Tables,
	err error) {
	if g := r.Shared.group(e, demand); g != nil {
		o.Workers = r.Shared.workers
		if err := g.collect(ctx, r, o); !apart(err) {
			return g.tables[e].Tables, cmp.Or(err, g.tables[e].Err)
		}
	}
	err = r.persist(ctx, func() error {
		t, err = ingest.Collect(ctx, e, demand, o)
		return err
	})
	return t, err
}

func (r Run) summary(ctx context.Context, e *spec.Experiment) (s *study.Summary, err error) {
	o := ingest.Options{Open: r.Open}
	if g := r.Shared.group(e, analysis.Needs(e)); g != nil {
		if err := g.collect(ctx, r, o); !apart(err) {
			return g.stated[e].Summary, cmp.Or(err, g.stated[e].Err)
		}
	}
	err = r.persist(ctx, func() error {
		s, err = ingest.Summary(ctx, e, o)
		return err
	})
	return s, err
}

// Distinct reads which members a family has, or which arms an experiment.
func (r Run) Distinct(ctx context.Context, e *spec.Experiment) (found []ingest.Found, err error) {
	err = r.persist(ctx, func() error {
		found, err = ingest.Distinct(ctx, e, ingest.Options{Workers: r.Workers, Open: r.Open})
		return err
	})
	return found, err
}

// Readout takes an experiment from its file to its report.
func (r Run) Readout(ctx context.Context, e *spec.Experiment) (*report.Report, error) {
	beside, err := Carried(e)
	if err != nil {
		return nil, err
	}
	rep, err := r.readout(ctx, e)
	if err != nil {
		return nil, err
	}
	rep.Evaluation = beside
	return rep, nil
}

func (r Run) readout(ctx context.Context, e *spec.Experiment) (*report.Report, error) {
	if e.Layout == spec.Summary {
		rows, err := r.summary(ctx, e)
		if err != nil {
			return nil, err
		}
		return readout.AnalyzeSummary(ctx, e, rows, r.options())
	}
	if e.Engine != "" {
		return r.pushed(ctx, e)
	}
	demand := analysis.Needs(e)
	tables, err := r.collect(ctx, e, demand, "resolving and adding up")
	if err != nil {
		return nil, err
	}
	return readout.Analyze(ctx, e, demand, tables, r.options())
}

// WriteReadout writes the readout's files into dir, as Standing makes it fit to stand
// there, and says what is another than in the last one there; a night says that of all its
// experiments in the index, and its readouts are those of a full run. The ledger is returned
// with this look added, and not written.
func WriteReadout(dir string, e *spec.Experiment, rep *report.Report, o out.Options) (*looks.Ledger, []string, error) {
	last := lastReadout(dir, rep)
	l, o, err := Standing(dir, e, rep, o)
	if err != nil {
		return nil, nil, err
	}
	sinceLast(last, rep)
	paths, err := charts.Readout.Write(dir, rep, o)
	return l, paths, err
}

// Standing makes a readout fit to be written into dir. Where that holds the readout of an
// earlier cut, KeepFirstCut says which of them decides; where it holds a ledger of looks,
// the page tells these too. The ledger is returned with this look added.
func Standing(dir string, e *spec.Experiment, rep *report.Report, o out.Options) (*looks.Ledger, out.Options, error) {
	KeepFirstCut(dir, rep)
	l, err := looks.Read(dir)
	if err != nil {
		return nil, o, err
	}
	if err := l.See(e, rep); err != nil {
		return nil, o, err
	}
	o.Looks, o.Evaluation = l.Lines, pageBeside(dir, e)
	return l, o, nil
}
