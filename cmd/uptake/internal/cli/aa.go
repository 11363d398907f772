package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"uptake/analysis"
	"uptake/analysis/aa"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/charts"
	"uptake/charts/out"
	"uptake/cmd/uptake/internal/job"
	"uptake/ingest"
)

type aaFlags struct {
	runs    int
	seed    uint64
	out     string
	formats []string
	page    string
	json    string
	set     []string
	quiet   bool
}

func (a *app) aa() *cobra.Command {
	var f aaFlags
	c := &cobra.Command{
		Use:   "aa EXPERIMENT.yaml",
		Short: "A/A on your own data: arms shuffled over units, real false-alarm rates",
		Long: "aa deals the arms out anew over the experiment's units, --runs times, and counts\n" +
			"how often each metric raises an alarm although nothing differs: 5 in 100 are\n" +
			"meant at a level of 5%. A metric that raises more cannot be decided by as it is.\n" +
			"Caps, covariates and tests are those of the readout; arms keep their sizes, and\n" +
			"without arms two halves are made up. The same seed gives the same numbers.",
		Example: "  uptake aa experiment.yaml\n  uptake aa experiment.yaml --runs 10000 --seed 2 -o aa",
		Args:    oneFile,
		RunE: func(c *cobra.Command, args []string) error {
			return a.runAA(c.Context(), args[0], f)
		},
	}
	s := c.Flags()
	s.IntVar(&f.runs, "runs", 2000, "shuffles, 100 to 100000")
	s.Uint64Var(&f.seed, "seed", 1, "of the random orders")
	s.StringVarP(&f.out, "out", "o", "", "folder to write to (default: nothing is written)")
	s.StringSliceVar(&f.formats, "format", nil, formatUsage())
	s.StringVar(&f.json, "json", "", "with -: print the JSON to standard output and nothing else there")
	s.StringArrayVar(&f.set, "set", nil, "change a key of the experiment file, as key=value; may be repeated")
	s.BoolVar(&f.quiet, "quiet", false, "no progress on standard error")
	pageFlag(c, &f.page)
	memoryFlag(c)
	memberFlag(c)
	whereFlag(c)
	return c
}

func (a *app) runAA(ctx context.Context, path string, f aaFlags) error {
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
	if len(f.formats) > 0 && f.out == "" {
		return usageError{errors.New("--format says which files to write, and without -o DIR none are")}
	}
	e, err := a.load(ctx, path, f.set)
	if err != nil {
		return err
	}
	if p := aa.Problems(e, f.runs); len(p) > 0 {
		return usageError{errors.New(strings.Join(p, "; "))}
	}
	p := a.progress(f.quiet)
	r, err := a.shuffle(ctx, e, f, p)
	p.done()
	if err != nil {
		return err
	}
	o := out.Options{Formats: f.formats, Page: kind, Print: print, Color: a.out.colored(),
		Command: a.withMember(f.command(path))}
	var paths []string
	if f.out != "" {
		if paths, err = charts.AA.Write(f.out, r, o); err != nil {
			return err
		}
	}
	if f.json == "-" {
		b, err := charts.AA.Render("json", r, o)
		if err != nil {
			return err
		}
		_, err = a.out.Write(b)
		return err
	}
	fmt.Fprint(a.out, charts.AA.Terminal(r, o))
	for i, w := range paths {
		if i == 0 {
			fmt.Fprintln(a.out)
		}
		fmt.Fprintf(a.out, "wrote %s\n", w)
	}
	return nil
}

// shuffle reads the export and shuffles it.
func (a *app) shuffle(ctx context.Context, e *spec.Experiment, f aaFlags, p *progress) (*report.AA, error) {
	demand := analysis.Needs(e)
	tables, err := ingest.Collect(ctx, e, demand, ingest.Options{Workers: a.run.Workers, Memory: a.run.Memory, Progress: p.rows})
	if err != nil {
		return nil, err
	}
	p.opening(tables, "resolving")
	return aa.Run(ctx, e, demand, tables, aa.Options{Workers: a.run.Workers, ProgramVersion: version(), Runs: f.runs, Seed: f.seed,
		Progress: func(done int) {
			p.phase(fmt.Sprintf("%s of %s shuffles", thousands(int64(done)), thousands(int64(f.runs))))
		}})
}

// command is the command that makes the same report.
func (f aaFlags) command(path string) string {
	words := []string{"uptake", "aa", job.Quote(filepath.Base(path)), "--runs", fmt.Sprint(f.runs), "--seed", fmt.Sprint(f.seed)}
	for _, s := range f.set {
		words = append(words, "--set", job.Quote(s))
	}
	return strings.Join(words, " ")
}
