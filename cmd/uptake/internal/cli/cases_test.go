package cli

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write what the command line answers into testdata/cli/*.txt")

// casesDir is relative to this folder.
const casesDir = "../../../../testdata/cli"

// TestCases runs every file of testdata/cli. A case file is
//
//	what the case shows, in words
//	$ uptake readout experiment.yaml
//	-- experiment.yaml --
//	an input file, and so on
//	-- expected --
//	what each command answered
//
// See shell_test.go for the commands. In what is expected, | begins a line of
// standard output and ! one of standard error; "exit" is the exit code, and
// "new" lists the files that the command left behind.
func TestCases(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join(casesDir, "*.txt"))
	if err != nil || len(paths) == 0 {
		t.Fatal("no cases found", err)
	}
	for _, path := range paths {
		abs, err := filepath.Abs(path)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txt"), func(t *testing.T) { runCase(t, abs) })
	}
}

func runCase(t *testing.T, path string) {
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	c := parseCase(string(b))
	if strings.Contains(c.head, "(Linux)") && runtime.GOOS != "linux" {
		t.Skip("the case says that it needs Linux")
	}
	sh := newShell(t)
	for _, f := range c.files {
		if f.name != expected {
			sh.write(f.name, f.text)
		}
	}
	sh.seen = sh.list()
	var got strings.Builder
	for _, line := range c.commands {
		fmt.Fprintf(&got, "$ %s\n%s", line, sh.run(line))
	}
	for _, f := range sh.list() {
		if base := filepath.Base(f); strings.HasPrefix(base, ".") {
			t.Errorf("a temporary file was left behind: %s", f)
		}
	}
	if *update {
		if err := os.WriteFile(path, []byte(c.with(got.String())), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if want := c.file(expected); got.String() != want {
		t.Errorf("%s\n(after looking at the difference, go test ./cmd/uptake/internal/cli -run Cases -update writes "+
			"it)", difference(want, got.String()))
	}
}

const expected = "expected"

// caseFile is a case as it is written.
type caseFile struct {
	head     string // up to the first file
	commands []string
	files    []caseInput
}

type caseInput struct{ name, text string }

func parseCase(s string) caseFile {
	var c caseFile
	text := &c.head
	for _, line := range strings.SplitAfter(s, "\n") {
		bare := strings.TrimSuffix(line, "\n")
		if name, ok := strings.CutPrefix(bare, "-- "); ok && strings.HasSuffix(name, " --") {
			c.files = append(c.files, caseInput{name: strings.TrimSuffix(name, " --")})
			text = &c.files[len(c.files)-1].text
			continue
		}
		if command, ok := strings.CutPrefix(bare, "$ "); ok && text == &c.head {
			c.commands = append(c.commands, command)
		}
		*text += line
	}
	return c
}

func (c caseFile) file(name string) string {
	for _, f := range c.files {
		if f.name == name {
			return f.text
		}
	}
	return ""
}

// with is the case with another expectation.
func (c caseFile) with(answer string) string {
	var b strings.Builder
	b.WriteString(c.head)
	for _, f := range c.files {
		if f.name != expected {
			fmt.Fprintf(&b, "-- %s --\n%s", f.name, f.text)
		}
	}
	fmt.Fprintf(&b, "-- %s --\n%s", expected, answer)
	return b.String()
}

// difference shows the first line in which two texts part.
func difference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	i := 0
	for i < len(w) && i < len(g) && w[i] == g[i] {
		i++
	}
	tail := func(list []string) string { return strings.Join(list[min(i, len(list)):min(i+12, len(list))], "\n") }
	return fmt.Sprintf("from line %d of what is expected:\n%s\ngot:\n%s", i+1, tail(w), tail(g))
}
