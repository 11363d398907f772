package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"uptake/analysis/counted"
	"uptake/analysis/spec"
	"uptake/cmd/uptake/internal/job"
	"uptake/config"
	"uptake/ingest/warehouse"
)

// engineFlags say what an engine may be made to give and to read.
type engineFlags struct {
	units bool
	dry   bool
	max   string
}

// add adds them to a command that reads an experiment's rows.
func (f *engineFlags) add(c *cobra.Command) {
	c.Flags().BoolVar(&f.units, "units", false, "under an engine: fetch the rows of its tables and read them here, "+
		"for what sums do not give")
	c.Flags().BoolVar(&f.dry, "dry-run", false, "under an engine: print what each statement would read, by the "+
		"engine's own estimate, and ask no more")
	c.Flags().StringVar(&f.max, "max-bytes", "", "under an engine: read no more than this, such as 20GB, by its own "+
		"estimate, or end with exit code 5 before anything is read")
}

func (f *engineFlags) given() bool { return f.units || f.dry || f.max != "" }

// hold puts the limit of the command line before the file's.
func (f *engineFlags) hold(e *spec.Experiment) error {
	if e.Engine == "" && f.given() {
		return usageError{fmt.Errorf("--units, --dry-run and --max-bytes are about an engine, and the file names none")}
	}
	if f.max == "" {
		return nil
	}
	n, err := config.Bytes(f.max)
	if err != nil {
		return usageError{fmt.Errorf("--max-bytes is %q; expected a size such as 800MiB or 20GB", f.max)}
	}
	e.MaxBytes = n
	return nil
}

// estimate asks the engine what a readout would read, prints it, and refuses what is more than it may be.
func (a *app) estimate(ctx context.Context, run job.Run, e *spec.Experiment) error {
	asks := run.Estimates
	if a.engine.units {
		asks = job.FetchEstimates
	}
	list, err := asks(ctx, e)
	if err != nil {
		return err
	}
	if run.Passes > 1 {
		fmt.Fprintf(a.out, "units in %d parts, one after the other; bytes and rows are of all parts\n", run.Passes)
	}
	for i, x := range list {
		fmt.Fprint(a.out, counted.Sprintf("%d of %d: %s\n    %s\n", i+1, len(list), x.About, costOf(x)))
	}
	if e.MaxBytes > 0 {
		return job.Within(list, e.MaxBytes)
	}
	return nil
}

// costOf says what a statement would read.
func costOf(x warehouse.Estimate) string {
	bytes, rows := "a number of bytes that the engine does not say", "rows of a number that it does not say"
	if x.BytesKnown {
		bytes = counted.Sprintf("%d bytes", x.Bytes)
	}
	if x.RowsKnown {
		rows = counted.Sprintf("%d rows", x.Rows)
	}
	return bytes + " in " + rows
}

// costOfAll says what several would read together.
func costOfAll(list []warehouse.Estimate) string {
	all := warehouse.Estimate{}
	all.BytesKnown, all.RowsKnown = true, true
	for _, x := range list {
		all.Bytes, all.Rows = all.Bytes+x.Bytes, all.Rows+x.Rows
		all.BytesKnown, all.RowsKnown = all.BytesKnown && x.BytesKnown, all.RowsKnown && x.RowsKnown
	}
	return costOf(all) + counted.Sprintf(" in %d statements", len(list))
}
