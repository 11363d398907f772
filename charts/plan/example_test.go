package plan_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"uptake/analysis/report"
	"uptake/charts/out"
	"uptake/charts/plan"
)

// What a kept plan says first.
func ExampleDocument() {
	b, err := os.ReadFile("testdata/plan.json")
	if err != nil {
		fmt.Println(err)
		return
	}
	var r report.Plan
	if err := json.Unmarshal(b, &r); err != nil {
		fmt.Println(err)
		return
	}
	_, said, _ := strings.Cut(plan.Document.Terminal(&r, out.Options{}), "\n\n")
	said, _, _ = strings.Cut(said, "\n\n")
	fmt.Println(said)
	// Output:
	// PLAN
	//   12.1 weeks and 30,155 units are needed for acceptance rate: a rise of 5% =
	//   1.21 points.
	//   - If the true effect is exactly the smallest that matters, Ship comes out in
	//     37 of 100 such experiments, though 82 of 100 find every primary metric
	//     better. Ship also asks that the gain is more likely than not at least the
	//     smallest that matters, which takes an estimate above it.
	//   - A larger true effect ships more often: 86 of 100 at 1.5 × and more than 99
	//     of 100 at 2 ×.
	//   How: a power of 80% at the planned end of 13 weeks and 32,500 units (what the
	//        slowest metric needs, in whole weeks), two-sided alpha 0.05
}
