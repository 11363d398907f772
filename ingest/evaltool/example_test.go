package evaltool_test

import (
	"fmt"
	"os"
	"path/filepath"

	"uptake/ingest/evaltool"
)

// A tool's file is known by what it holds, whatever it is called.
func ExampleWrote() {
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "last-week.json")
	os.WriteFile(path, []byte(`{"evalId": "eval-1", "results": {"version": 3, "results": [
		{"testIdx": 0, "promptIdx": 0, "success": true, "score": 1, "namedScores": {}}]}}`), 0o600)
	if tool := evaltool.Wrote(path); tool != nil {
		fmt.Println(tool.Title)
	}
	os.WriteFile(path, []byte(`{"name": "uptake", "private": true}`), 0o600)
	fmt.Println(evaltool.Wrote(path) == nil)
	// Output:
	// promptfoo
	// true
}
