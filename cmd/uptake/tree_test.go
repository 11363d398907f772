package main

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// TestTopLevel: what stands beside the program's rooms is what belongs there, and no output of a look at it.
func TestTopLevel(t *testing.T) {
	const top = ".ci .github .gitignore LICENSE README.md analysis charts cmd config findings go.mod go.sum ingest " +
		"testdata"
	git := exec.Command("git", "ls-files")
	git.Dir = "../.."
	listed, err := git.Output()
	if err != nil {
		t.Skip("these are no files of a repository: ", err)
	}
	var got []string
	for path := range strings.Lines(string(listed)) {
		name, _, _ := strings.Cut(strings.TrimSpace(path), "/")
		got = append(got, name)
	}
	slices.Sort(got)
	if got = slices.Compact(got); !slices.Equal(got, strings.Fields(top)) {
		t.Errorf("the top level holds %v, and %s belong there", got, top)
	}
}
