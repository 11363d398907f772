package cli

import (
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"uptake/analysis/spec"
	"uptake/config"
)

// whereFlag adds --where to a command of one experiment. readWhere reads it.
func whereFlag(c *cobra.Command) {
	c.Flags().StringArray("where", nil,
		"count only rows for which this holds, such as 'platform=ios,android and plan!=free'; may be repeated, then "+
			"all have to hold")
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
		for _, f := range filters {
			if err := config.CheckTimeBounds(f); holdsTimes(e, f.Column) && err != nil {
				return usageError{fmt.Errorf("--where %s: %w", w, err)}
			}
		}
		e.Where = append(e.Where, filters...)
		e.Set = append(e.Set, "where "+w)
	}
	return nil
}

// holdsTimes reports whether a column is that of times, by its canonical name or by the one that
// the export has for it.
func holdsTimes(e *spec.Experiment, column string) bool {
	return column == "ts" || column == e.Columns["ts"] ||
		slices.ContainsFunc(e.Sources, func(s spec.Source) bool { return column == s.Columns["ts"] })
}
