package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"uptake/cmd/uptake/internal/job"
	"uptake/ingest/warehouse"
)

func (a *app) sql() *cobra.Command {
	var set []string
	var dialect string
	var names []string
	for _, d := range warehouse.Dialects {
		name := d.Name
		if !d.Ran {
			name += " (not run against the service)"
		}
		names = append(names, name)
	}
	c := &cobra.Command{
		Use:   "sql EXPERIMENT.yaml",
		Short: "Print the SQL that an engine would be asked",
		Long: "sql prints the statements by which a readout has an engine add an experiment up:\n" +
			"SELECT alone, commented, in the dialect of the engine that the file names, or in\n" +
			"another. Nothing is asked of any engine. Dialects: " + strings.Join(names, ", ") + ".",
		Example: "  uptake sql experiment.yaml --dialect duckdb > experiment.sql",
		Args:    oneFile,
		RunE: func(c *cobra.Command, args []string) error {
			e, err := a.loadAny(c.Context(), args[0], set, nil)
			if err != nil {
				return err
			}
			d, err := job.DialectOf(e, dialect)
			if err != nil {
				return usageError{err}
			}
			text, err := job.SQL(e, d)
			if err != nil {
				return err
			}
			_, err = fmt.Fprint(a.out, text)
			return err
		},
	}
	c.Flags().StringVar(&dialect, "dialect", "", "whose SQL it is; that of the file's engine unless given")
	c.Flags().StringArrayVar(&set, "set", nil, "change a key of the experiment file, as key=value; may be repeated")
	return c
}
