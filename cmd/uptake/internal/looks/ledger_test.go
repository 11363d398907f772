package looks

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"uptake/analysis/report"
)

func look(to string, verdict report.Verdict, file string) report.LedgerLine {
	return report.LedgerLine{DataTo: to, Verdict: verdict, File: file, InputHash: "h" + to,
		Estimates: []report.LedgerEstimate{}}
}

// TestLedger: a line a look, none twice, and the verdict before is that of another cut.
func TestLedger(t *testing.T) {
	dir := t.TempDir()
	for i, c := range []struct {
		line   report.LedgerLine
		lines  int
		before report.Verdict
	}{
		{look("1", "keep_running", "f"), 1, ""},
		{look("1", "keep_running", "f"), 1, ""},
		{look("1", "hold", "g"), 2, ""}, // the same cut by another file
		{look("2", "ship", "g"), 3, "hold"},
		{look("2", "ship", "g"), 3, "hold"},
		{look("3", "ship", "g"), 4, "ship"},
		{look("", "ship", "g"), 5, "ship"}, // rows without time: a cut is what its hash says
	} {
		l, err := Read(dir)
		if err == nil {
			if err = l.Add(c.line); err == nil {
				err = l.Write()
			}
		}
		if err != nil {
			t.Fatal(err)
		}
		read, err := Read(dir)
		if err != nil || len(read.Lines) != c.lines || len(l.Lines) != c.lines || read.Before() != c.before ||
			l.Before() != c.before {
			t.Errorf("%d: %d lines, before %q, %v; want %d, %q", i, len(read.Lines), read.Before(), err, c.lines,
				c.before)
		}
	}
}

// TestUnreadableLines: what cannot be read of a ledger is kept aside, once, and the rest
// goes on; wherever a run is stopped on the way.
func TestUnreadableLines(t *testing.T) {
	dir := t.TempDir()
	l := &Ledger{dir: dir}
	if err := errors.Join(l.Add(look("1", "hold", "f")), l.Write()); err != nil {
		t.Fatal(err)
	}
	path, aside := filepath.Join(dir, Name), filepath.Join(dir, AsideName)
	whole, _ := os.ReadFile(path)
	torn := string(whole[:len(whole)/2])
	if err := os.WriteFile(path, []byte(string(whole)+"\n{}\nnot json\n"+torn), 0o644); err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		l, err := Read(dir)
		if err != nil || len(l.Lines) != 1 || len(l.Unreadable) != map[bool]int{true: 3}[i < 2] {
			t.Fatalf("%d: %d lines, %d unreadable, %v", i, len(l.Lines), len(l.Unreadable), err)
		}
		if i == 0 { // stopped before the ledger itself was written
			if err := l.putAside(); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if err := errors.Join(l.Add(look("1", "hold", "f")), l.Write()); err != nil {
			t.Fatal(err)
		}
	}
	if b, _ := os.ReadFile(aside); string(b) != "{}\nnot json\n"+torn+"\n" {
		t.Errorf("aside are %q", b)
	}
	if b, _ := os.ReadFile(path); string(b) != string(whole) {
		t.Errorf("the ledger is %q", b)
	}
}

// TestDamagedLines: a line in which one byte is another is put aside, wherever the byte
// is, or says what it said; one that an earlier version wrote has no sum and is read.
func TestDamagedLines(t *testing.T) {
	dir := t.TempDir()
	x := look("1", "hold", "f")
	x.Keys = map[string]string{"end": "2026-04-07"}
	l := &Ledger{dir: dir}
	if err := errors.Join(l.Add(x), l.Write()); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, Name)
	text, _ := os.ReadFile(path)
	aside := 0
	for i := range len(text) - 1 {
		bad := []byte(string(text))
		bad[i] ^= 1
		if err := os.WriteFile(path, bad, 0o644); err != nil {
			t.Fatal(err)
		}
		got, err := Read(dir)
		switch {
		case err != nil || len(got.Lines)+len(got.Unreadable) < 1:
			t.Fatalf("byte %d: %d lines, %v", i, len(got.Lines), err)
		case len(got.Unreadable) > 0:
			aside++
		case !reflect.DeepEqual(got.Lines, l.Lines):
			t.Errorf("byte %d: %+v is read of %s", i, got.Lines, bad)
		}
	}
	if aside < len(text)-20 {
		t.Errorf("%d of %d damaged lines are put aside", aside, len(text))
	}
	old, _ := json.Marshal(x)
	if err := os.WriteFile(path, old, 0o644); err != nil {
		t.Fatal(err)
	}
	if got, err := Read(dir); err != nil || len(got.Lines) != 1 || len(got.Unreadable) != 0 {
		t.Errorf("a line without a sum: %+v, %v", got, err)
	}
}

// TestDifference says which keys of a file are others, and no more than a few.
func TestDifference(t *testing.T) {
	many := map[string]string{}
	for i := range 9 {
		many[fmt.Sprint("k", i)] = "v"
	}
	for _, c := range []struct {
		was, is map[string]string
		want    string
	}{
		{map[string]string{"end": "a"}, map[string]string{"end": "a"}, ""},
		{map[string]string{"end": "a", "x": "1"}, map[string]string{"end": "b", "y": ""}, "end was a, is b; x: 1 is " +
			"gone; y: empty is new"},
		{nil, many, "k0: v is new; k1: v is new; k2: v is new; k3: v is new; k4: v is new; 4 more"},
		{map[string]string{"h": strings.Repeat("ä", 61)}, map[string]string{"h": ""}, "h was " + strings.Repeat("ä",
			60) + "…, is empty"},
	} {
		if got := difference(c.was, c.is, nil); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}
