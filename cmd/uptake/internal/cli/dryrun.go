package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/cmd/uptake/internal/job"
	"uptake/config"
	"uptake/ingest/warehouse"
)

// costFlags say what a readout may make an engine read.
type costFlags struct {
	dry bool
	max string
}

func (f *costFlags) add(c *cobra.Command) {
	c.Flags().BoolVar(&f.dry, "dry-run", false, "under an engine: print what each statement would read, by the "+
		"engine's own estimate, and ask no more")
	c.Flags().StringVar(&f.max, "max-bytes", "", "under an engine: read no more than this, such as 20GB, by its own "+
		"estimate, or end with exit code 1 before anything is read")
}

func (f *costFlags) given() bool { return f.dry || f.max != "" }

// estimate asks the engine what a readout would read, prints it where that was asked for, and
// refuses what is more than it may be.
func (a *app) estimate(ctx context.Context, e *spec.Experiment, f costFlags) error {
	if e.Engine == "" {
		return usageError{fmt.Errorf("--dry-run and --max-bytes are about an engine, and the file names none")}
	}
	limit := int64(0)
	if f.max != "" {
		var err error
		if limit, err = config.Bytes(f.max); err != nil || limit <= 0 {
			return usageError{fmt.Errorf("--max-bytes is %q; expected a size such as 800MiB or 20GB", f.max)}
		}
	}
	list, err := job.Estimates(ctx, e)
	if err != nil {
		return err
	}
	bytes, known := int64(0), true
	for i, x := range list {
		bytes, known = bytes+x.Bytes, known && x.BytesKnown
		if f.dry {
			fmt.Fprintf(a.out, "%d of %d: %s\n    %s\n", i+1, len(list), x.About, costOf(x))
		}
	}
	switch {
	case limit == 0:
	case !known:
		return fmt.Errorf("the engine does not say how many bytes the statements would read, so --max-bytes %s cannot "+
			"be held, and nothing was read; leave it out, or have the engine analyze the table", f.max)
	case bytes > limit:
		return fmt.Errorf("the statements would read %s bytes by the engine's estimate, more than --max-bytes %s, and "+
			"nothing was read; raise it, or narrow the table by a view of the days and events that count",
			report.Thousands(bytes), f.max)
	}
	return nil
}

// costOf says what a statement would read.
func costOf(x warehouse.Estimate) string {
	bytes, rows := "a number of bytes that the engine does not say", "rows of a number that it does not say"
	if x.BytesKnown {
		bytes = report.Sayf("%d bytes", x.Bytes)
	}
	if x.RowsKnown {
		rows = report.Sayf("%d rows", x.Rows)
	}
	return bytes + " in " + rows
}
