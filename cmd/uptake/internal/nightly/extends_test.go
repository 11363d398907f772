package nightly_test

import (
	"strings"
	"testing"
)

// TestBase: a file that others extend and that has no experiment of its own is passed
// over, what changes in it is a change of theirs, and a readout says the same.
func TestBase(t *testing.T) {
	folder(t)
	own := func(id string) string { return "experiment: " + id + "\nextends: ../base.yaml\n" }
	base := strings.Replace(usersFile("a"), "experiment: a\n", "", 1)
	write(t, "in/base.yaml", base)
	write(t, "in/team/a.yaml", own("a"))
	write(t, "in/team/b.yaml", own("b")+"metrics: [{name: kept, margin: 9%}]\n")
	write(t, "in/data/a.csv", users(3, 10))
	for i, want := range []string{"", "decision.min_weeks was 1, is 2 (in in/base.yaml)"} {
		if code, out, errs := night("in", "-o", "out"); code != 0 || !strings.Contains(errs, "in/base.yaml") ||
			!strings.Contains(errs, "for others to go on from, such as in/team/") {
			t.Fatalf("exit %d: %s%s", code, out, errs)
		}
		again(t, "in", "-o", "out")
		for _, id := range []string{"a", "b"} {
			if r := row(t, index(t, "out"), id); len(r.Looks) != i+1 || r.Looks[i].Changed != want {
				t.Errorf("%s, night %d: %+v", id, i, r.Looks)
			}
			sameAsReadout(t, "in/team/"+id+".yaml", "out/"+id)
		}
		write(t, "in/base.yaml", strings.Replace(base, "min_weeks: 1", "min_weeks: 2", 1))
	}
	if !strings.Contains(read(t, "out/a/looks.jsonl"), `"keys_from":{`) ||
		!strings.Contains(read(t, "out/b/looks.jsonl"), `"metrics[kept].kind":"in/base.yaml"`) {
		t.Error("the ledger does not say what came from where")
	}
	// Named, it is what the file itself is: no experiment.
	if code, _, errs := night("in/base.yaml", "in/team", "-o", "other"); code != 4 || !strings.Contains(errs,
		"must say which experiment") {
		t.Errorf("exit %d: %s", code, errs)
	}
}
