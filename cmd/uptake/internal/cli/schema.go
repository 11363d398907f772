package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"uptake/config"
)

func (a *app) schema() *cobra.Command {
	return &cobra.Command{
		Use:   "schema [evals]",
		Short: "Print a JSON Schema of the experiment file, or of the evaluation file",
		Long: "schema prints a JSON Schema (draft 2020-12) of the experiment file, and schema evals\n" +
			"that of the evaluation file, with which editors complete and check keys: write it to\n" +
			"uptake.schema.json and begin the file with\n" +
			"# yaml-language-server: $schema=uptake.schema.json. `uptake help config` and `uptake\n" +
			"help evals` say the same for reading.",
		Example:   "  uptake schema > uptake.schema.json\n  uptake schema evals > evals.schema.json",
		ValidArgs: []string{"evals"},
		RunE: func(_ *cobra.Command, args []string) error {
			b := config.Schema()
			switch {
			case len(args) == 0:
			case len(args) == 1 && args[0] == "evals":
				b = config.EvalsSchema()
			default:
				return usageError{fmt.Errorf("schema takes nothing, or evals, got %q; to look at a file run `uptake "+
					"check %s`",
					args[0], args[0])}
			}
			_, err := a.out.Write(b)
			return err
		},
	}
}
