package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"uptake/analysis"
	"uptake/analysis/spec"
	"uptake/analysis/study"
	"uptake/ingest"
)

func (a *app) study() *cobra.Command {
	var out string
	var set []string
	var quiet bool
	c := &cobra.Command{
		Use:   "study EXPERIMENT.yaml -o DIR",
		Short: "Write the study tables as Parquet, to check any number in your own SQL",
		Long: "study writes what every number of a readout is made of:\n\n" +
			"  units.parquet        one row per unit: unit, arm, exposed_at, exposed_day,\n" +
			"                       crossover (true: left out of the readout), seg_<segment>,\n" +
			"                       and one column per metric (name_numerator and\n" +
			"                       name_denominator for ratios, name_step1 … for the steps of\n" +
			"                       a funnel before its last), empty where a window of the\n" +
			"                       metric's own, or retention's day, is not over; of the\n" +
			"                       steps of a funnel also reached_<column>, in seconds after\n" +
			"                       first exposure, empty where they were not reached\n" +
			"  unit_days.parquet    one row per unit and day on which a metric changed: unit,\n" +
			"                       day, and what the day added\n" +
			"  suggestions.parquet  one row per shown suggestion that counts: unit,\n" +
			"                       suggestion_id, shown_at, closes_at, session, decision,\n" +
			"                       decided_at, seen, mature, state (the end state at the\n" +
			"                       data cut-off), and the attributes",
		Example: "  uptake study experiment.yaml -o tables",
		Args:    oneFile,
		RunE: func(c *cobra.Command, args []string) error {
			return a.runStudy(c.Context(), args[0], out, set, quiet)
		},
	}
	c.Flags().StringVarP(&out, "out", "o", "", "folder to write to (needed)")
	c.Flags().StringArrayVar(&set, "set", nil, "change a key of the experiment file, as key=value; may be repeated")
	c.Flags().BoolVar(&quiet, "quiet", false, "no progress on standard error")
	a.engine.add(c)
	memoryFlag(c)
	memberFlag(c)
	whereFlag(c)
	return c
}

func (a *app) runStudy(ctx context.Context, path, out string, set []string, quiet bool) error {
	if out == "" {
		return usageError{fmt.Errorf("study needs a folder to write to: -o DIR")}
	}
	e, err := a.load(ctx, path, set)
	if err != nil {
		return err
	}
	if e.Layout == spec.Summary {
		return fmt.Errorf("%s has layout summary: it holds sums, not units, so there are no study tables", path)
	}
	demand := analysis.Needs(e)
	demand.SuggestionIDs = demand.Suggestions
	p := a.progress(quiet)
	defer p.done()
	tables, err := ingest.Collect(ctx, e, demand, ingest.Options{Workers: a.run.Workers, Memory: a.run.Memory,
		Progress: p.rows})
	if err != nil {
		p.done()
		return err
	}
	if opens := closedUntil(e, tables); opens != "" {
		p.done()
		return fmt.Errorf("%s: the file keeps the numbers closed (embargo), and the study tables are what they are "+
			"made of: they open on %s", path, opens)
	}
	p.opening(tables, "writing")
	paths, err := ingest.WriteStudy(ctx, tables, out)
	p.done()
	if err != nil {
		return err
	}
	a.tellFetched()
	for _, w := range paths {
		fmt.Fprintf(a.out, "wrote %s\n", w)
	}
	return nil
}

// closedUntil is the day on which the numbers of a file with an embargo open at the
// earliest, "" where it may be over.
func closedUntil(e *spec.Experiment, t *study.Tables) string {
	if e.Embargo == 0 {
		return ""
	}
	first := max(e.Start, spec.DayOf(t.From, e.Zone))
	opens := first + spec.Day(e.Embargo)
	if e.End != spec.NoDay {
		opens = min(opens, e.End+1)
	}
	if spec.DayOf(t.To, e.Zone) >= opens-1 {
		return ""
	}
	return opens.String()
}
