package phrase_test

import (
	"fmt"

	"uptake/ingest/phrase"
)

// Names of columns in a sentence: those with blanks are quoted, and a long list ends somewhere.
func Example() {
	fmt.Println(phrase.Names([]string{"ts", "user id", "variant", "note"}, 3))
	// Output: ts, "user id", variant, and 1 more
}
