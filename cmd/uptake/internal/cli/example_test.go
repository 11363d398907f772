package cli_test

import (
	"fmt"
	"strings"

	"uptake/cmd/uptake/internal/cli"
)

// A mistake is one sentence that says what to do, and an exit code.
func ExampleMain() {
	var said strings.Builder
	code := cli.Main([]string{"readout", "inline.yaml"}, &said, &said)
	fmt.Print(strings.ReplaceAll(said.String(), "; ", ";\n"))
	fmt.Println("exit code", code)
	// Output:
	// uptake: there is no experiment file inline.yaml;
	// check the path, or write one (the README shows a small one)
	// exit code 2
}
