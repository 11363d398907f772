package nightly_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"uptake/cmd/uptake/internal/nightly"
)

// TestFind: which files of folders and patterns are experiment files, in one order, each
// once, and what is passed over.
func TestFind(t *testing.T) {
	folder(t)
	e := "experiment: x\nsources: [{path: d.csv}]\n"
	for name, text := range map[string]string{
		"in/b.yaml": e, "in/a.yml": e, "in/sub/deep/c.toml": "experiment = \"x\"\n",
		"in/j.json":      `{"experiment": "x", "sources": []}`,
		"in/broken.yaml": "experiment: [", "in/garbage.yaml": "{{{", "in/only-sources.yaml": "sources: []\n",
		"in/d=1/no.yaml": e, "in/.git/no.yaml": e, "in/.no.yaml": e,
		"in/delta/_delta_log/0.json": "{}", "in/delta/no.yaml": e, "in/ice/metadata/v1.metadata.json": "{}",
		"in/ice/no.yaml":  e,
		"in/compose.yaml": "services: {}\n", "in/list.yaml": "- a\n- b\n", "in/many.yaml": "a: 1\n---\nb: 2\n",
		"in/events.json": `{"user": 1, "sources": []}` + "\n" + `{"user": 2}`, "in/one.json": `{"user": 1}`,
		"in/readout.json": `{"schema": "uptake.readout/1", "experiment": "x", "sources": []}`, "in/README.md": e,
		"in/events.csv": "a\n", "in/out/x/no.yaml": e,
		"other/z.yaml": e, "other/y.txt": e,
	} {
		write(t, name, text)
	}
	for link, to := range map[string]string{"in/link.yaml": "b.yaml", "in/circle": ".", "other/twice": "../in/sub",
		"in/nowhere.yaml": "none"} {
		if err := os.Symlink(to, link); err != nil {
			t.Skip(err)
		}
	}
	all := []string{"in/a.yml", "in/b.yaml", "in/broken.yaml", "in/garbage.yaml", "in/j.json", "in/only-sources.yaml",
		"in/sub/deep/c.toml"}
	for _, c := range []struct {
		paths []string
		want  []string
	}{
		{[]string{"in"}, all},
		{[]string{"./in/", "in/b.yaml", "in"}, all},
		{[]string{"other", "in/sub"}, []string{"other/twice/deep/c.toml", "other/z.yaml"}},
		{[]string{"in/*.y*ml"}, []string{"in/a.yml", "in/b.yaml", "in/broken.yaml", "in/garbage.yaml",
			"in/only-sources.yaml"}},
		{[]string{"in/**/*.toml"}, []string{"in/sub/deep/c.toml"}},
		{[]string{"in/s*"}, []string{"in/sub/deep/c.toml"}},
		// named
		{[]string{"other/y.txt", "in/compose.yaml", "in/.no.yaml"}, []string{"in/.no.yaml", "in/compose.yaml",
			"other/y.txt"}},
		{[]string{"in/none.yaml", "other/z.yaml"}, []string{"in/none.yaml", "other/z.yaml"}},
	} {
		f, err := nightly.Find(c.paths, "in/out", nightly.Known{})
		if err != nil || !slices.Equal(f.Files, c.want) {
			t.Errorf("%v: %v, %v; want %v", c.paths, f.Files, err, c.want)
		}
	}
	f, _ := nightly.Find([]string{"in"}, "in/out", nightly.Known{})
	said := map[string]string{}
	for _, p := range f.Passed {
		said[p.Path] = p.Why
	}
	for path, word := range map[string]string{"in/compose.yaml": "neither", "in/list.yaml": "neither",
		"in/many.yaml": "neither", "in/events.json": "not one JSON", "in/one.json": "has not the keys",
		"in/readout.json": "result", "in/delta": "Delta", "in/ice": "Iceberg", "in/d=1": "table",
		"in/out": "written to", "in/nowhere.yaml": "cannot be read"} {
		if !strings.Contains(said[path], word) {
			t.Errorf("%s is passed over as %q", path, said[path])
		}
		delete(said, path)
	}
	if len(said) > 0 {
		t.Errorf("also passed over: %v", said)
	}
	// What was an experiment file in a run before is one whatever became of it.
	if f, err := nightly.Find([]string{"in"}, "in/out",
		nightly.Known{Experiments: map[string]bool{"in/compose.yaml": true}}); err != nil || !slices.Contains(f.Files,
		"in/compose.yaml") {
		t.Errorf("%v, %v", f.Files, err)
	}
	for _, paths := range [][]string{{"none"}, {"none/*.yaml"}, {"in/delta"}, {"in/out"}, {"in/*.none"},
		{"in/.git/.."}} {
		_, err := nightly.Find(paths, map[bool]string{true: "in", false: "in/out"}[paths[0] == "in/.git/.."],
			nightly.Known{})
		if _, ok := err.(*nightly.UsageError); !ok {
			t.Errorf("%v: %v", paths, err)
		}
	}
}

// TestDryRun: what would be read is listed with its bytes, and nothing is written.
func TestDryRun(t *testing.T) {
	folder(t)
	write(t, "in/a.yaml", usersFile("a"))
	write(t, "in/b.yaml", strings.Replace(usersFile("b"), "b.csv", "a.csv", 1)) // the same export
	write(t, "in/c.yaml", usersFile("c"))
	write(t, "in/d.yaml", "experiment: d\nwindw: 3\n")
	write(t, "in/compose.yaml", "services: {}\n")
	write(t, "in/data/a.csv", users(3, 12))
	before := contents(t, ".")
	code, out, errs := night("in", "-o", "out", "--dry-run")
	for _, want := range []string{"in/a.yaml: a, reads 1 export file of 8", "in/b.yaml: b, reads 1",
		"in/c.yaml: would fail: ", "data/c.csv", "in/d.yaml: would fail: ", "windw",
		"passed over: in/compose.yaml: it has neither", "in all 4 experiment files, 1 export file of 8"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not said: %s", want, out)
		}
	}
	if code != 0 || errs != "" {
		t.Errorf("exit %d: %s", code, errs)
	}
	same(t, "a dry run", before, contents(t, "."))
	if _, err := os.Stat("out"); err == nil {
		t.Error("the output folder was made")
	}
}

// TestUsage: mistakes in what is asked are exit code 2 and a sentence.
func TestUsage(t *testing.T) {
	folder(t)
	write(t, "in/a.yaml", usersFile("a"))
	for _, c := range []struct{ args, want string }{
		{"", "expected experiment files"}, {"none", "there is no none"}, {"in -o kept --state kept",
			"--state kept is the folder"}, {"in --log xml", "text and json"},
		{"in --deadline 06:00", "deadline"}, {"in --deadline -2h", "2h"}, {"in --memory much", "800MiB"},
		{"in -o in", "-o"}, {"in --out=", "-o is empty"}, {"in --each x", "unknown flag"},
		{"in --webhook https://hooks.invalid/secret", "--webhook-file"}, {"in --webhook-file none",
			"none cannot be read"},
		{"in --metrics uptake-out/../uptake-out/run.json", "the night writes itself"},
	} {
		code, _, errs := night(strings.Fields(c.args)...)
		if code != 2 || !strings.Contains(errs, c.want) {
			t.Errorf("%s: exit %d: %s", c.args, code, errs)
		}
	}
	if _, err := os.Stat("uptake-out"); err == nil {
		t.Error("the output folder was made")
	}
}
