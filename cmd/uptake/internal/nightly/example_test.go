package nightly_test

import (
	"fmt"
	"os"
	"path/filepath"

	"uptake/cmd/uptake/internal/nightly"
)

// A folder holds experiments and more: what is no experiment file is told, not read as one.
func ExampleFind() {
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	for name, text := range map[string]string{
		"inline.yaml": "experiment: inline\nsources: [{path: events.csv}]\n",
		"prompt.yaml": "evals: prompt\nversions: [{name: v1, path: v1.jsonl}, {name: v2, path: v2.jsonl}]\n",
		"deploy.yaml": "kind: Deployment\n",
	} {
		os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600)
	}
	found, err := nightly.Find([]string{dir}, filepath.Join(dir, "out"), nightly.Known{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range found.Files {
		fmt.Println("experiment", filepath.Base(f))
	}
	for _, f := range found.Evaluations {
		fmt.Println("evaluation", filepath.Base(f))
	}
	for _, p := range found.Passed {
		fmt.Println("neither   ", filepath.Base(p.Path))
	}
	// Output:
	// experiment inline.yaml
	// evaluation prompt.yaml
	// neither    deploy.yaml
}
