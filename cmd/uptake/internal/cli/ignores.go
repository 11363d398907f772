package cli

import (
	"cmp"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"uptake/analysis/investigation"
	"uptake/analysis/report"
	"uptake/charts"
	"uptake/charts/out"
	"uptake/cmd/uptake/internal/job"
)

type ignoresFlags struct {
	outputFlags
	set     []string
	plan    int
	draws   int
	userIDs bool
	of      string
	quiet   bool
}

func (a *app) ignores() *cobra.Command {
	var f ignoresFlags
	c := &cobra.Command{
		Use:   "ignores EXPERIMENT.yaml",
		Short: "Investigate why suggestions are ignored",
		Long: "ignores reads the experiment's exports, arms or not, and says what became of the\n" +
			"suggestions that were not used, which reasons half of the users suggest and the\n" +
			"other half confirms, and what would have to be logged to know more. It writes\n" +
			"ignores.html, ignores.json and ignores.md; a summary goes to the terminal.\n" +
			"\nEvery confirmed cause comes with a test. --emit-plan N writes the N-th as an\n" +
			"experiment file, plan-N.yaml, to edit and to run. Users in the sessions to watch\n" +
			"go by pseudonyms; --user-ids names them, on the page and in the files.\n" +
			"\n--of dismissed asks the same of the suggestions that were answered with an explicit\n" +
			"no, and --of non_use of all that were seen and not accepted.",
		Example: "  uptake ignores testdata/copilot-cups/experiment.yaml\n  uptake ignores experiment.yaml -o " +
			"thursday --emit-plan 1",
		Args: oneFile,
		RunE: func(c *cobra.Command, args []string) error {
			return a.runIgnores(c, args[0], f)
		},
	}
	c.Flags().IntVar(&f.plan, "emit-plan", 0, "also write the test with this number as an experiment file, plan-N.yaml")
	c.Flags().StringVar(&f.of, "of", report.Investigated[0].Name, "which outcome is studied, of "+
		strings.Join(studied(), ", "))
	c.Flags().BoolVar(&f.userIDs, "user-ids", false, "name users by their ids in the sessions to watch (default "+
		"pseudonyms)")
	c.Flags().StringArrayVar(&f.set, "set", nil, "change a key of the experiment file, as key=value; may be repeated")
	c.Flags().BoolVar(&f.quiet, "quiet", false, "no progress on standard error")
	drawsFlag(c, &f.draws)
	f.add(c, "./uptake-out/<experiment>")
	a.engine.add(c)
	memoryFlag(c)
	memberFlag(c)
	whereFlag(c)
	return c
}

func (a *app) runIgnores(c *cobra.Command, path string, f ignoresFlags) error {
	o, files, err := a.outputs(c, f.outputFlags, true)
	if err != nil {
		return err
	}
	ctx, emit := c.Context(), c.Flags().Changed("emit-plan")
	if err := checkDraws(f.draws); err != nil {
		return err
	}
	if emit && f.plan < 1 {
		return usageError{fmt.Errorf("--emit-plan %d: tests are numbered from 1, as the page lists them", f.plan)}
	}
	if emit && !files {
		return usageError{errors.New("--emit-plan writes a file, and --json - writes none; say where to with -o")}
	}
	of, known := report.StudiedNamed(f.of)
	if !known || f.of == "" {
		return usageError{fmt.Errorf("--of %s: no such outcome can be studied; expected one of %s", f.of,
			strings.Join(studied(), ", "))}
	}
	e, err := a.load(ctx, path, f.set)
	if err != nil {
		return err
	}
	p := a.progress(f.quiet)
	defer p.done()
	rep, err := a.job(p).Ignores(ctx, e, job.Investigate{Of: of.Name, UserIDs: f.userIDs, Draws: f.draws})
	switch {
	case errors.Is(err, investigation.ErrNoSuggestions):
		p.done()
		return usageError{fmt.Errorf("%s: %w", path, err)}
	case job.Nothing(err):
		p.done()
		return fmt.Errorf("%s: %w", path, err)
	case err != nil:
		p.done()
		return err
	}
	rep.Rows.Asked = a.asked()
	o.Command = job.Command("ignores", path, a.memberWords(), f.set)
	if of.Name != report.Investigated[0].Name {
		o.Command += " --of " + of.Name
	}
	if f.userIDs {
		o.Command += " --user-ids"
	}
	if c.Flags().Changed("draws") {
		o.Command += fmt.Sprintf(" --draws %d", f.draws)
	}
	var paths []string
	if files {
		dir := cmp.Or(f.out, filepath.Join("uptake-out", e.Slug))
		var beside []out.File
		if emit {
			draft, err := plannedTest(e, rep, f.plan)
			if err == nil {
				err = keepEdited(dir, draft)
			}
			if err != nil {
				return err
			}
			beside = append(beside, draft)
		}
		p.phase("drawing")
		if paths, err = charts.Ignores.Write(dir, rep, o, beside...); err != nil {
			return err
		}
	}
	p.done()
	if err := tell(a, charts.Ignores, rep, o, f.json, paths); err != nil {
		return err
	}
	if rep.Health.Status == "fail" {
		a.code = codeHealth
	}
	return nil
}

// studied lists the values of --of.
func studied() []string {
	var out []string
	for _, s := range report.Investigated {
		out = append(out, s.Name)
	}
	return out
}
