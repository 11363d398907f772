package nightly_test

import (
	"regexp"
	"strings"
	"testing"
)

// TestHistory: the page of a readout tells the looks before, each with its interval of one
// reading and its band, what late rows did, and what was changed in the file; its JSON is
// that of a readout that knows none of them.
func TestHistory(t *testing.T) {
	folder(t)
	file := usersFile("a")
	write(t, "in/a.yaml", file)
	rows := strings.SplitAfter(users(3, 12), "\n")
	to := func(day int) []string { return rows[:1+20*day] }
	var late []string // of day 2, one in five
	early := func(day int) (out []string) {
		late = nil
		for i, r := range to(day) {
			if strings.Contains(r, "04-02T") && i%5 == 0 {
				late = append(late, r)
				continue
			}
			out = append(out, r)
		}
		return out
	}
	page := func(data []string) string {
		t.Helper()
		write(t, "in/data/a.csv", strings.Join(data, ""))
		if code, _, errs := night("in", "-o", "out"); code != 0 {
			t.Fatal(errs)
		}
		sameAsReadoutJSON(t, "in/a.yaml", "out/a")
		return read(t, "out/a/readout.md")
	}
	if p := page(early(4)); strings.Contains(p, "Every look") {
		t.Error("the first look tells looks before")
	}
	page(early(5))
	first := page(append(early(6), late...))
	if len(late) != 4 || !regexp.MustCompile(`Data to 6 Apr 2026: 4 late rows of days to 4 April 2026`).MatchString(
		first) || !strings.Contains(first, "Read at 3 looks") {
		t.Errorf("%d late rows: %s", len(late), first[max(0, strings.Index(first, "Read at")):])
	}
	if again := page(append(early(6), late...)); again != first {
		t.Error("the same night again gives another page")
	}
	write(t, "in/a.yaml", strings.Replace(file, "min_weeks: 1", "min_weeks: 2", 1))
	p := page(append(early(7), late...))
	for _, want := range []string{"| decision.min\\_weeks | 1 | 2 | 7 Apr 2026 |", "The experiment file was changed " +
		"after the first look: 1 key is another", "interval of one reading", "Band for every day",
		"On the day before, 6 April 2026, the verdict was", "On Thursday, 2 April 2026"} {
		// the looks begin after that Thursday
		if has := strings.Contains(p, want); has == strings.HasPrefix(want, "On Thursday") {
			t.Errorf("%q: %v in %s", want, has, p[strings.Index(p, "Read at"):])
		}
	}
	if !strings.Contains(read(t, "out/a/readout.html"), "decision.min_weeks") {
		t.Error("the HTML page does not tell the change")
	}
	// Rows that are gone are said too.
	if p := page(early(8)); !strings.Contains(p, "Rows gone: 4 rows of days to 6 April 2026") {
		t.Error(p[strings.Index(p, "Read at"):])
	}
}
