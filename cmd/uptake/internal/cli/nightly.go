package cli

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"uptake/charts/digest"
	"uptake/cmd/uptake/internal/job"
	"uptake/cmd/uptake/internal/nightly"
	"uptake/cmd/uptake/internal/notify"
)

type nightlyFlags struct {
	formats  []string
	page     string
	out      string
	state    string
	deadline time.Duration
	dry      bool
	units    bool
	cohorts  bool
	log      string
	quiet    bool
	webhook  string
	drop     string
	metrics  string
}

func (a *app) nightly() *cobra.Command {
	var f nightlyFlags
	c := &cobra.Command{
		Use:   "nightly PATH...",
		Short: "Write readout and investigation of every experiment file, and one index",
		Long: "nightly takes every experiment file in the files, folders and patterns given, writes\n" +
			"for each a folder with what readout and ignores write, and over all of them\n" +
			"index.html and index.json, those first that need somebody, and run.json.\n" +
			"Evaluation files (uptake evals) are taken in the same way.\n" +
			"\nAn experiment that fails stops no other: its row says why, and its last good\n" +
			"result stays. Of a folder the files are taken that end in .yaml, .yml, .toml or\n" +
			".json and have the keys of an experiment file; --dry-run lists them. Several run\n" +
			"at a time, within UPTAKE_WORKERS and --memory.\n" +
			"\ndigest.txt, .html, .eml and .json say what changed since the digest before, and\n" +
			"are written only then. A digest is posted to the address in UPTAKE_WEBHOOK, or in\n" +
			"the file of --webhook-file: as a message for Slack or as digest.json, by\n" +
			"UPTAKE_WEBHOOK_KIND (slack or json; default by the address). --digest-to puts it\n" +
			"into a folder as well. What is not delivered the next run tries once more.\n" +
			"\nExit codes: 0 done, also where a health gate fails, which the index says;\n" +
			"1 every experiment failed, or the index could not be written; 2 usage; 4 some\n" +
			"failed, or a digest or the metrics did not get where they should, the rest is\n" +
			"written; 130 or 143 stopped by a signal.",
		Example: "  uptake nightly experiments -o reports\n  uptake nightly 'teams/**/*.yaml' -o reports --deadline " +
			"2h --log json",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usageError{errors.New("expected experiment files, folders of them, or patterns; such as " +
					"`uptake nightly experiments -o reports`")}
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			if c.Flags().Changed("webhook") {
				return usageError{errors.New("--webhook takes no address: everybody on this machine could read it; " +
					"set UPTAKE_WEBHOOK, or name a file that holds it by --webhook-file")}
			}
			return a.runNightly(c, args, f)
		},
	}
	c.Flags().StringVarP(&f.out, "out", "o", "uptake-out", "folder to write to")
	c.Flags().StringVar(&f.state, "state", "", "folder in which what was read of source files is kept, so that the "+
		"next night reads only what is new")
	memoryFlag(c)
	c.Flags().DurationVar(&f.deadline, "deadline", 0, "when this much time is over begin nothing more, such as 2h, "+
		"and write the index")
	c.Flags().StringSliceVar(&f.formats, "format", nil, formatUsage()+", of every experiment; its JSON is written "+
		"always, the next night goes on from it")
	pageFlag(c, &f.page)
	c.Flags().BoolVar(&f.units, "units", false, "under an engine: fetch the rows of every experiment and read them "+
		"here, for what sums do not give")
	c.Flags().BoolVar(&f.cohorts, "all-cohorts", false, "under an engine: ask about the units of every day of first "+
		"exposure, also those of which --state keeps the sums")
	c.Flags().BoolVar(&f.dry, "dry-run", false, "list the experiment files and what they read, and write nothing")
	c.Flags().StringVar(&f.log, "log", "", "text or json: a line an experiment on standard error (default text, on a "+
		"terminal a bar)")
	c.Flags().StringVar(&f.webhook, "webhook-file", "", "file that holds the address to which digests are posted "+
		"(default UPTAKE_WEBHOOK, else nowhere)")
	c.Flags().StringVar(&f.drop, "digest-to", "", "folder into which digests are put as well, for something else to "+
		"send")
	c.Flags().StringVar(&f.metrics, "metrics", "", "file for the run's numbers as OpenMetrics text, for a monitoring "+
		"system")
	c.Flags().String("webhook", "", "refused: an address is a secret")
	c.Flags().Lookup("webhook").Hidden = true
	c.Flags().BoolVar(&f.quiet, "quiet", false, "of the log nothing but what went wrong, and no summary")
	return c
}

// options reads the flags.
func (f *nightlyFlags) options(c *cobra.Command, a *app, paths []string) (nightly.Options, error) {
	o := nightly.Options{Paths: paths, Out: f.out, State: f.state, Workers: a.run.Workers, Memory: a.run.Memory,
		Version: version(), Deadline: f.deadline, Units: f.units, AllCohorts: f.cohorts}
	if err := checkOutputFlags("", f.formats); err != nil {
		return o, err
	}
	var err error
	if o.Page, err = pageKind(c, f.page, true, f.formats); err != nil {
		return o, err
	}
	if o.Formats = f.formats; len(o.Formats) > 0 && !slices.Contains(o.Formats, "json") {
		o.Formats = append(slices.Clone(o.Formats), "json")
	}
	switch {
	case f.deadline < 0:
		return o, usageError{fmt.Errorf("--deadline %s: expected a time such as 2h or 90m", f.deadline)}
	case f.log != "" && f.log != "text" && f.log != "json":
		return o, usageError{fmt.Errorf("--log knows text and json, not %q", f.log)}
	case f.cohorts && f.state == "":
		return o, usageError{errors.New("--all-cohorts goes beside --state, which keeps sums of cohorts; without it " +
			"all are asked every night")}
	case f.cohorts && f.units:
		return o, usageError{errors.New("--all-cohorts is about sums, and with --units rows are fetched instead; " +
			"leave one of them out")}
	case f.out == "":
		return o, usageError{errors.New("-o is empty; name the folder to write to")}
	}
	if o.Print, err = a.printer(c.Context(), f.formats); err != nil {
		return o, err
	}
	if o.Notify.Webhook, err = notify.WebhookFrom(f.webhook, os.Getenv); err != nil {
		return o, usageError{err}
	}
	o.Notify.Folder, o.Metrics = f.drop, f.metrics
	return o, nil
}

func (a *app) runNightly(c *cobra.Command, paths []string, f nightlyFlags) error {
	o, err := f.options(c, a, paths)
	if err != nil {
		return err
	}
	if f.dry {
		plan, err := nightly.DryRun(c.Context(), o)
		if err != nil {
			return nightlyError(err)
		}
		fmt.Fprint(a.out, nightPlan(plan))
		return nil
	}
	a.stop.patience.Store(int64(job.Cancelling))
	p := a.progress(f.quiet || f.log != "")
	defer p.done()
	bar := p.terminal && f.log == ""
	if bar {
		o.Watch = func(s nightly.Progress) { p.phase(nightBar(s)) }
	}
	o.Log = slog.New(f.handler(p, bar))
	out, err := nightly.Run(c.Context(), o)
	p.done()
	if err != nil {
		return nightlyError(err)
	}
	switch {
	case out.None == out.Experiments+out.Evaluations:
		a.code = codeData
	case out.Failed > 0, out.Missing > 0:
		a.code = codePartly
	}
	if f.quiet {
		return nil
	}
	fmt.Fprint(a.out, nightSummary(out))
	fmt.Fprintf(a.out, "wrote %s\n", filepath.Join(f.out, "index.html"))
	if d := out.Digest; d != nil {
		fmt.Fprintf(a.out, "wrote %s: %s\n", filepath.Join(f.out, "digest.html"), digest.Title(d))
	}
	return nil
}

// handler writes the log: beside a bar, and where it is to be quiet, what went wrong alone.
func (f *nightlyFlags) handler(to io.Writer, bar bool) slog.Handler {
	o := &slog.HandlerOptions{}
	if bar || f.quiet {
		o.Level = slog.LevelWarn
	}
	if f.log == "json" {
		return slog.NewJSONHandler(to, o)
	}
	return slog.NewTextHandler(to, o)
}

// nightlyError is an error of a night with its exit code.
func nightlyError(err error) error {
	var u *nightly.UsageError
	if errors.As(err, &u) {
		return usageError{err}
	}
	return err
}
