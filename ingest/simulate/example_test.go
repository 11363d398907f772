package simulate_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"uptake/ingest/simulate"
)

// An export whose truth is known, with the experiment file that reads it.
func ExampleWrite() {
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	paths, err := simulate.Write(context.Background(), simulate.Options{Users: 50, Days: 7, Seed: 1},
		simulate.Output{Dir: dir, Format: "csv"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range paths {
		fmt.Println(filepath.Base(p))
	}
	// Output:
	// events.csv
	// truth.json
	// experiment.yaml
}
