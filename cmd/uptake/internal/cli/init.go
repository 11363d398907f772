package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"uptake/analysis/whole"
	"uptake/cmd/uptake/internal/firstfile"
	"uptake/ingest"
)

func (a *app) init() *cobra.Command {
	var out string
	c := &cobra.Command{
		Use:   "init EXPORT...",
		Short: "Look at an export and write an experiment file to edit",
		Long: "init recognises whose export it is by its columns, finds the experiments, arms and\n" +
			"events that its rows name, and writes an experiment file with all of it visible;\n" +
			"what is a guess is marked CHECK. Exposures and events in files of their own are\n" +
			"given together.\n" +
			"\nWithout -o the file goes to standard output; a file that exists is not overwritten.\n" +
			"Exit codes: 0 written; 1 the export cannot be read, is of no known vendor, or lacks\n" +
			"what no analysis can do without, which the sentence names; 2 usage.",
		Example: "  uptake init export.ndjson -o experiment.yaml\n  uptake init assignments.ndjson events.ndjson",
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usageError{errors.New("expected an export to look at, such as `uptake init export.ndjson -o experiment.yaml`")}
			}
			if end := filepath.Ext(out); out != "" && end != ".yaml" && end != ".yml" {
				return usageError{fmt.Errorf("-o %s: init writes YAML; give a name that ends in .yaml", out)}
			}
			if out != "" {
				if _, err := os.Stat(out); err == nil {
					return usageError{fmt.Errorf("%s exists, and init overwrites nothing; give another name with -o, or remove it", out)}
				}
			}
			dir, err := filepath.Abs(filepath.Dir(out))
			if err != nil {
				return err
			}
			text, err := firstfile.Draft(c.Context(), args, dir, ingest.Options{Workers: a.run.Workers})
			if err != nil {
				return err
			}
			if out == "" {
				fmt.Fprint(a.out, text)
				return nil
			}
			if err := whole.Write(out, []byte(text)); err != nil {
				return err
			}
			fmt.Fprintf(a.out, "wrote %s; read what is marked CHECK, then run `uptake check %s`\n", out, out)
			return nil
		},
	}
	c.Flags().StringVarP(&out, "out", "o", "", "experiment file to write (standard output without it)")
	return c
}
