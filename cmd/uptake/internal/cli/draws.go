package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"uptake/analysis/plan"
)

// What --draws takes: below the first a chance is no chance, above the other it is no better.
const (
	fewestDraws = 100
	mostDraws   = 1000000
)

// drawsFlag adds --draws, which trades time for the error of a chance.
func drawsFlag(c *cobra.Command, to *int) {
	c.Flags().IntVar(to, "draws", plan.Usual, "how many experiments are drawn for each chance of a verdict; four "+
		"times as many halve its error")
}

func checkDraws(n int) error {
	if n < fewestDraws || n > mostDraws {
		return usageError{fmt.Errorf("--draws %d: expected a number from %d to %d", n, fewestDraws, mostDraws)}
	}
	return nil
}
