package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"uptake/config"
)

func (a *app) schema() *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: "Print a JSON Schema of the experiment file",
		Long: "schema prints a JSON Schema (draft 2020-12) of the experiment file, with which\n" +
			"editors complete and check keys: write it to uptake.schema.json and begin the file\n" +
			"with # yaml-language-server: $schema=uptake.schema.json. `uptake help config` says\n" +
			"the same for reading.",
		Example: "  uptake schema > uptake.schema.json",
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usageError{fmt.Errorf("schema takes no argument, got %q; to look at an experiment file run `uptake check %s`", args[0], args[0])}
			}
			_, err := a.out.Write(config.Schema())
			return err
		},
	}
}
