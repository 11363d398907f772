package table_test

import (
	"fmt"

	"uptake/ingest/table"
)

// A column is found by one of its usual names, also in another case or below metadata.
func ExampleNameOf() {
	fmt.Println(table.NameOf([]string{"UserID", "metadata.area"}, "area", "category"))
	// Output: metadata.area
}
