package ignores_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"uptake/analysis/report"
	"uptake/charts/ignores"
	"uptake/charts/out"
)

// What a kept investigation says first.
func ExampleDocument() {
	b, err := os.ReadFile("testdata/ignores.json")
	if err != nil {
		fmt.Println(err)
		return
	}
	var r report.Ignores
	if err := json.Unmarshal(b, &r); err != nil {
		fmt.Println(err)
		return
	}
	_, said, _ := strings.Cut(ignores.Document.Terminal(&r, out.Options{}), "\n\n")
	said, _, _ = strings.Cut(said, "\n\n")
	fmt.Println(said)
	// Output:
	// INVESTIGATION
	//   60.0% (58.0% to 62.0%) of the suggestions seen are plainly ignored. The
	//   largest confirmed cause costs 4.0 of these 60.0 points (observed only, in a
	//   tie with cause 2): some people ignore everything.
	//   1. Some people ignore everything: +4.0 points (+3.0 to +5.0), unit: never-eng…
	//      were it there as elsewhere, 56.0% would be ignored; a tie with 2
	//   2. It comes too late: +2.10 points (+1.20 to +3.00), surface & latency_ms: ch…
	//      were it there as elsewhere, 57.9% would be ignored; a tie with 1
	//   Points do not add up: together +5.5 points, one by one 6.1 points.
}
