package phrase_test

import (
	"fmt"

	"uptake/ingest/phrase"
)

// A cell of the export in a sentence is quoted and cut, and one thing is no plural.
func Example() {
	fmt.Println(phrase.Counted(1, "row"), phrase.Counted(1200, "row"))
	// Output: 1 row 1200 rows
}
