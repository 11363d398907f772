package kept_test

import (
	"fmt"

	"uptake/analysis/spec"
	"uptake/cmd/uptake/internal/kept"
	"uptake/ingest/source"
)

// A result is kept under what it was made of: another file, though of the same name, is another key.
func ExampleKeyOf() {
	key := func(content string) kept.Key {
		k, err := kept.KeyOf("0.1.0", &spec.Experiment{ID: "inline"},
			[]kept.File{{File: source.File{Path: "events.csv", Name: "events.csv"}, Content: content}}, nil)
		if err != nil {
			fmt.Println(err)
		}
		return k
	}
	monday, tuesday, wednesday := key("a"), key("a"), key("b")
	fmt.Println(monday == tuesday, tuesday == wednesday)
	// Output: true false
}
