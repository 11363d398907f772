package cli

import (
	"cmp"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"uptake/analysis/evals"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/charts"
	"uptake/cmd/uptake/internal/job"
	"uptake/cmd/uptake/internal/lookback"
	"uptake/config"
)

// evalVerdictCodes are the exit codes of --exit-verdict.
var evalVerdictCodes = map[report.EvalVerdict]int{report.EvalShip: 10, report.EvalPatch: 11, report.EvalRollBack: 12,
	report.EvalAccept: 13, report.EvalCannotTell: 14}

type evalsFlags struct {
	readoutFlags
	past string
}

func (a *app) evals() *cobra.Command {
	var f evalsFlags
	c := &cobra.Command{
		Use:   "evals EVALS.yaml",
		Short: "Compare versions by what evaluation tools wrote, and say which may be launched",
		Long: "evals reads the results of evaluation tools (promptfoo, Inspect, lm-evaluation-harness\n" +
			"and others: `uptake help evals`), compares the versions on the same items, and writes\n" +
			"evals.html, evals.json and evals.md; a summary goes to the terminal.\n" +
			"\nWith --past it reads a folder of past experiments, each with its readout.json and\n" +
			"evals.json (beside it, or the one that the readout carries), and says which offline\n" +
			"score went together with what users did.",
		Example: "  uptake evals testdata/evals/evals.yaml\n  uptake evals evals.yaml -o gate --exit-verdict\n  " +
			"uptake evals --past experiments",
		Args: func(c *cobra.Command, args []string) error {
			switch {
			case f.past != "" && len(args) > 0:
				return usageError{errors.New("--past reads a folder of past experiments and takes no evaluation file " +
					"beside it; leave one of the two out")}
			case f.past == "" && len(args) != 1:
				return usageError{fmt.Errorf("expected one evaluation file, got %d; such as `uptake evals evals.yaml`",
					len(args))}
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			if f.past != "" {
				return a.runPast(c, f)
			}
			return a.runEvals(c, args[0], f.readoutFlags)
		},
	}
	f.add(c, "./uptake-out/<evals>")
	c.Flags().StringArrayVar(&f.set, "set", nil, "change a key of the evaluation file, as key=value; may be repeated")
	c.Flags().BoolVar(&f.quiet, "quiet", false, "no progress on standard error")
	c.Flags().BoolVar(&f.exitVerdict, "exit-verdict", false, "end with an exit code that names the verdict: 10 ship, "+
		"11 patch, 12 roll back, 13 accept with a note, 14 cannot tell")
	c.Flags().StringVar(&f.past, "past", "", "folder of past experiments, in place of an evaluation file")
	memoryFlag(c)
	return c
}

func (a *app) runEvals(c *cobra.Command, path string, f readoutFlags) error {
	o, files, err := a.outputs(c, f.outputFlags, true)
	if err != nil {
		return err
	}
	ctx := c.Context()
	e, err := loadEvals(path, f.set)
	if err != nil {
		return err
	}
	dir := cmp.Or(f.out, filepath.Join("uptake-out", e.Slug))
	p := a.progress(f.quiet)
	defer p.done()
	collectGarbage(100) // runs are full of pointers, which makes collecting dear
	p.phase("reading")
	rep, err := job.Evaluate(ctx, e, job.EvalsIn(dir, e.Name), version(), func() { p.phase("comparing") })
	if err != nil {
		return err
	}
	p.phase("drawing")
	o.Command = job.Command("evals", path, nil, f.set)
	var paths []string
	if files {
		if paths, err = charts.Evals.Write(dir, rep, o); err != nil {
			return err
		}
	}
	p.done()
	if err := tell(a, charts.Evals, rep, o, f.json, paths); err != nil {
		return err
	}
	if f.exitVerdict {
		a.code = evalVerdictCodes[rep.Decision.Verdict]
	}
	return nil
}

// runPast says which offline score predicts, over a folder of past experiments.
func (a *app) runPast(c *cobra.Command, f evalsFlags) error {
	o, files, err := a.outputs(c, f.outputFlags, true)
	if err != nil {
		return err
	}
	if len(f.set) > 0 || f.exitVerdict {
		return usageError{errors.New("--past gives no verdict and reads no evaluation file, so --set and " +
			"--exit-verdict have no meaning beside it; leave them out")}
	}
	past, left, err := lookback.Read(f.past)
	if err != nil {
		return err
	}
	alpha, _ := spec.EvalKeys.Find("alpha")
	share, _ := config.ParseShare(alpha.Default)
	rep := evals.Predict(past, share, version())
	rep.Left = left
	o.Command = job.Command("evals --past", f.past, nil, nil)
	var paths []string
	if files {
		if paths, err = charts.Past.Write(cmp.Or(f.out, filepath.Join("uptake-out", "past")), rep, o); err != nil {
			return err
		}
	}
	return tell(a, charts.Past, rep, o, f.json, paths)
}

// loadEvals reads an evaluation file, and tells an experiment file from one.
func loadEvals(path string, set []string) (*spec.Evals, error) {
	e, err := config.LoadEvals(path, set)
	if err == nil {
		return e, nil
	}
	if p, peek := config.Peek(path); peek == nil && !p.Evals && (p.Experiment || p.Sources) {
		return nil, usageError{fmt.Errorf("%s is an experiment file (it has the key experiment, and no key evals); "+
			"read it with `uptake readout %s`", path, path)}
	}
	return nil, err
}
