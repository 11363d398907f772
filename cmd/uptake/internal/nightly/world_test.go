package nightly_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"uptake/analysis/report"
	"uptake/cmd/uptake/internal/cli"
)

// usersFile is an experiment over a table of users; its export lies beside it, in data.
func usersFile(id string) string {
	return "experiment: " + id + "\nowner: growth\nlayout: units\nstart: 2026-04-01\nend: 2026-04-14\nsources: " +
		"[{path: data/" + id + ".csv}]\n" +
		"columns: {unit: user, ts: at}\narms: [{name: control, control: true}, {name: b}]\n" +
		"metrics: [{name: tasks, kind: mean, role: primary, minimum_effect: 2%}, {name: kept, kind: proportion, " +
		"role: guardrail, margin: 5%}]\ndecision: {planned: 2026-03-20, min_weeks: 1}\n"
}

// users are rows to a day of April 2026, for a seed the same however many they are.
func users(seed uint64, to int) string {
	rng := rand.New(rand.NewPCG(seed, 1))
	var b strings.Builder
	b.WriteString("user,at,arm,tasks,kept\n")
	for day := 1; day <= to; day++ {
		for i := range 20 {
			arm := rng.IntN(2)
			fmt.Fprintf(&b, "u%d-%d,2026-04-%02dT12:00:00Z,%s,%d,%d\n", day, i, day, []string{"control", "b"}[arm],
				rng.IntN(9)+arm, rng.IntN(2))
		}
	}
	return b.String()
}

// shownFile is an experiment over a table of suggestions.
func shownFile(id string) string {
	return "experiment: " + id + "\nlayout: suggestions\nstart: 2026-04-01\nend: 2026-04-14\nsources: [{path: data/" +
		id + ".csv}]\n" +
		"columns: {unit: user, suggestion_id: id, ts: at, arm: arm, outcome: o}\nsuggestions: {outcomes: {accepted: " +
		"[\"1\"], ignored: [\"0\"]}}\n" +
		"arms: [{name: control, control: true}, {name: b}]\nmetrics: [{name: acceptance_rate, role: primary, " +
		"minimum_effect: 2%}]\n"
}

func shown(seed uint64, n int) string {
	rng := rand.New(rand.NewPCG(seed, 2))
	var b strings.Builder
	b.WriteString("id,user,at,arm,o,surface\n")
	for i := range n {
		user := rng.IntN(60)
		fmt.Fprintf(&b, "s%d,u%d,2026-04-%02dT12:00:00Z,%s,%d,%s\n", i, user, 1+i*14/n,
			[]string{"control", "b"}[user%2], rng.IntN(2), []string{"chat", "editor"}[rng.IntN(2)])
	}
	return b.String()
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// folder makes an empty folder the working one.
func folder(t *testing.T) { t.Chdir(t.TempDir()) }

// night runs uptake nightly and gives its exit code and what it said.
func night(args ...string) (code int, out, errs string) {
	var o, e bytes.Buffer
	code = cli.Main(append([]string{"nightly"}, args...), &o, &e)
	return code, o.String(), e.String()
}

func index(t *testing.T, dir string) report.Index {
	t.Helper()
	var x report.Index
	readJSON(t, filepath.Join(dir, "index.json"), &x)
	return x
}

func readJSON(t *testing.T, path string, into any) {
	t.Helper()
	if err := json.Unmarshal([]byte(read(t, path)), into); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// row is the index's row of an experiment.
func row(t *testing.T, x report.Index, id string) report.IndexRow {
	t.Helper()
	for _, r := range x.Experiments {
		if r.ID == id {
			return r
		}
	}
	t.Fatalf("the index has no row of %s: %+v", id, x.Experiments)
	return report.IndexRow{}
}

// contents are the files below a folder, by path from it.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		out[filepath.ToSlash(rel)] = read(t, path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// sameAsReadout holds a folder of a night against what the commands write, given the same
// ledger of looks.
func sameAsReadout(t *testing.T, file, folder string, member ...string) {
	t.Helper()
	own := t.TempDir()
	write(t, own+"/looks.jsonl", read(t, folder+"/looks.jsonl"))
	var said bytes.Buffer
	if code := cli.Main(append([]string{"readout", file, "-o", own, "--quiet"}, member...), &bytes.Buffer{},
		&said); code != 0 && code != 3 {
		t.Fatal(said.String())
	}
	cli.Main(append([]string{"ignores", file, "-o", own, "--quiet"}, member...), &bytes.Buffer{}, &said)
	is, want := contents(t, folder), contents(t, own)
	delete(is, "looks.jsonl")
	delete(want, "looks.jsonl")
	for name, b := range want {
		if is[name] != b {
			t.Errorf("%s of %s is not what the command writes", name, folder)
		}
	}
	if len(is) != len(want) {
		t.Errorf("%s has %d files, the commands write %d", folder, len(is), len(want))
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
