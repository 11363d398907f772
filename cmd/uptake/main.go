// Command uptake analyzes A/B experiments on AI features: raw exports in, a
// readout to decide from out. `uptake help` lists what it can do.
package main

import (
	"os"
	_ "time/tzdata" // time zones on machines that carry none

	"uptake/cmd/uptake/internal/cli"
)

func main() {
	os.Exit(cli.Main(os.Args[1:], os.Stdout, os.Stderr))
}
