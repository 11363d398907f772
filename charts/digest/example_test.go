package digest_test

import (
	"fmt"

	"uptake/analysis/report"
	"uptake/charts/digest"
)

// A night's news in one line: who needs somebody first.
func ExampleTitle() {
	fmt.Println(digest.Title(&report.Digest{News: []report.News{
		{ID: "inline", NeedsYou: true},
		{ID: "summaries", Changes: []report.NewsChange{{Kind: report.ChangeNew}}},
		{ID: "search"},
	}}))
	// Output:
	// 1 experiment needs somebody, news of 1 more, 1 new
}
