package nightly_test

import (
	"strings"
	"syscall"
	"testing"

	"uptake/analysis/report"
)

// TestPipes: a pipe to which nobody writes keeps no night waiting, be it among the experiment files, among the exports
// or among the results of an evaluation; what else there is comes out.
func TestPipes(t *testing.T) {
	folder(t)
	write(t, "in/a.yaml", usersFile("a"))
	write(t, "in/data/a.csv", users(3, 15))
	write(t, "in/b.yaml", strings.Replace(usersFile("b"), "data/b.csv", "more/*.csv", 1))
	write(t, "in/more/b.csv", users(4, 15))
	write(t, "in/e.yaml", evalsFile("e"))
	write(t, "in/e-v1.csv", scores(40, 50))
	write(t, "in/f.yaml", "experiment: f\nextends: below\n")
	for _, pipe := range []string{"in/pipe.yaml", "in/more/pipe.csv", "in/e-v2.csv", "in/below"} {
		must(t, syscall.Mkfifo(pipe, 0o600))
	}
	code, _, errs := night("in", "-o", "out")
	x := index(t, "out")
	if r := row(t, x, "a"); code != 4 || r.Status != report.StatusOK || len(x.Experiments) != 3 {
		t.Errorf("exit %d, %+v: %s", code, r, errs)
	}
	if r := row(t, x, "b"); r.Error == nil || r.Error.Kind != "file" || !strings.Contains(r.Error.Detail,
		"more/pipe.csv cannot be read: it is no file but a pipe") {
		t.Errorf("%+v", r.Error)
	}
	if r := row(t, x, "f"); r.Error == nil || !strings.Contains(r.Error.Detail, "below is no file but a pipe") {
		t.Errorf("%+v", r.Error)
	}
	if r := x.Evaluations[0]; r.Error == nil || !strings.Contains(r.Error.Detail, "v2.csv cannot be read") {
		t.Errorf("%+v", r.Error)
	}
	if code, _, errs := night("in/pipe.yaml", "-o", "named"); code != 2 || !strings.Contains(errs, "it is no file") {
		t.Errorf("exit %d: %s", code, errs)
	}
}
