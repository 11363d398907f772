package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"uptake/analysis/whole"
	"uptake/cmd/uptake/internal/firstfile"
	"uptake/ingest"
	"uptake/ingest/evaltool"
)

func (a *app) init() *cobra.Command {
	var out string
	var short, yes bool
	c := &cobra.Command{
		Use:   "init EXPORT...",
		Short: "Look at an export and write an experiment file to edit",
		Long: "init recognises whose export it is by its columns, or else what its columns are by\n" +
			"their names and first rows, finds the experiments, arms and events that its rows\n" +
			"name, and writes an experiment file with all of it visible, each column with the\n" +
			"values that speak for it; what is a guess is marked CHECK. Exposures or assignments\n" +
			"and events in files of their own are given together.\n" +
			"\nOn a terminal, with the file on it or in -o, it asks what no row says: which arm is the control where " +
			"no name tells,\nhow users were meant to be split, what decides and what must not get worse. Enter\n" +
			"takes what stands in brackets. Elsewhere, and with --yes, nothing is asked.\n" +
			"\nWithout -o the file goes to standard output; a file that exists is not overwritten.\n" +
			"Exit codes: 0 written; 1 the export cannot be read, or lacks what no analysis can do\n" +
			"without, which the sentence names; 2 usage.",
		Example: "  uptake init export.ndjson -o experiment.yaml\n  uptake init assignments.ndjson events.ndjson\n  " +
			"uptake init export.ndjson --short",
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usageError{errors.New("expected an export to look at, such as `uptake init export.ndjson -o " +
					"experiment.yaml`")}
			}
			if end := filepath.Ext(out); out != "" && end != ".yaml" && end != ".yml" {
				return usageError{fmt.Errorf("-o %s: init writes YAML; give a name that ends in .yaml", out)}
			}
			if out != "" {
				if _, err := os.Stat(out); err == nil {
					return usageError{fmt.Errorf("%s exists, and init overwrites nothing; give another name with -o, "+
						"or remove it", out)}
				}
			}
			dir, err := filepath.Abs(filepath.Dir(out))
			if err != nil {
				return err
			}
			form := firstfile.Form{Dir: dir, Short: short}
			if !yes {
				form.Ask = a.asker(c.Context(), out != "")
			}
			once := &ingest.Once{}
			defer once.Close()
			text, err := firstfile.Draft(c.Context(), args, form, ingest.Options{Workers: a.run.Workers,
				Open: once.Open})
			if short := (firstfile.ShortError{}); errors.As(err, &short) {
				return usageError{err}
			}
			if err != nil {
				return elsewhere(args, err)
			}
			if out == "" {
				fmt.Fprint(a.out, text)
				return nil
			}
			if err := whole.Write(out, []byte(text)); err != nil {
				return err
			}
			next := "check"
			if strings.Contains(text, "\neach: ") { // a family, of which check looks at one member
				next = "nightly"
			}
			fmt.Fprintf(a.out, "wrote %s; read what is marked CHECK, then run `uptake %s %s`\n", out, next, out)
			return nil
		},
	}
	c.Flags().BoolVar(&yes, "yes", false, "take every guess and ask nothing, on a terminal too")
	c.Flags().BoolVar(&short, "short", false, "name a known vendor's preset instead of writing out what it says")
	c.Flags().StringVarP(&out, "out", "o", "", "experiment file to write (standard output without it)")
	return c
}

// elsewhere says of what init cannot draw up, and an evaluation tool wrote, which command reads it.
func elsewhere(paths []string, err error) error {
	for _, path := range paths {
		if t := evaltool.Wrote(path); t != nil {
			return fmt.Errorf("%s looks like results of an evaluation that %s wrote, and init draws up experiments "+
				"of what users did; compare versions with `uptake evals EVALS.yaml`, in which stands evals: NAME, "+
				"baseline: v1, versions: [{name: v1, path: %s}, {name: v2, path: …}] (`uptake help evaluations`)",
				path, t.Title, path)
		}
	}
	return err
}
