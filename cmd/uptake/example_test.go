package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"uptake/cmd/uptake/internal/cli"
)

// A number without an export: 46 of 10,000 against 69 of 10,000, with its interval.
func Example() {
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	cases := filepath.Join(dir, "case.json")
	os.WriteFile(cases, []byte(`{"method": "newcombe", "inputs":
		{"control": {"n": 10000, "x": 46}, "treatment": {"n": 10000, "x": 69}}}`), 0o600)
	var said strings.Builder
	cli.Main([]string{"calc", cases}, &said, &said)
	fmt.Println(strings.ReplaceAll(said.String(), ", ", ",\n"))
	// Output:
	// {"method": "newcombe",
	// "result": {"estimate": 0.0023,
	// "ci_lower": 0.00019646766508805936,
	// "ci_upper": 0.00445463830988317}}
}
