package cli

import (
	"errors"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"uptake/analysis/counted"
	"uptake/analysis/plan"
	"uptake/analysis/power"
	"uptake/analysis/report"
	"uptake/charts"
	"uptake/cmd/uptake/internal/job"
)

// planFlags are the flags of plan as they were written.
type planFlags struct {
	// Of a plan without an export.
	name, kind, better, baseline, sd, se, seUnits, effect, margin string
	guardrails                                                    []string
	alpha, guardAlpha, enough, minWeeks                           string
	share, arms                                                   string
	// Of both.
	power, week, weeks, metrics, cuped, clusterSize, clusterCV, icc string
	sequential                                                      bool
	// Of a plan from an experiment file.
	set []string

	outputFlags
	draws int
	quiet bool
}

func (a *app) plan() *cobra.Command {
	var f planFlags
	c := &cobra.Command{
		Use:   "plan [EXPERIMENT.yaml]",
		Short: "Units and weeks needed, what can be found when, and the chance of each verdict",
		Long: "plan says how many units and weeks an experiment needs, the smallest effect it\n" +
			"can find after every week, and the chance of each verdict under the whole rule,\n" +
			"guardrails included, at true effects of 0, 1, 1.5 and 2 × the minimum effect.\n" +
			"\n" +
			"With an experiment file it reads the file's export, with or without arms, and\n" +
			"plans for every primary metric: baseline, spread and traffic come from the data,\n" +
			"effects, margins, shares and levels from the file (change them with --set).\n" +
			"Without one, flags say what is known:\n" +
			"\n" +
			"  --kind proportion  needs --baseline\n" +
			"  --kind mean        needs --baseline and --sd, the spread of one unit\n" +
			"  --kind ratio       the same, with the linearised spread: the sd over units of\n" +
			"                     (y − R·x)/x̄. A readout gives it as se and units of an arm:\n" +
			"                     write --se and --se-units instead of --sd\n" +
			"\n" +
			"Amounts are written as in the experiment file: 2% is relative to control, 2pp are\n" +
			"points of a rate, a bare number is in the metric's unit. --minimum-effect plans a\n" +
			"primary metric, --margin a guardrail that is to be shown safe.\n" +
			"\n" +
			"Nothing is written without -o; then plan.html, plan.json and plan.md.",
		Example: "  uptake plan --kind proportion --baseline 31% --minimum-effect 2% --units-per-week 5000\n" +
			"  uptake plan --kind mean --baseline 4.2 --sd 6 --minimum-effect 3% --share 20% \\\n" +
			"    --guardrail kind=mean,baseline=0.4,sd=1.1,margin=5%,better=down --units-per-week 9000\n" +
			"  uptake plan experiment.yaml -o plan --units-per-week 8000 --weeks 4",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usageError{counted.Errorf("expected one experiment file or flags alone, got %d files",
					len(args))}
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			return a.runPlan(c, args, f, func(name string) bool { return c.Flags().Changed(name) })
		},
	}
	s := c.Flags()
	s.StringVar(&f.kind, "kind", "", "without a file: proportion, mean or ratio")
	s.StringVar(&f.baseline, "baseline", "", "without a file: control's value, such as 0.31 or 31%")
	s.StringVar(&f.sd, "sd", "", "without a file: standard deviation of one unit (mean, ratio)")
	s.StringVar(&f.se, "se", "", "without a file: an arm's standard error, instead of --sd; with --se-units")
	s.StringVar(&f.seUnits, "se-units", "", "without a file: the units that --se rests on")
	s.StringVar(&f.effect, "minimum-effect", "", "without a file: the smallest effect that matters, such as 2%, 2pp "+
		"or 0.1")
	s.StringVar(&f.margin, "margin", "", "without a file: plan a guardrail that may get worse by less than this")
	s.StringVar(&f.better, "better", "up", "without a file: the good direction, up or down")
	s.StringVar(&f.name, "name", "metric", "without a file: what the metric is called")
	s.StringArrayVar(&f.guardrails, "guardrail", nil, "without a file: a guardrail for the verdicts, such as "+
		"kind=mean,baseline=0.4,sd=1.1,margin=5%,better=down; may be repeated")
	s.StringVar(&f.alpha, "alpha", "0.05", "without a file: two-sided level")
	s.StringVar(&f.guardAlpha, "guardrail-alpha", "0.05", "without a file: one-sided level of guardrails")
	s.StringVar(&f.enough, "chance-of-enough", "50%", "without a file: the chance of a gain of at least the minimum "+
		"effect that Ship asks for")
	s.StringVar(&f.minWeeks, "min-weeks", "2", "without a file: full weeks that Ship asks for")
	s.StringVar(&f.arms, "arms", "2", "without arms in a file: number of arms, control included")
	s.StringVar(&f.share, "share", "", "without arms in a file: share of units in every arm but control, such as "+
		"20%, or all shares, control first: 50%,30%,20% (default equal)")
	s.StringVar(&f.power, "power", "80%", "wanted power")
	s.StringVar(&f.week, "units-per-week", "", "new units per week, all arms together (a file's export says its own)")
	s.StringVar(&f.weeks, "weeks", "", "planned end after so many weeks (default: as many as are needed)")
	s.StringVar(&f.metrics, "metrics", "", "primary metrics that share alpha with the other arms' comparisons "+
		"(default 1; with a file of several treatments, its primary metrics)")
	s.StringVar(&f.cuped, "cuped-correlation", "", "correlation of a primary metric with its covariate: the variance "+
		"shrinks to 1 − r² (with a file that asks for cuped: read from the data)")
	s.StringVar(&f.clusterSize, "cluster-size", "", "units are assigned in clusters of this mean size")
	s.StringVar(&f.clusterCV, "cluster-cv", "", "coefficient of variation of the clusters' sizes (default 0)")
	s.StringVar(&f.icc, "icc", "", "correlation of units within a cluster")
	s.BoolVar(&f.sequential, "sequential", false, "plan for the always-valid interval, which may be read every day, "+
		"instead of one look at the end")
	s.StringArrayVar(&f.set, "set", nil, "with a file: change a key of it, as key=value; may be repeated")
	s.BoolVar(&f.quiet, "quiet", false, "no progress on standard error")
	drawsFlag(c, &f.draws)
	f.add(c, nothingWritten)
	memoryFlag(c)
	memberFlag(c)
	return c
}

func (a *app) runPlan(c *cobra.Command, args []string, f planFlags, changed func(string) bool) error {
	o, files, err := a.outputs(c, f.outputFlags, false)
	if err != nil {
		return err
	}
	if err := checkDraws(f.draws); err != nil {
		return err
	}
	ctx := c.Context()
	var in *power.Inputs
	var about report.Plan
	if len(args) == 0 {
		in, err = f.inputs(changed)
	} else {
		in, about, err = a.fileInputs(ctx, args[0], f, changed)
	}
	if err != nil {
		return err
	}
	p, err := plan.Make(ctx, in, plan.Options{Workers: a.run.Workers, Draws: f.draws, ProgramVersion: version()})
	var refused *power.Refusal
	if errors.As(err, &refused) && len(args) == 0 {
		return usageError{err}
	}
	if err != nil {
		return err
	}
	p.From, p.Experiment, p.DataFrom, p.DataTo, p.InputHash = about.From, about.Experiment, about.DataFrom,
		about.DataTo, about.InputHash
	p.Set = append(p.Set, about.Set...)
	p.Cautions = append(p.Cautions, about.Cautions...)
	if p.From == "" {
		p.From = "flags"
	}
	o.Command = a.withMember(f.command(args, changed))
	var paths []string
	if files {
		if paths, err = charts.Plan.Write(f.out, p, o); err != nil {
			return err
		}
	}
	return tell(a, charts.Plan, p, o, f.json, paths)
}

// command is the command that makes the same plan.
func (f planFlags) command(args []string, changed func(string) bool) string {
	words := []string{"uptake", "plan"}
	for _, x := range args {
		words = append(words, job.Quote(x[strings.LastIndexAny(x, `/\`)+1:]))
	}
	for _, x := range f.texts() {
		if changed(x.name) {
			words = append(words, "--"+x.name, job.Quote(*x.text))
		}
	}
	for _, g := range f.guardrails {
		words = append(words, "--guardrail", job.Quote(g))
	}
	if f.sequential {
		words = append(words, "--sequential")
	}
	if changed("draws") {
		words = append(words, "--draws", strconv.Itoa(f.draws))
	}
	for _, s := range f.set {
		words = append(words, "--set", job.Quote(s))
	}
	return strings.Join(words, " ")
}
