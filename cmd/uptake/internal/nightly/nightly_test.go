package nightly_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"uptake/analysis/report"
	"uptake/cmd/uptake/internal/nightly"
)

// TestNightly: of experiments three are broken, each in another way: the others are
// what the commands write, to the byte, and every one has its row.
func TestNightly(t *testing.T) {
	folder(t)
	const n = 6
	for i := range n {
		id := fmt.Sprintf("u%d", i)
		write(t, "in/team/"+id+".yaml", usersFile(id))
		write(t, "in/team/data/"+id+".csv", users(uint64(i), 10+i))
	}
	write(t, "in/s.yml", shownFile("s"))
	write(t, "in/data/s.csv", shown(1, 900))
	write(t, "in/broken.yaml", "experiment: broken\nsources: [{path: x.csv}\n")
	write(t, "in/missing.yaml", usersFile("missing"))
	write(t, "in/bad.yaml", usersFile("bad"))
	write(t, "in/data/bad.csv", strings.ReplaceAll(users(9, 12), ",b,", ",c,"))
	code, out, errs := night("in", "-o", "out")
	if code != 4 || !strings.Contains(out, "7 of 10 experiments done") {
		t.Errorf("exit %d: %s%s", code, out, errs)
	}
	for i := range n {
		id := fmt.Sprintf("u%d", i)
		sameAsReadout(t, "in/team/"+id+".yaml", "out/"+id)
	}
	sameAsReadout(t, "in/s.yml", "out/s")
	if _, err := os.Stat("out/s/ignores.html"); err != nil {
		t.Error(err)
	}
	x := index(t, "out")
	if len(x.Experiments) != n+4 || x.Schema != report.IndexSchema {
		t.Errorf("%d rows", len(x.Experiments))
	}
	for id, kind := range map[string]string{"broken": "file", "missing": "data", "bad": "data"} {
		r := row(t, x, id)
		if r.Status != report.StatusFailed || r.Error == nil || r.Error.Kind != kind || r.Folder != "" ||
			r.LastGood != "" {
			t.Errorf("%s: %+v", id, r)
		}
		if _, err := os.Stat("out/" + id); err == nil {
			t.Errorf("%s has a folder", id)
		}
	}
	if r := row(t, x, "s"); r.Status != report.StatusOK || !r.Ignores || r.Rows != 900 || len(r.Looks) != 1 ||
		r.Lift == nil || r.Error != nil || r.Folder != "s" || r.File != "in/s.yml" {
		t.Errorf("s: %+v", r)
	}
	if r := row(t, x, "u0"); r.Ignores || r.Owner != "growth" || r.Verdict == "" || r.Previous != "" ||
		r.DataTo != "2026-04-10T12:00:00Z" {
		t.Errorf("u0: %+v", r)
	}
	var run nightly.Numbers
	readJSON(t, "out/run.json", &run)
	if run.Schema != nightly.RunSchema || run.Experiments != n+4 || run.Failed != 3 || run.FilesRead != n+2 ||
		run.BytesRead == 0 {
		t.Errorf("%+v", run)
	}
}
