package cli

import (
	"fmt"
	"slices"
	"strings"

	"uptake/charts/out"
)

// formatUsage is what the help says of --format.
func formatUsage() string {
	return "what to write, of " + strings.Join(out.Formats(), ", ") + " (default " + strings.Join(out.Usual(), ",") + ")"
}

// checkOutputFlags refuses what --json and --format do not know.
func checkOutputFlags(json string, formats []string) error {
	if json != "" && json != "-" {
		return usageError{fmt.Errorf("--json takes only -, standard output; to write files use -o and --format json")}
	}
	known := out.Formats()
	for _, x := range formats {
		if last := len(known) - 1; !slices.Contains(known, x) {
			return usageError{fmt.Errorf("--format knows %s and %s, not %q", strings.Join(known[:last], ", "), known[last], x)}
		}
	}
	return nil
}
