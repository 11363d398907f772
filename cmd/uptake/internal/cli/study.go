package cli

import "github.com/spf13/cobra"

func (a *app) study() *cobra.Command {
	return &cobra.Command{Use: "study"}
}
