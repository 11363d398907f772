package aa_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"uptake/analysis/report"
	"uptake/charts/aa"
	"uptake/charts/out"
)

// A false alarm every twentieth time is what a level of 5% promises; what came out is the first line.
func ExampleDocument() {
	b, err := os.ReadFile("testdata/aa.json")
	if err != nil {
		fmt.Println(err)
		return
	}
	var r report.AA
	if err := json.Unmarshal(b, &r); err != nil {
		fmt.Println(err)
		return
	}
	_, said, _ := strings.Cut(aa.Document.Terminal(&r, out.Options{}), "\n\n")
	said, _, _ = strings.Cut(said, "\n\n")
	fmt.Println(said)
	// Output:
	// FALSE ALARMS
	//   revenue_per_user cries wolf in 8 of 100 shuffles where 5 are meant: winsorize
	//   it, so that a few heavy units do not decide.
	//   - About 1 in 20 of these intervals misses by chance alone, and there are 4:
	//     shuffle again with another --seed before a metric is changed.
	//   How: shuffled arms differ by chance alone, so an alarm (p below 0.05) should
	//        come in 5% of the runs
}
