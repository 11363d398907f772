package lake_test

import (
	"fmt"
	"strings"

	"uptake/ingest/format"
	"uptake/ingest/lake"
)

// A table's files are those of its last version, by its log, whatever else lies in the folder.
func ExampleFind() {
	files, notes, err := lake.Find("testdata/delta", format.Readable)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(len(files), "files")
	for _, n := range notes {
		said, _, _ := strings.Cut(n, ": ")
		fmt.Println(said)
	}
	// Output:
	// 5 files
	// The Delta Lake table testdata/delta (version 5) is read by its log
}
