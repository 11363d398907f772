package cli

import (
	"fmt"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
)

// number is the version of the program; a release sets it with -ldflags -X.
var number = "0.1.0"

// version names the program's version. The revision is left out on purpose:
// the same input must give the same bytes from any checkout.
func version() string { return number }

func (a *app) version() *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   "Print the version",
		Example: "  uptake version",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			fmt.Fprintln(a.out, versionLine())
			return nil
		},
	}
}

// versionLine is what version and --version print.
func versionLine() string {
	s := "uptake " + version()
	if info, ok := debug.ReadBuildInfo(); ok {
		s += fmt.Sprintf(" (%s)", info.GoVersion)
	}
	return s
}

func isUnknownCommand(err error) bool {
	return strings.HasPrefix(err.Error(), "unknown command") || strings.HasPrefix(err.Error(), "unknown flag")
}
