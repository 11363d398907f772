package cli

import "github.com/spf13/cobra"

func (a *app) check() *cobra.Command {
	return &cobra.Command{Use: "check"}
}
