package cli

import (
	"io"
	"os"
	"testing"

	"uptake/analysis/spec"
)

// TestStdinTwice: whatever of an experiment comes through a pipe can be read twice.
func TestStdinTwice(t *testing.T) {
	pipe := spec.Table{Path: "-"}
	for name, e := range map[string]*spec.Experiment{
		"a source":    {Sources: []spec.Source{{Table: spec.Table{Path: "export.csv"}}, {Table: pipe}}},
		"assignments": {Assignments: &spec.Assignments{Table: pipe}},
	} {
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		go func() { w.WriteString("unit,arm\n1,a\n"); w.Close() }()
		old := os.Stdin
		os.Stdin = r
		again, err := keepStdin(e)
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if b, err := io.ReadAll(os.Stdin); err != nil || string(b) != "unit,arm\n1,a\n" {
				t.Errorf("%s: %q is read, error %v", name, b, err)
			}
			if err := again.rewind(); err != nil {
				t.Fatal(err)
			}
		}
		again.remove()
		os.Stdin = old
		r.Close()
	}
}
