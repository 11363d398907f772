package nightly_test

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"

	"uptake/analysis/report"
)

var seconds = regexp.MustCompile(`"seconds": [0-9.e-]+`)

// again runs a night a second time and holds what it writes against the first: a night
// that is restarted after it was stopped anywhere writes what it would have written.
func again(t *testing.T, args ...string) {
	t.Helper()
	before := results(t, "out")
	if code, _, errs := night(args...); code != 0 && code != 4 {
		t.Fatalf("exit %d: %s", code, errs)
	}
	same(t, "the night run twice", before, results(t, "out"))
}

// results are the files of a night without what depends on the clock: the seconds, and
// the page that prints them and the hash of the file with them.
func results(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := contents(t, dir)
	out["index.json"] = seconds.ReplaceAllString(out["index.json"], "")
	if !strings.HasSuffix(strings.TrimSpace(out["index.html"]), "</html>") {
		t.Error("index.html is torn")
	}
	delete(out, "index.html")
	return out
}

func same(t *testing.T, what string, want, got map[string]string) {
	t.Helper()
	for name, b := range want {
		switch is, ok := got[name]; {
		case !ok:
			t.Errorf("%s: %s is missing", what, name)
		case is != b:
			t.Errorf("%s: %s differs", what, name)
		}
	}
	for name := range got {
		if _, ok := want[name]; !ok {
			t.Errorf("%s: %s was not there", what, name)
		}
	}
}

func lines(s string) []string { return strings.Split(strings.TrimSuffix(s, "\n"), "\n") }

// TestNights: over nights of growing data every cut has one line in the ledger, the row
// has the verdict before, and the reading at the end is made once.
func TestNights(t *testing.T) {
	folder(t)
	write(t, "in/a.yaml", usersFile("a"))
	var verdicts []report.Verdict
	for night_, to := range []int{10, 15, 24} {
		write(t, "in/data/a.csv", users(3, to))
		if code, _, errs := night("in", "-o", "out"); code != 0 {
			t.Fatalf("night %d: exit %d: %s", night_, code, errs)
		}
		again(t, "in", "-o", "out")
		r := row(t, index(t, "out"), "a")
		if got := lines(read(t, "out/a/looks.jsonl")); len(got) != night_+1 || len(r.Looks) != night_+1 {
			t.Errorf("night %d: %d lines, %d looks", night_, len(got), len(r.Looks))
		}
		if before := append([]report.Verdict{""}, verdicts...)[len(verdicts)]; r.Previous != before {
			t.Errorf("night %d: the verdict before is %q, want %q", night_, r.Previous, before)
		}
		var line report.LedgerLine
		if err := json.Unmarshal([]byte(lines(read(t, "out/a/looks.jsonl"))[night_]), &line); err != nil ||
			len(line.Estimates) != 2 || !line.Estimates[0].Fixed.Value.Defined() || len(line.File) != 64 ||
			line.InputHash == "" {
			t.Errorf("night %d: %v, %+v", night_, err, line)
		}
		if l := r.Looks[night_]; l.DataTo != r.DataTo || l.Verdict != r.Verdict || l.Changed != "" || l.Keys != nil ||
			len(l.Estimates) > 0 {
			t.Errorf("night %d: %+v of %+v", night_, l, r)
		}
		verdicts = append(verdicts, r.Verdict)
	}
	if verdicts[0] != report.KeepRunning {
		t.Errorf("the first night says %s", verdicts[0])
	}
	first, last := row(t, index(t, "out"), "a").Looks[1], row(t, index(t, "out"), "a").Looks[2]
	if first.FirstCut != "" || last.FirstCut != first.DataTo || last.Verdict != first.Verdict {
		t.Errorf("the reading at the end was not made once: %+v, then %+v", first, last)
	}
}

// TestChanged: a file that is edited between nights is said with the keys that are
// others, and one whose comments are is not.
func TestChanged(t *testing.T) {
	folder(t)
	text := usersFile("a")
	write(t, "in/data/a.csv", users(3, 10))
	nights := []struct{ text, want string }{
		{text, ""},
		{"# a comment\n" + text, ""},
		{strings.Replace(text, "end: 2026-04-14", "end: 2026-04-20", 1), "end was 2026-04-14, is 2026-04-20"},
		{strings.Replace(text, "minimum_effect: 2%", "minimum_effect: 3%", 1) + "hypothesis: tasks rise\n",
			"end was 2026-04-20, is 2026-04-14; hypothesis: tasks rise is new; metrics[tasks].minimum_effect was 2%, " +
				"is 3%"},
		{text, "hypothesis: tasks rise is gone; metrics[tasks].minimum_effect was 3%, is 2%"},
	}
	for i, x := range nights {
		write(t, "in/a.yaml", x.text)
		if code, _, errs := night("in", "-o", "out"); code != 0 {
			t.Fatalf("night %d: exit %d: %s", i, code, errs)
		}
		again(t, "in", "-o", "out")
		r := row(t, index(t, "out"), "a")
		if len(r.Looks) != i+1 {
			t.Fatalf("night %d: %d looks", i, len(r.Looks))
		}
		if l := r.Looks[i]; l.Changed != x.want {
			t.Errorf("night %d: changed %q, want %q", i, l.Changed, x.want)
		}
		if r.Previous != "" { // the cut is the same every night
			t.Errorf("night %d: the verdict before is %q", i, r.Previous)
		}
	}
}

// TestGone: the folder of an experiment whose file is gone stays and is said.
func TestGone(t *testing.T) {
	folder(t)
	for _, id := range []string{"a", "b"} {
		write(t, "in/"+id+".yaml", usersFile(id))
		write(t, "in/data/"+id+".csv", users(3, 12))
	}
	night("in", "-o", "out")
	before := contents(t, "out/b")
	if err := os.Remove("in/b.yaml"); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		code, _, errs := night("in", "-o", "out")
		x := index(t, "out")
		if code != 0 || len(x.Experiments) != 1 || len(x.Gone) != 1 || x.Gone[0] != "b" || !strings.Contains(errs,
			"folder=b") {
			t.Errorf("exit %d, gone %v: %s", code, x.Gone, errs)
		}
		same(t, "a folder without its file", before, contents(t, "out/b"))
	}
}

// TestReadOnce: whatever is asked for after the reading at the end, a night that is run
// twice says what it said once, and the reading stays.
func TestReadOnce(t *testing.T) {
	text := usersFile("a")
	for name, edited := range map[string]string{
		"the end moved":          strings.Replace(text, "end: 2026-04-14", "end: 2026-04-20", 1),
		"the end taken out":      strings.Replace(text, "end: 2026-04-14\n", "", 1),
		"an extension declared":  strings.Replace(text, "min_weeks: 1", "min_weeks: 1, extension: 7d", 1),
		"another question":       strings.Replace(text, "minimum_effect: 2%", "minimum_effect: 3%", 1),
		"a comment, and no more": text + "# so\n",
	} {
		t.Run(name, func(t *testing.T) {
			folder(t)
			write(t, "in/a.yaml", text)
			write(t, "in/data/a.csv", users(3, 15))
			if code, _, errs := night("in", "-o", "out"); code != 0 {
				t.Fatal(errs)
			}
			write(t, "in/a.yaml", edited)
			for _, to := range []int{15, 24} {
				write(t, "in/data/a.csv", users(3, to))
				if code, _, errs := night("in", "-o", "out"); code != 0 {
					t.Fatalf("to day %d: exit %d: %s", to, code, errs)
				}
				again(t, "in", "-o", "out")
			}
			looks := row(t, index(t, "out"), "a").Looks
			if want := map[bool]int{true: 3, false: 2}[edited != text]; len(looks) != want {
				t.Errorf("%d looks, want %d", len(looks), want)
			}
			last := looks[len(looks)-1]
			if last.FirstCut != looks[0].DataTo {
				t.Errorf("the verdict is that of the cut %q, the reading was made of %q", last.FirstCut,
					looks[0].DataTo)
			}
		})
	}
}
