package nightly_test

import (
	"bytes"
	"os"
	"regexp"
	"strings"
	"testing"

	"uptake/analysis/report"
	"uptake/cmd/uptake/internal/cli"
)

// other are the same users on the same days with other values: nothing but the results
// of the arms differs.
func other(rows string) string {
	return regexp.MustCompile(`(?m),(\d),(\d)$`).ReplaceAllStringFunc(rows, func(s string) string {
		return "," + string('0'+(s[1]-'0')%9+1) + "," + string('1'-(s[3]-'0'))
	})
}

// hashes are what outputs say of the very bytes that they are made of, and of the clock.
var hashes = regexp.MustCompile(
	`[0-9a-f]{16,64}|"seconds": [0-9.]+|\|[0-9.]+">|[0-9.]+ s\b|class="num s">(?:&lt;)?[0-9.]*`)

// TestEmbargo: until the numbers open no output depends on what the arms did: two exports
// that differ in nothing else give the same files, and the index tells no verdict of
// before. Then they are what they would be without.
func TestEmbargo(t *testing.T) {
	folder(t)
	file := strings.Replace(usersFile("a"), "end: 2026-04-14\n", "end: 2026-04-20\nembargo: first_full_week\n", 1)
	write(t, "one/a.yaml", file)
	write(t, "two/a.yaml", file)
	shut := func(day int) (closed bool) {
		rows := users(3, day)
		if other(rows) == rows {
			t.Fatal("the values are the same")
		}
		write(t, "one/data/a.csv", rows)
		write(t, "two/data/a.csv", other(rows))
		for _, in := range []string{"one", "two"} {
			if code, _, errs := night(in, "-o", in+"-out", "--format", "html,json,md,slack,eml"); code != 0 {
				t.Fatal(errs)
			}
		}
		one, two := contents(t, "one-out"), contents(t, "two-out")
		closed = true
		for name, text := range one {
			if name == "run.json" || name == "a/looks.jsonl" {
				continue
			}
			a, b := hashes.ReplaceAllString(text, ""), hashes.ReplaceAllString(two[name], "")
			a, b = strings.ReplaceAll(a, "one/a.yaml", ""), strings.ReplaceAll(b, "two/a.yaml", "")
			if a != b && day < 7 {
				i := 0
				for i < min(len(a), len(b)) && a[i] == b[i] {
					i++
				}
				t.Errorf("day %d: %s tells what the arms did: …%s", day, name, a[max(0, i-80):min(i+80, len(a))])
			}
			closed = closed && a == b
		}
		return closed
	}
	for _, day := range []int{3, 6} {
		shut(day)
		r := row(t, index(t, "one-out"), "a")
		if r.Verdict != report.KeepRunning || r.Opens != "2026-04-08" || r.Lift != nil ||
			*r.Needs[0].DaysLeft != 7-day || r.Previous != map[int]report.Verdict{6: ""}[day] {
			t.Errorf("day %d: %+v", day, r)
		}
	}
	if shut(10) {
		t.Error("after the embargo the numbers are closed still")
	}
	if r := row(t, index(t, "one-out"), "a"); r.Opens != "" || r.Lift == nil {
		t.Errorf("%+v", r)
	}
	sameAsReadoutJSON(t, "one/a.yaml", "one-out/a")
	// What was seen before the file closed the numbers is not told again.
	write(t, "one/a.yaml", strings.Replace(file, "first_full_week", "15d", 1))
	write(t, "one/data/a.csv", users(3, 11))
	if code, _, errs := night("one", "-o", "one-out"); code != 0 {
		t.Fatal(errs)
	}
	r := row(t, index(t, "one-out"), "a")
	if r.Opens != "2026-04-16" || r.Previous != "" || len(r.Looks) != 3 {
		t.Errorf("%+v", r)
	}
	for _, l := range r.Looks {
		if l.Code != "embargo" {
			t.Errorf("the index tells the look %+v", l)
		}
	}
}

// sameAsReadoutJSON holds the JSON of a night against what readout writes.
func sameAsReadoutJSON(t *testing.T, file, folder string) {
	t.Helper()
	own := t.TempDir()
	var said bytes.Buffer
	if code := cli.Main([]string{"readout", file, "-o", own, "--quiet"}, &bytes.Buffer{}, &said); code != 0 {
		t.Fatal(said.String())
	}
	if read(t, own+"/readout.json") != read(t, folder+"/readout.json") {
		t.Errorf("%s is not what readout writes", folder)
	}
}

// TestEmbargoIgnores: while the numbers are closed nothing is investigated, and that is
// no failure.
func TestEmbargoIgnores(t *testing.T) {
	folder(t)
	write(t, "in/s.yaml", shownFile("s")+"embargo: 10d\n")
	full := shown(1, 900)
	write(t, "in/data/s.csv", strings.Join(strings.SplitAfter(full, "\n")[:400], ""))
	if code, _, errs := night("in", "-o", "out"); code != 0 {
		t.Fatal(errs)
	}
	if r := row(t, index(t, "out"), "s"); r.Ignores || r.Error != nil || r.Opens != "2026-04-11" {
		t.Errorf("%+v", r)
	}
	if _, err := os.Stat("out/s/ignores.json"); err == nil {
		t.Error("an investigation was written")
	}
	var said bytes.Buffer
	for _, command := range []string{"ignores", "study"} {
		said.Reset()
		if code := cli.Main([]string{command, "in/s.yaml", "-o", "x", "--quiet"}, &bytes.Buffer{}, &said); code != 1 ||
			!strings.Contains(said.String(), "they open on 2026-04-11") {
			t.Errorf("%s: exit %d: %s", command, code, said.String())
		}
	}
	write(t, "in/data/s.csv", full)
	if code, _, errs := night("in", "-o", "out"); code != 0 {
		t.Fatal(errs)
	}
	if r := row(t, index(t, "out"), "s"); !r.Ignores || r.Opens != "" {
		t.Errorf("%+v", r)
	}
}
