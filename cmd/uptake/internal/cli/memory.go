package cli

import (
	"fmt"
	"runtime/debug"

	"github.com/spf13/cobra"

	"uptake/cmd/uptake/internal/job"
	"uptake/config"
)

// memoryFlag adds --memory to a command that reads exports. limitMemory reads it.
func memoryFlag(c *cobra.Command) {
	c.Flags().String("memory", "", "memory to stay within, such as 2GB; rows that do not fit wait in a temporary "+
		"file (default UPTAKE_MEMORY, else half of the machine)")
}

// limitMemory settles what the command may take: the flag goes before the environment,
// and where neither says it is half of the machine.
func (a *app) limitMemory(c *cobra.Command) error {
	given := a.run.Memory
	if f := c.Flags().Lookup("memory"); f != nil && f.Changed {
		n, err := config.Bytes(f.Value.String())
		if err != nil {
			return usageError{fmt.Errorf("--memory is %q; expected a size such as 800MiB or 2GB", f.Value)}
		}
		given = n
	}
	if given > 0 {
		// Below what the program itself takes garbage would be collected without end; rows wait in the file all the
		// same.
		debug.SetMemoryLimit(max(given, room))
	} else {
		given = job.HalfOfTheMachine()
	}
	a.run.Memory = given
	return nil
}
