package cli

import (
	"cmp"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"uptake/analysis/report"
	"uptake/charts"
	"uptake/cmd/uptake/internal/job"
	"uptake/ingest/warehouse"
)

// verdictCodes are the exit codes of --exit-verdict.
var verdictCodes = map[report.Verdict]int{report.Ship: 10, report.Hold: 11, report.DoNotShip: 12,
	report.KeepRunning: 13,
	report.CannotTell:  14, report.NoDifference: 15, report.LooksPromising: 16}

type readoutFlags struct {
	outputFlags
	set         []string
	quiet       bool
	exitVerdict bool
	engine      string
	passes      int
}

func (a *app) readout() *cobra.Command {
	var f readoutFlags
	c := &cobra.Command{
		Use:   "readout EXPERIMENT.yaml",
		Short: "Analyze an experiment and write the page to decide from",
		Long: "readout reads the experiment's exports, analyzes them, and writes readout.html,\n" +
			"readout.json and readout.md; a summary goes to the terminal. --format slack and eml\n" +
			"write that summary as a message for Slack, readout.slack.json, and as a mail;\n" +
			"csv writes every table for spreadsheets, readout.csv.zip.",
		Example: "  uptake readout testdata/obd-men/experiment.yaml\n  uptake readout experiment.yaml -o thursday " +
			"--set decision.min_weeks=3",
		Args: oneFile,
		RunE: func(c *cobra.Command, args []string) error {
			if f.engine != "" {
				f.set = append(f.set, "engine="+f.engine)
			}
			return a.runReadout(c, args[0], f)
		},
	}
	c.Flags().StringArrayVar(&f.set, "set", nil, "change a key of the experiment file, as key=value; may be repeated")
	c.Flags().StringVar(&f.engine, "engine", "", "who adds the rows up: embedded, or an engine's address (see uptake "+
		"help engines)")
	a.engine.add(c)
	c.Flags().IntVar(&f.passes, "passes", 1, "under an engine: take the units in so many parts, one after the other, "+
		"a power of two up to 256; it takes more of them by itself where its memory ends")
	c.Flags().BoolVar(&f.quiet, "quiet", false, "no progress on standard error")
	c.Flags().BoolVar(&f.exitVerdict, "exit-verdict", false, "end with an exit code that names the verdict: 10 ship, "+
		"11 hold, 12 do not ship, 13 keep running, 14 cannot tell, 15 no difference, 16 looks promising")
	f.add(c, "./uptake-out/<experiment>")
	memoryFlag(c)
	memberFlag(c)
	whereFlag(c)
	return c
}

func (a *app) runReadout(c *cobra.Command, path string, f readoutFlags) error {
	o, files, err := a.outputs(c, f.outputFlags, true)
	if err != nil {
		return err
	}
	ctx := c.Context()
	e, err := a.loadAny(ctx, path, f.set, nil)
	if err != nil {
		return err
	}
	if err := a.engine.hold(e); err != nil {
		return err
	}
	switch {
	case f.passes < 1 || f.passes > warehouse.MostPasses || f.passes&(f.passes-1) != 0:
		return usageError{fmt.Errorf("--passes is %d; expected a power of two up to %d", f.passes,
			warehouse.MostPasses)}
	case f.passes > 1 && e.Engine == "":
		return usageError{fmt.Errorf("--passes is about an engine, and the file names none")}
	case f.passes > 1 && a.engine.units:
		return usageError{fmt.Errorf("--passes is about sums over parts of the units, and --units fetches rows; " +
			"leave one of the two out")}
	case a.engine.units:
		if e, err = a.needsRows(ctx, path, e); err != nil {
			return err
		}
	}
	p := a.progress(f.quiet)
	defer p.done()
	if e.Engine != "" {
		a.stop.patience.Store(int64(job.Cancelling))
	}
	run := a.job(p)
	if run.Passes = f.passes; a.engine.dry {
		return a.estimate(ctx, run, e)
	}
	collectGarbage(8) // what is in use is kept rows, bytes without pointers, which are not gone through
	rep, err := run.Readout(ctx, e)
	a.stop.patience.Store(0)
	if err != nil {
		p.done()
		return err
	}
	if asked := a.asked(); asked != nil {
		rep.Rows.Asked = asked
	}
	p.phase("drawing")
	o.Command = job.Command("readout", path, a.memberWords(), f.set)
	var paths []string
	if files {
		if _, paths, err = job.WriteReadout(cmp.Or(f.out, filepath.Join("uptake-out", e.Slug)), e, rep, o); err != nil {
			return err
		}
	}
	p.done()
	if err := tell(a, charts.Readout, rep, o, f.json, paths); err != nil {
		return err
	}
	if rep.Health.Status == "fail" {
		a.code = codeHealth
	} else if f.exitVerdict {
		a.code = verdictCodes[rep.Decision.Verdict]
	}
	return nil
}

// job is how an experiment is taken through, told to p.
func (a *app) job(p *progress) job.Run {
	return job.Run{Workers: a.run.Workers, Memory: a.run.Memory, Version: version(), Rows: p.rows, Opening: p.opening}
}
