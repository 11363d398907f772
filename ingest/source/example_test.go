package source_test

import (
	"fmt"

	"uptake/ingest/source"
)

// Folders named name=value are constant columns.
func ExampleHive() {
	for _, p := range source.Hive("exports/day=2026-04-01/arm=__HIVE_DEFAULT_PARTITION__/part-0.parquet") {
		fmt.Println(p.Name, p.Value, p.Null)
	}
	// Output:
	// day 2026-04-01 false
	// arm  true
}
