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
	"uptake/analysis/counted"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/charts"
	"uptake/cmd/uptake/internal/job"
	"uptake/ingest"
)

type aaFlags struct {
	outputFlags
	runs  int
	seed  uint64
	set   []string
	quiet bool
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
			return a.runAA(c, args[0], f)
		},
	}
	s := c.Flags()
	s.IntVar(&f.runs, "runs", 2000, "shuffles, 100 to 100000")
	s.Uint64Var(&f.seed, "seed", 1, "of the random orders")
	s.StringArrayVar(&f.set, "set", nil, "change a key of the experiment file, as key=value; may be repeated")
	s.BoolVar(&f.quiet, "quiet", false, "no progress on standard error")
	f.add(c, nothingWritten)
	a.engine.add(c)
	memoryFlag(c)
	memberFlag(c)
	whereFlag(c)
	return c
}

func (a *app) runAA(c *cobra.Command, path string, f aaFlags) error {
	o, files, err := a.outputs(c, f.outputFlags, false)
	if err != nil {
		return err
	}
	ctx := c.Context()
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
	r.Asked = a.asked()
	o.Command = a.withMember(f.command(path))
	var paths []string
	if files {
		if paths, err = charts.AA.Write(f.out, r, o); err != nil {
			return err
		}
	}
	return tell(a, charts.AA, r, o, f.json, paths)
}

// shuffle reads the export and shuffles it.
func (a *app) shuffle(ctx context.Context, e *spec.Experiment, f aaFlags, p *progress) (*report.AA, error) {
	demand := analysis.Needs(e)
	tables, err := ingest.Collect(ctx, e, demand, ingest.Options{Workers: a.run.Workers, Memory: a.run.Memory,
		Progress: p.rows})
	if err != nil {
		return nil, err
	}
	p.opening(tables, "resolving")
	return aa.Run(ctx, e, demand, tables, aa.Options{Workers: a.run.Workers, ProgramVersion: version(), Runs: f.runs,
		Seed: f.seed,
		Progress: func(done int) {
			p.phase(fmt.Sprintf("%s of %s shuffles", counted.Thousands(int64(done)), counted.Thousands(int64(f.runs))))
		}})
}

// command is the command that makes the same report.
func (f aaFlags) command(path string) string {
	words := []string{"uptake", "aa", job.Quote(filepath.Base(path)), "--runs", fmt.Sprint(f.runs), "--seed",
		fmt.Sprint(f.seed)}
	for _, s := range f.set {
		words = append(words, "--set", job.Quote(s))
	}
	return strings.Join(words, " ")
}
