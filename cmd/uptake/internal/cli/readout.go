package cli

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"uptake/analysis/report"
	"uptake/charts"
	"uptake/charts/out"
	"uptake/cmd/uptake/internal/job"
)

// verdictCodes are the exit codes of --exit-verdict.
var verdictCodes = map[report.Verdict]int{report.Ship: 10, report.Hold: 11, report.DoNotShip: 12, report.KeepRunning: 13,
	report.CannotTell: 14, report.NoDifference: 15, report.LooksPromising: 16}

type readoutFlags struct {
	out         string
	formats     []string
	page        string
	json        string
	set         []string
	quiet       bool
	exitVerdict bool
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
		Example: "  uptake readout testdata/obd-men/experiment.yaml\n  uptake readout experiment.yaml -o thursday --set decision.min_weeks=3",
		Args:    oneFile,
		RunE: func(c *cobra.Command, args []string) error {
			return a.runReadout(c.Context(), args[0], f, c.Flags().Changed("out"))
		},
	}
	c.Flags().StringVarP(&f.out, "out", "o", "", "folder to write to (default ./uptake-out/<experiment>)")
	c.Flags().StringSliceVar(&f.formats, "format", nil, formatUsage())
	c.Flags().StringVar(&f.json, "json", "", "with -: print the JSON to standard output and nothing else there")
	c.Flags().StringArrayVar(&f.set, "set", nil, "change a key of the experiment file, as key=value; may be repeated")
	c.Flags().BoolVar(&f.quiet, "quiet", false, "no progress on standard error")
	c.Flags().BoolVar(&f.exitVerdict, "exit-verdict", false, "end with an exit code that names the verdict: 10 ship, 11 hold, 12 do not ship, 13 keep running, 14 cannot tell, 15 no difference, 16 looks promising")
	pageFlag(c, &f.page)
	memoryFlag(c)
	memberFlag(c)
	whereFlag(c)
	return c
}

func (a *app) runReadout(ctx context.Context, path string, f readoutFlags, outGiven bool) error {
	if err := checkOutputFlags(f.json, f.formats); err != nil {
		return err
	}
	kind, err := pageKind(f.page)
	if err != nil {
		return err
	}
	print, err := a.printer(ctx, f.formats)
	if err != nil {
		return err
	}
	e, err := a.load(ctx, path, f.set)
	if err != nil {
		return err
	}
	p := a.progress(f.quiet)
	defer p.done()
	rep, err := a.job(p).Readout(ctx, e)
	if err != nil {
		p.done()
		return err
	}
	p.phase("drawing")
	o := out.Options{Formats: f.formats, Page: kind, Print: print, Color: a.out.colored(),
		Command: job.Command("readout", path, a.memberWords(), f.set)}
	if f.json == "" || outGiven {
		dir := f.out
		if dir == "" {
			dir = filepath.Join("uptake-out", e.Slug)
		}
		_, paths, err := job.WriteReadout(dir, e, rep, o)
		p.done()
		if err != nil {
			return err
		}
		if f.json == "" {
			fmt.Fprint(a.out, charts.Readout.Terminal(rep, o))
			fmt.Fprintln(a.out)
			for _, w := range paths {
				fmt.Fprintf(a.out, "wrote %s\n", w)
			}
		}
	}
	if f.json == "-" {
		b, err := charts.Readout.Render("json", rep, o)
		p.done()
		if err != nil {
			return err
		}
		a.out.Write(b)
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
