package cli

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"uptake/config"
)

// help is cobra's help command with the topic config, and a topic that there is
// not is an error.
func (a *app) help(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND | config]",
		Short: "Say what a command does, or which keys an experiment file has",
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 1 && args[0] == "config" {
				_, err := a.out.Write([]byte(config.Reference()))
				return err
			}
			c, rest, err := root.Find(args)
			if err != nil || len(rest) > 0 {
				return usageError{fmt.Errorf("there is no command %s to help with; the only other topic is config", strings.Join(args, " "))}
			}
			c.InitDefaultHelpFlag()
			return c.Help()
		},
	}
}

// plainFlagError says what a flag expected instead of which Go function refused it.
func plainFlagError(err error) error {
	var number *strconv.NumError
	if !errors.As(err, &number) {
		return err
	}
	before, _, _ := strings.Cut(err.Error(), " flag: ")
	return fmt.Errorf("%s flag: expected a number", before)
}
