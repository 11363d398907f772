package nightly_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestKept: nights that keep results, of experiments that share users, of a family, and of
// suggestions, write byte for byte what nights write that make everything anew, also where
// an export, a file, or something that was kept is another.
func TestKept(t *testing.T) {
	folder(t)
	write(t, "in/one.yaml", twoFile("one", "e", ""))
	write(t, "in/two.yaml", twoFile("two", "e", ""))
	write(t, "in/family.yaml", "each: {column: of}\n"+usersFile("f"))
	write(t, "in/any.yaml", strings.Replace(usersFile("any"), "arms: [{name: control, control: true}, {name: b}]",
		"arms: any", 1))
	write(t, "in/s.yaml", shownFile("s"))
	write(t, "in/data/e.csv", twoRows(false, "one", "two"))
	var rows strings.Builder
	for i, r := range lines(users(5, 10)) {
		fmt.Fprintf(&rows, "%s,%s\n", r, map[bool]string{true: "of", false: fmt.Sprintf("m%d", i%2)}[i == 0])
	}
	write(t, "in/data/f.csv", rows.String())
	write(t, "in/data/any.csv", users(6, 10))
	write(t, "in/data/s.csv", shown(1, 600))
	for _, name := range []string{"e", "f", "any", "s"} {
		age(t, "in/data/"+name+".csv", 9)
	}
	const all = 6 // of the family there are two
	damage := func(pattern string) {
		t.Helper()
		found, err := filepath.Glob(pattern)
		must(t, err)
		b := []byte(read(t, found[0]))
		b[len(b)/2]++
		must(t, os.WriteFile(found[0], b, 0o644))
	}
	nothing := func() {}
	for _, c := range []struct {
		what string
		do   func()
		kept int
		said string
	}{
		{"the first night", nothing, 0, ""},
		{"nothing new", nothing, all, ""},
		{"a touched export", func() { age(t, "in/data/s.csv", 5) }, all, ""},
		{"an export that grew", func() {
			write(t, "in/data/s.csv", shown(1, 700))
			age(t, "in/data/s.csv", 4)
		}, all - 1, ""},
		{"an export of two written anew", func() {
			write(t, "in/data/e.csv", twoRows(true, "one", "two"))
			age(t, "in/data/e.csv", 3)
		}, all - 2, ""},
		{"a key of one of two", func() {
			write(t, "in/two.yaml", twoFile("two", "e", "owner: growth\n"))
		}, all - 1, ""},
		{"nothing new again", nothing, all, ""},
		{"a damaged result", func() { damage("kept/results/*.result") }, all - 1, "a kept result is damaged"},
		{"what is kept of a family damaged", func() {
			damage("kept/results/*.found")
		}, all, "what is kept of a family is damaged"},
		{"a page that somebody wrote into", func() { write(t, "out/one/readout.md", "mine") }, all, ""},
		{"a page that is gone", func() { must(t, os.Remove("out/s/ignores.md")) }, all, ""},
		{"notes of what was drawn damaged", func() { damage("kept/results/*.pages") }, all, ""},
		{"nothing is kept", func() { must(t, os.RemoveAll("kept/results")) }, 0, ""},
		{"a file that is gone", func() { must(t, os.Remove("in/s.yaml")) }, all - 1, ""},
	} {
		c.do()
		code, _, errs := night("in", "-o", "out", "--state", "kept", "--format", "json,md")
		if code != 0 || !strings.Contains(errs, c.said) || c.said == "" && strings.Contains(errs, "damaged") {
			t.Fatalf("%s: exit %d: %s", c.what, code, errs)
		}
		if n := numbers(t); n.Kept != c.kept {
			t.Errorf("%s: %+v, want %d kept", c.what, n, c.kept)
		}
		if code, _, errs := night("in", "-o", "full", "--format", "json,md"); code != 0 {
			t.Fatalf("%s: exit %d: %s", c.what, code, errs)
		}
		is, want := results(t, "out"), results(t, "full")
		delete(is, "run.json")
		delete(want, "run.json")
		same(t, c.what, want, is)
		if !strings.Contains(is["index.json"], `"overlap": {`) {
			t.Errorf("%s: the index has no pairs", c.what)
		}
	}
	if left, _ := filepath.Glob("kept/results/*.result"); len(left) != all-1 {
		t.Errorf("%d results stay of %d experiments", len(left), all-1)
	}
}
