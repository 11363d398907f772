package calc_test

import (
	"fmt"
	"strings"

	"uptake/analysis/calc"
)

// A case that cannot be answered has its sentence in its place; the others are answered.
func ExampleRun() {
	out, err := calc.Run([]byte(`{"cases": [
		{"id": "a", "method": "wilson", "inputs": {"n": 150, "x": 60}},
		{"id": "b", "method": "wilsen", "inputs": {"p": [0.5]}}]}`))
	fmt.Print(strings.ReplaceAll(string(out), ", \"", ",\n  \""))
	if err != nil {
		fmt.Println(err)
	}
	// Output:
	// {"cases": [
	// {"id": "a",
	//   "method": "wilson",
	//   "result": {"estimate": 0.4,
	//   "ci_lower": 0.3250432073625253,
	//   "ci_upper": 0.47995084151109}},
	// {"id": "b",
	//   "method": "wilsen",
	//   "error": "there is no method \"wilsen\"; `uptake calc --list` prints those there are"}
	// ]}
}
