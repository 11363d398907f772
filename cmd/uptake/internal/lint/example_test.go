package lint_test

import (
	"fmt"

	"uptake/cmd/uptake/internal/lint"
	"uptake/ingest"
)

// Columns that follow people by another id than the unit's: bound as well, persons with two ids are found.
func ExamplePersonColumns() {
	seen := &ingest.Sample{Columns: []*ingest.Sampled{{Name: "device_id"}, {Name: "Account ID"}, {Name: "surface"}}}
	fmt.Println(lint.PersonColumns([]lint.Export{{Source: "events.csv", Sample: seen,
		Columns: map[string]string{"unit": "device_id"}}}))
	// Output:
	// [Account ID]
}
