package past_test

import (
	"fmt"
	"strings"

	"uptake/analysis/report"
	"uptake/charts/out"
	"uptake/charts/past"
)

// Two past experiments, and what is said of a score that moved as users did in both.
func ExampleDocument() {
	r := &report.Past{Headline: "Two experiments are too few to tell which score predicts.",
		Metrics: []report.PastMetric{{Metric: "judge", Online: "acceptance_rate", Experiments: 2, Same: 2, Of: 2}}}
	md, err := past.Document.Render("md", r, out.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(strings.Contains(string(md), r.Headline))
	// Output: true
}
