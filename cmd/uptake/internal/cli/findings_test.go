package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestNobodyIsNamed: of an export whose users are e-mail addresses, no output shows one:
// neither in rows that stand as examples, whatever they were dropped for, nor in
// sentences of checks, nor where the run stops.
func TestNobodyIsNamed(t *testing.T) {
	newShell(t)
	rows := []string{"event_id,ts,unit,event,variant,suggestion_id,login,value"}
	add := func(u, n int, event, arm, value string) {
		rows = append(rows,
			fmt.Sprintf("e%d-%d,2026-04-%02dT10:00:%02dZ,user%03d@example.com,%s,%s,,user%03d@example.com,%s", u, n,
				1+u%14, n, u, event, arm, u, value))
	}
	for u := range 120 {
		add(u, 0, "exposure", []string{"a", "b"}[u%2], "")
		add(u, 1, "task", "", "1")
	}
	add(500, 0, "task", "", "1")                           // never exposed
	add(501, 0, "exposure", "user501@example.com", "")     // in no arm
	add(1, 2, "task", "", "user001@example.com")           // no number
	rows = append(rows, "e9,user009@example.com,u,task,,") // no time, and too few cells
	rows = append(rows, rows[1])
	if err := os.WriteFile("e.csv", []byte(strings.Join(rows, "\n")+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	const file = `experiment: x
sources: [{path: e.csv}, {path: f.csv}]
max_bad_rows: %s
arms: [{name: a, control: true}, {name: b}]
where: [{column: login, from: user004}]
metrics: [{name: tasks, kind: mean, event: task, field: value, role: primary}]
`
	other := strings.ReplaceAll(strings.Join(append(rows[:1:1], "f1,2026-04-02T10:00:00Z,other@example.com,task,,,x,1"),
		"\n"), "@example", "@elsewhere")
	if err := os.WriteFile("f.csv", []byte(other+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range [][]string{
		{"100%", "readout", "-o", "out", "--format", "html,json,md"}, {"100%", "ignores", "-o", "out2"},
		{"100%", "check"}, {"100%", "check", "--format", "json"}, {"0%", "readout", "-o", "out3"},
	} {
		if err := os.WriteFile("x.yaml", fmt.Appendf(nil, file, c[0]), 0o644); err != nil {
			t.Fatal(err)
		}
		var out, errs strings.Builder
		code := Main(append([]string{c[1], "x.yaml"}, c[2:]...), &out, &errs)
		texts := map[string]string{"standard output": out.String(), "standard error": errs.String()}
		files, _ := filepath.Glob("out*/*")
		for _, f := range files {
			b, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			texts[f] = string(b)
		}
		for where, text := range texts {
			if i := strings.Index(text, "@example.com"); i >= 0 {
				t.Errorf("%q: %s says %s", c, where, text[max(0, i-80):i+12])
			}
			if i := strings.Index(text, "@elsewhere.com"); i >= 0 {
				t.Errorf("%q: %s says %s", c, where, text[max(0, i-80):i+14])
			}
		}
		if c[1] == "readout" && !strings.Contains(texts["standard error"]+texts["out/readout.json"], "u•••") {
			t.Errorf("%q: nothing is masked (exit %d): %s", c, code, errs.String())
		}
	}
}
