package readout_test

import (
	"fmt"
	"strings"

	"uptake/charts/internal/fixture"
	"uptake/charts/out"
	"uptake/charts/readout"
)

// What the terminal says of a readout, up to its verdict.
func ExampleDocument() {
	for _, line := range strings.Split(readout.Document.Terminal(fixture.SplitFails(), out.Options{}), "\n") {
		if line = strings.TrimSpace(line); line == strings.ToUpper(line) && line != "" {
			fmt.Println(line)
			break
		}
	}
	// Output: DO NOT USE
}
