package nightly_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"uptake/analysis/report"
	"uptake/cmd/uptake/internal/cli"
)

// The ids of a family's experiments: one is a folder's name as it is, others are not,
// two of these alike.
var memberIDs = []string{"spring", "Spring", "../x y/z", "2026"}

var memberFolders = map[string]string{"spring": "spring", "2026": "2026", "Spring": "spring-", "../x y/z": "x-y-z-"}

// familyOf is a file of a family and its export, and the file of one experiment as a
// person would write it.
type familyOf struct{ file, data, hand string }

// families are one of each layout, and one with assignments.
func families() map[string]familyOf {
	rng := rand.New(rand.NewPCG(4, 4))
	arms := []string{"a", "b"}
	quoted := func(id string) string { return `"` + id + `"` }
	head := "experiment: fam\neach: {column: test}\nsources: [{path: data.csv}]\narms: [{name: a, control: true}, " +
		"{name: b}]\n"
	hand := "experiment: '%s'\nsources: [{path: data.csv}]\narms: [{name: a, control: true}, {name: b}]\n"
	var events, suggestions, units, summary, assigned, who strings.Builder
	events.WriteString("at,user,event,variant,test\n")
	suggestions.WriteString("id,user,at,arm,o,test\n")
	units.WriteString("user,arm,tasks,test\n")
	summary.WriteString("arm,n,successes,test\n")
	assigned.WriteString("at,user,event\n")
	who.WriteString("user,arm,test\n")
	for i := range 1200 {
		id, arm := quoted(memberIDs[i%len(memberIDs)]), arms[rng.IntN(2)]
		if i%50 == 0 {
			id = "" // of no experiment
		}
		day := 1 + i%14
		fmt.Fprintf(&events, "2026-04-%02dT10:00:00Z,u%d,exposure,%s,%s\n", day, i, arm, id)
		fmt.Fprintf(&who, "u%d,%s,%s\n", i, arm, id)
		for range rng.IntN(4) {
			fmt.Fprintf(&events, "2026-04-%02dT11:00:00Z,u%d,task,,no exposure says this\n", day, i)
			fmt.Fprintf(&assigned, "2026-04-%02dT11:00:00Z,u%d,task\n", day, i)
		}
		fmt.Fprintf(&suggestions, "s%d,u%d,2026-04-%02dT12:00:00Z,%s,%d,%s\n", i, i, day, arm, rng.IntN(2), id)
		fmt.Fprintf(&units, "u%d,%s,%d,%s\n", i, arm, rng.IntN(5), id)
	}
	for _, id := range append(memberIDs, "") {
		for _, arm := range arms {
			fmt.Fprintf(&summary, "%s,%d,%d,%s\n", arm, 900+rng.IntN(200), 100+rng.IntN(50), quoted(id))
		}
	}
	task := "metrics: [{name: tasks, kind: mean, event: task, role: primary, minimum_effect: 2%}]\n"
	return map[string]familyOf{
		"events": {head + "columns: {ts: at, unit: user}\n" + task, events.String(), hand + "columns: {ts: at, " +
			"unit: user}\nexposure: {experiment: test}\n" + task},
		"assignments": {head + "columns: {ts: at, unit: user}\nassignments: {path: who.csv, columns: {unit: user}}\n" +
			task, assigned.String(), hand + "columns: {ts: at, unit: user}\nassignments: {path: who.csv, columns: " +
			"{unit: user, experiment: test}}\n" + task},
		"suggestions": {head + "layout: suggestions\ncolumns: {unit: user, suggestion_id: id, ts: at, outcome: " +
			"o}\noutcomes: {accepted: [1], ignored: [0]}\nmetrics: [{name: acceptance_rate, role: primary}]\n",
			suggestions.String(),
			hand + "layout: suggestions\ncolumns: {unit: user, suggestion_id: id, ts: at, outcome: o, experiment: " +
				"test}\noutcomes: {accepted: [1], ignored: [0]}\nmetrics: [{name: acceptance_rate, role: primary}]\n"},
		"units": {head + "layout: units\ncolumns: {unit: user}\nmetrics: [{name: tasks, kind: mean, role: " +
			"primary}]\n", units.String(), hand + "layout: units\ncolumns: {unit: user, experiment: test}\nmetrics: " +
			"[{name: tasks, kind: mean, role: primary}]\n"},
		"summary": {head + "layout: summary\nmetrics: [{name: clicks, kind: proportion, role: primary}]\n",
			summary.String(), hand + "layout: summary\ncolumns: {experiment: test}\nmetrics: [{name: clicks, kind: " +
				"proportion, role: primary}]\n"},
		"who": {data: who.String()},
	}
}

// TestFamily: every value of a column is the experiment that its own file would be, to
// the byte, in every layout; a night and --member make it.
func TestFamily(t *testing.T) {
	all := families()
	for layout, f := range all {
		if f.file == "" {
			continue
		}
		t.Run(layout, func(t *testing.T) {
			folder(t)
			write(t, "in/fam.yaml", f.file)
			write(t, "in/data.csv", f.data)
			write(t, "in/who.csv", all["who"].data)
			if code, out, errs := night("in", "-o", "out"); code != 0 || !strings.Contains(out,
				"4 of 4 experiments done") {
				t.Fatalf("exit %d: %s%s", code, out, errs)
			}
			x := index(t, "out")
			if len(x.Experiments) != len(memberIDs) || len(x.Gone) != 0 {
				t.Fatalf("%d rows, gone %v", len(x.Experiments), x.Gone)
			}
			for _, id := range memberIDs {
				r := row(t, x, id)
				member, ok := strings.CutPrefix(r.Folder, "fam/")
				if want := memberFolders[id]; !ok || r.Family != "fam" || member != want &&
					(!strings.HasSuffix(want, "-") || len(member) != len(want)+10 || !strings.HasPrefix(member, want)) {
					t.Errorf("%q has the folder %q, the family %q", id, r.Folder, r.Family)
				}
				write(t, "in/hand.yaml", strings.Replace(f.hand, "%s", id, 1))
				own := t.TempDir()
				var said bytes.Buffer
				if code := cli.Main([]string{"readout", "in/hand.yaml", "-o", own, "--quiet"}, &bytes.Buffer{},
					&said); code != 0 && code != 3 {
					t.Fatal(said.String())
				}
				if read(t, filepath.Join("out", r.Folder, "readout.json")) != read(t,
					filepath.Join(own, "readout.json")) {
					t.Errorf("%q is not what its own file says", id)
				}
				if id != "2026" {
					continue // one is enough for all files
				}
				sameAsReadout(t, "in/fam.yaml", "out/"+r.Folder, "--member", id)
			}
		})
	}
}

// TestFamilyFails: of a family whose export or file cannot be read every member that was
// there keeps its last result, dated.
func TestFamilyFails(t *testing.T) {
	folder(t)
	f := families()["units"]
	write(t, "in/fam.yaml", f.file)
	code, _, _ := night("in", "-o", "out")
	if r := row(t, index(t, "out"), "fam"); code != 1 || r.Status != report.StatusFailed || r.Error.Kind != "data" ||
		r.Folder != "" {
		t.Errorf("exit %d: %+v", code, r)
	}
	write(t, "in/data.csv", f.data)
	if code, _, errs := night("in", "-o", "out"); code != 0 || strings.Contains(errs, "no experiment file was found") {
		t.Fatal(errs)
	}
	for name, spoil := range map[string]func(){
		"data": func() { _ = os.Remove("in/data.csv") },
		"file": func() { write(t, "in/fam.yaml", f.file+"windw: 3\n") },
	} {
		spoil()
		code, _, errs := night("in", "-o", "out")
		x := index(t, "out")
		if code != 1 || len(x.Experiments) != len(memberIDs) || len(x.Gone) != 0 {
			t.Fatalf("%s: exit %d, %d rows: %s", name, code, len(x.Experiments), errs)
		}
		for _, id := range memberIDs {
			if r := row(t, x, id); r.Status != report.StatusStale || r.Family != "fam" || r.Folder == "" ||
				r.Rows == 0 || r.Error == nil {
				t.Errorf("%s: %+v", name, r)
			}
		}
		write(t, "in/data.csv", f.data)
		write(t, "in/fam.yaml", f.file)
	}
	// A value that is gone is said, as an experiment whose file is gone is.
	write(t, "in/data.csv", strings.ReplaceAll(f.data, `"2026"`, `"2027"`))
	if code, _, _ := night("in", "-o", "out"); code != 0 {
		t.Errorf("exit %d", code)
	}
	if x := index(t, "out"); len(x.Experiments) != len(memberIDs) || strings.Join(x.Gone, " ") != "fam/2026" {
		t.Errorf("gone %v", x.Gone)
	}
	// A family has its folder for itself.
	write(t, "in/b.yaml", strings.Replace(usersFile("Fam"), "data/Fam", "data/a", 1))
	write(t, "in/data/a.csv", users(1, 3))
	if _, _, errs := night("in", "-o", "out"); strings.Count(errs, "would share the folder fam") != len(memberIDs)+1 {
		t.Error(errs)
	}
	if code, out, _ := night("in", "-o", "none", "--dry-run"); code != 0 || !strings.Contains(out,
		"in/fam.yaml: would fail: ") {
		t.Errorf("exit %d: %s", code, out)
	}
}

// TestFormats: of every experiment what is asked for is written, its JSON always, and
// the index leads to what there is.
func TestFormats(t *testing.T) {
	folder(t)
	write(t, "in/a.yaml", usersFile("a"))
	write(t, "in/data/a.csv", users(1, 5))
	for _, c := range []struct{ format, files, link string }{
		{"json", "looks.jsonl readout.json", "./a/readout.json"},
		{"md", "looks.jsonl readout.json readout.md", "./a/readout.md"},
		{"html,json", "looks.jsonl readout.html readout.json", "./a/readout.html"},
	} {
		out := "out-" + c.format
		if code, _, errs := night("in", "-o", out, "--format", c.format); code != 0 {
			t.Fatal(errs)
		}
		var names []string
		for name := range contents(t, out+"/a") {
			names = append(names, name)
		}
		slices.Sort(names)
		if got := strings.Join(names, " "); got != c.files || !strings.Contains(read(t, out+"/index.html"),
			`href="`+c.link+`"`) {
			t.Errorf("--format %s: %s, no link to %s", c.format, got, c.link)
		}
		write(t, "in/data/a.csv", "nothing\n") // the last result leads where it did
		if code, _, _ := night("in", "-o", out, "--format", c.format); code != 1 ||
			!strings.Contains(read(t, out+"/index.html"), `href="`+c.link+`"`) {
			t.Errorf("--format %s: exit %d, no link to %s of the last result", c.format, code, c.link)
		}
		write(t, "in/data/a.csv", users(1, 5))
	}
	if code, _, errs := night("in", "-o", "out", "--format", "docx"); code != 2 || !strings.Contains(errs,
		"--format knows") {
		t.Errorf("exit %d: %s", code, errs)
	}
}
