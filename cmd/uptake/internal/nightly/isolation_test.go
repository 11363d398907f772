package nightly_test

import (
	"os"
	"strings"
	"testing"

	"uptake/analysis/report"
	"uptake/cmd/uptake/internal/nightly"
)

// TestLastGood: an experiment that fails after a good night keeps its result, dated,
// whatever is wrong with it, and comes back when it is mended.
func TestLastGood(t *testing.T) {
	good := map[string]string{"in/a.yaml": usersFile("a"), "in/data/a.csv": users(3, 12)}
	for name, c := range map[string]struct {
		file, text string // of the second night
		kind, want string
	}{
		"YAML that cannot be read": {"in/a.yaml", "experiment: [a\n", "file", "in/a.yaml"},
		"an unknown key":           {"in/a.yaml", usersFile("a") + "windw: 3d\n", "file", "windw"},
		"a key not built":          {"in/a.yaml", usersFile("a") + "each: [x]\n", "file", "each"},
		"an empty file":            {"in/a.yaml", "", "file", "in/a.yaml"},
		"a broken export":          {"in/data/a.csv", "user,at,arm,tasks,kept\nu,when,control,1,1\n", "data", "a.csv"},
		"an export without rows":   {"in/data/a.csv", "", "data", "a.csv"},
	} {
		t.Run(name, func(t *testing.T) {
			folder(t)
			for file, text := range good {
				write(t, file, text)
			}
			if code, _, errs := night("in", "-o", "out"); code != 0 {
				t.Fatal(errs)
			}
			was, files := row(t, index(t, "out"), "a"), contents(t, "out/a")
			write(t, c.file, c.text)
			for range 2 { // also a night later, when only the index knows the file
				code, _, errs := night("in", "-o", "out")
				r := row(t, index(t, "out"), "a")
				if code != 1 || r.Status != report.StatusStale || r.Error == nil || r.Error.Kind != c.kind ||
					!strings.Contains(r.Error.Detail, c.want) {
					t.Fatalf("exit %d, %+v, %+v: %s", code, r, r.Error, errs)
				}
				if r.LastGood != "2026-04-12T12:00:00Z" || r.Verdict != was.Verdict || r.Headline != was.Headline ||
					r.Folder != "a" || len(r.Looks) != 1 {
					t.Errorf("the last good result is not dated or not it: %+v", r)
				}
				same(t, "the last good result", files, contents(t, "out/a"))
			}
			for file, text := range good {
				write(t, file, text)
			}
			if code, _, errs := night("in", "-o", "out"); code != 0 || row(t, index(t, "out"),
				"a").Status != report.StatusOK {
				t.Errorf("mended, exit %d: %s", code, errs)
			}
		})
	}
}

// TestInvestigationFails: the readout stands, and the row says what failed.
func TestInvestigationFails(t *testing.T) {
	folder(t)
	write(t, "in/s.yaml", shownFile("s"))
	write(t, "in/data/s.csv", shown(1, 600))
	if err := os.MkdirAll("out/s/ignores.html", 0o755); err != nil { // cannot be written
		t.Fatal(err)
	}
	code, _, errs := night("in", "-o", "out")
	r := row(t, index(t, "out"), "s")
	if code != 4 || r.Status != report.StatusOK || r.Error == nil || r.Error.Kind != "disk" ||
		!strings.Contains(r.Error.Detail, "the readout stands") || r.Ignores || r.Verdict == "" {
		t.Errorf("exit %d, %+v, %+v: %s", code, r, r.Error, errs)
	}
	if _, err := os.Stat("out/s/readout.html"); err != nil {
		t.Error(err)
	}
}

// TestOneFolderEach: experiments that would share a folder both fail, naming each other,
// and neither touches it.
func TestOneFolderEach(t *testing.T) {
	folder(t)
	write(t, "in/one.yaml", usersFile("a b"))
	write(t, "in/data/a b.csv", users(3, 12))
	if code, _, errs := night("in", "-o", "out"); code != 0 {
		t.Fatal(errs)
	}
	before := contents(t, "out/a-b")
	write(t, "in/two.yaml", strings.Replace(usersFile("A/B"), "A/B.csv", "a b.csv", 1))
	write(t, "in/three.yaml", strings.Replace(usersFile("run.json"), "run.json.csv", "a b.csv", 1))
	write(t, "in/four.yaml", strings.Replace(usersFile("four"), "path: data/four.csv", "path: '-'", 1))
	write(t, "in/five.yaml", strings.Replace(usersFile("five"), "five.csv", "a b.csv", 1))
	code, _, errs := night("in", "-o", "out")
	x := index(t, "out")
	if code != 4 || len(x.Experiments) != 5 {
		t.Errorf("exit %d, %d rows: %s", code, len(x.Experiments), errs)
	}
	for file, c := range map[string]struct {
		status report.Status
		words  []string
	}{
		"in/one.yaml":   {report.StatusStale, []string{"in/two.yaml", "a-b"}},
		"in/two.yaml":   {report.StatusFailed, []string{"in/one.yaml", "a-b"}},
		"in/three.yaml": {report.StatusFailed, []string{"run.json", "another id"}},
		"in/four.yaml":  {report.StatusFailed, []string{"standard input"}},
	} {
		for _, r := range x.Experiments {
			if r.File != file {
				continue
			}
			if r.Status != c.status || r.Error == nil || r.Error.Kind != "file" {
				t.Errorf("%s: %+v, %+v", file, r, r.Error)
				continue
			}
			for _, w := range c.words {
				if !strings.Contains(r.Error.Detail, w) {
					t.Errorf("%s does not say %q: %s", file, w, r.Error.Detail)
				}
			}
		}
	}
	if r := row(t, x, "five"); r.Status != report.StatusOK {
		t.Errorf("%+v", r)
	}
	same(t, "a shared folder", before, contents(t, "out/a-b"))
	must(t, os.Remove("in/five.yaml"))
	night("in", "-o", "out")
	var run nightly.Numbers
	if readJSON(t, "out/run.json", &run); run.Failed != 4 || run.FilesRead != 0 || run.BytesRead != 0 {
		t.Errorf("nobody went to an export, and the run says %+v", run)
	}
}

// TestAllFail: where nothing worked the night says so by its exit code.
func TestAllFail(t *testing.T) {
	folder(t)
	write(t, "in/a.yaml", usersFile("a"))
	if code, out, _ := night("in", "-o", "out"); code != 1 || !strings.Contains(out, "0 of 1 experiment done") {
		t.Errorf("exit %d: %s", code, out)
	}
	if x := index(t, "out"); len(x.Experiments) != 1 {
		t.Error("no index was written")
	}
}

// TestGatesShut: data that must not be decided on is a result.
func TestGatesShut(t *testing.T) {
	folder(t)
	write(t, "in/a.yaml", strings.Replace(usersFile("a"), "arms: [{name: control, control: true}, {name: b}]",
		"arms: [{name: control, share: 10%, control: true}, {name: b, share: 90%}]", 1))
	write(t, "in/data/a.csv", users(3, 12))
	code, _, errs := night("in", "-o", "out")
	if r := row(t, index(t, "out"), "a"); code != 0 || r.Verdict != report.DoNotUse || r.Health != "fail" ||
		r.Lift != nil || len(r.Checks) == 0 {
		t.Errorf("exit %d, %+v: %s", code, r, errs)
	}
}
