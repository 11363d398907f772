package nightly_test

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"uptake/analysis/report"
	"uptake/cmd/uptake/internal/cli"
)

// evalsFile is an evaluation of two versions whose results lie beside it.
func evalsFile(id string) string {
	return "evals: " + id + "\nowner: models\nbaseline: v1\nversions: [{name: v1, path: " + id + "-v1.csv}, {name: " +
		"v2, path: " + id + "-v2.csv}]\nmetrics: [{name: correct, role: primary, minimum_effect: 2pp}]\n"
}

// scores are results over n items, right answers among a hundred being right.
func scores(n, right int) string {
	var b strings.Builder
	b.WriteString("item,correct\n")
	for i := range n {
		fmt.Fprintf(&b, "q%d,%t\n", i, i%100 < right)
	}
	return b.String()
}

func evalRow(t *testing.T, x report.Index, id string) report.EvalRow {
	t.Helper()
	for _, r := range x.Evaluations {
		if r.ID == id {
			return r
		}
	}
	t.Fatalf("the index has no row of %s: %+v", id, x.Evaluations)
	return report.EvalRow{}
}

// TestNightlyEvalsCarried: an experiment that names the result of an evaluation of the same
// night carries that night's, from the first night on, also where the gates changed.
func TestNightlyEvalsCarried(t *testing.T) {
	folder(t)
	write(t, "in/u.yaml", usersFile("u")+"evaluation: {path: ../out/prompt/evals.json, file: z-evals.yaml}\n")
	write(t, "in/data/u.csv", users(1, 10))
	write(t, "in/z-evals.yaml", evalsFile("prompt"))
	write(t, "in/prompt-v1.csv", scores(400, 60))
	write(t, "in/prompt-v2.csv", scores(400, 70))
	for n, want := range []report.EvalVerdict{report.EvalShip, report.EvalCannotTell} {
		if code, out, errs := night("in", "-o", "out"); code != 0 {
			t.Fatalf("night %d: exit %d: %s%s", n+1, code, out, errs)
		}
		var r report.Report
		readJSON(t, "out/u/readout.json", &r)
		if r.Evaluation == nil || r.Evaluation.Verdict != want || !strings.Contains(read(t, "out/u/readout.html"),
			"../prompt/evals.html") {
			t.Errorf("night %d: %+v", n+1, r.Evaluation)
		}
		write(t, "in/z-evals.yaml", strings.Replace(evalsFile("prompt"), "2pp", "3pp", 1))
		write(t, "in/prompt-v2.csv", scores(400, 60))
	}
}

// TestNightlyEvals: evaluation files are found and taken, to the byte what the command
// writes; one that fails stops no other and keeps its last good result; a verdict that is
// another is told once, and nights of the same give the same.
func TestNightlyEvals(t *testing.T) {
	folder(t)
	write(t, "in/u.yaml", usersFile("u"))
	write(t, "in/data/u.csv", users(1, 10))
	write(t, "in/u-evals.yaml", evalsFile("u")) // of the experiment's own name: in its folder
	write(t, "in/u-v1.csv", scores(400, 60))
	write(t, "in/u-v2.csv", scores(400, 70))
	write(t, "in/lost.yaml", evalsFile("lost"))
	write(t, "in/twice.yaml", evalsFile("u"))
	write(t, "in/index.yaml", evalsFile("index.html"))
	write(t, "in/bad.json", `{"evals": "bad"}`) // not with versions: some data
	code, out, errs := night("in", "-o", "out", "--dry-run")
	for _, want := range []string{"in/u-evals.yaml: would fail: in/u-evals.yaml: the evaluation u and u of " +
		"in/twice.yaml would share the folder u",
		"in/lost.yaml: would fail: versions.v1: lost-v1.csv:", "passed over: in/bad.json: it has not the keys",
		"in all 1 experiment file and 4 evaluation files"} {
		if !strings.Contains(out, want) {
			t.Errorf("exit %d, the plan lacks %q: %s%s", code, want, out, errs)
		}
	}
	if err := os.Remove("in/twice.yaml"); err != nil {
		t.Fatal(err)
	}
	if code, out, errs = night("in", "-o", "out"); code != 4 || !strings.Contains(out, "1 of 1 experiment done") ||
		!strings.Contains(out, "1 of 3 evaluations done, 1 ship") {
		t.Errorf("exit %d: %s%s", code, out, errs)
	}
	x := index(t, "out")
	r := evalRow(t, x, "u")
	if r.Status != report.StatusOK || r.Verdict != report.EvalShip || r.Previous != "" || r.Folder != "u" ||
		r.Unblock != "Nothing: it can be launched." || r.Gates.Pass != 1 || r.Rows != 800 || r.Owner != "models" {
		t.Errorf("%+v", r)
	}
	if r := evalRow(t, x, "lost"); r.Status != report.StatusFailed || r.Error == nil || r.Error.Kind != "data" ||
		!strings.Contains(r.Error.Detail, "lost-v1.csv") {
		t.Errorf("%+v", r)
	}
	if r := evalRow(t, x, "index.html"); r.Error == nil || r.Error.Kind != "file" || !strings.Contains(r.Error.Detail,
		"the night writes itself") {
		t.Errorf("%+v", r)
	}
	if len(x.Gone) != 0 {
		t.Errorf("gone: %v", x.Gone)
	}
	if r := row(t, x, "u"); r.Status != report.StatusOK || r.Folder != "u" {
		t.Errorf("%+v", r)
	}
	var said bytes.Buffer
	if code := cli.Main([]string{"evals", "in/u-evals.yaml", "-o", "own", "--quiet"}, &bytes.Buffer{},
		&said); code != 0 {
		t.Fatal(said.String())
	}
	for name, text := range contents(t, "own") {
		if read(t, "out/u/"+name) != text {
			t.Errorf("%s is another than that of the command", name)
		}
	}
	var d report.Digest
	readJSON(t, "out/digest.json", &d)
	if d.Evaluations != 3 || d.Number != 1 {
		t.Errorf("%+v", d)
	}

	was := contents(t, "out")
	night("in", "-o", "out")
	for name, text := range contents(t, "out") {
		if now := seconds.ReplaceAllString(text, ""); now != seconds.ReplaceAllString(was[name], "") &&
			!strings.HasPrefix(name, "index.html") {
			t.Errorf("%s is another on the second night", name)
		}
	}

	write(t, "in/u-v2.csv", scores(400, 50))
	night("in", "-o", "out")
	if r = evalRow(t, index(t, "out"), "u"); r.Verdict != report.EvalRollBack || r.Previous != report.EvalShip ||
		r.Readings != 2 {
		t.Errorf("%+v", r)
	}
	readJSON(t, "out/digest.json", &d)
	if d.Number != 2 || len(d.News) != 1 || !d.News[0].Evaluation ||
		d.News[0].Changes[0].Kind != report.ChangeVerdict ||
		d.News[0].Changes[0].From != report.Verdict(report.EvalShip) {
		t.Errorf("%+v", d)
	}
	if !strings.Contains(read(t, "out/digest.txt"), "(was: Ship)") {
		t.Error(read(t, "out/digest.txt"))
	}

	write(t, "in/u-evals.yaml", "evals: [")
	night("in", "-o", "out")
	if r = evalRow(t, index(t, "out"), "u"); r.Status != report.StatusStale || r.Verdict != report.EvalRollBack ||
		r.Error.Kind != "file" {
		t.Errorf("%+v", r)
	}
	if err := os.Remove("in/u-evals.yaml"); err != nil {
		t.Fatal(err)
	}
	write(t, "in/alone.yaml", evalsFile("alone"))
	write(t, "in/alone-v1.csv", scores(400, 60))
	write(t, "in/alone-v2.csv", scores(400, 60))
	if code, out, errs = night("in/alone.yaml", "-o", "other"); code != 0 || !strings.Contains(out,
		"1 of 1 evaluation done, 1 cannot tell") {
		t.Errorf("exit %d: %s%s", code, out, errs)
	}
}
