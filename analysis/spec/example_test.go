package spec_test

import (
	"fmt"
	"time"

	"uptake/analysis/spec"
)

// Every key of the experiment file is a row of one table, with its default and bounds.
func ExampleFindKey() {
	k, ok := spec.FindKey("statistics.alpha")
	fmt.Println(k.Type, k.Default, k.Least, k.Most, ok)
	// Output: share 0.05 1e-06 0.5 true
}

// Shares may be numbers of people; where parts of a whole add up to less, the rest is of others.
func ExampleSharesOf() {
	people, _ := spec.SharesOf([]spec.WrittenShare{{Name: "ios", Text: "300", Value: 300}, {Name: "web", Text: "100",
		Value: 100}})
	_, err := spec.SharesOf([]spec.WrittenShare{{Name: "ios", Text: "60%", Value: 0.6}, {Name: "web", Text: "100",
		Value: 100}})
	fmt.Println(people)
	fmt.Println(err)
	// Output:
	// [{ios 0.75} {web 0.25}]
	// mix parts of a whole (ios: 60%) and numbers of people (web: 100); write all of them in one way
}

// Spans are said as an experiment file has them.
func ExampleSpan() {
	fmt.Println(spec.Span(5*time.Minute), spec.Span(14*24*time.Hour))
	// Output: 5m 14d
}
