package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"uptake/analysis/spec"
	"uptake/config"
)

// whereFlag adds --where to a command of one experiment. readWhere reads it.
func whereFlag(c *cobra.Command) {
	c.Flags().StringArray("where", nil,
		"count only rows for which this holds, such as 'platform=ios,android and plan!=free'; may be repeated, then all have to hold")
}

func (a *app) readWhere(c *cobra.Command) {
	if c.Flags().Lookup("where") != nil {
		// The error is that of a flag that is not there.
		a.where, _ = c.Flags().GetStringArray("where")
	}
}

// narrow adds the conditions of the command line to those of the file.
func (a *app) narrow(e *spec.Experiment) error {
	for _, w := range a.where {
		filters, err := config.Where(w)
		if err != nil {
			return usageError{fmt.Errorf("--where %w", err)}
		}
		e.Where = append(e.Where, filters...)
		e.Set = append(e.Set, "where "+w)
	}
	return nil
}
