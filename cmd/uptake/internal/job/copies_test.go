package job

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"uptake/config"
)

// TestCounterIsNoEventID: a column that is called event_id and counts the events of each
// process loses no row in silence; what is delivered again, and what the file says of its
// ids, stands.
func TestCounterIsNoEventID(t *testing.T) {
	rows := func(id func(u, n int) int, received bool) string {
		b := "event_id,insert_id,received_ts,ts,unit,event,variant\n"
		for u := range 40 {
			for n, event := range []string{"exposure", "suggestion_shown", "suggestion_accepted", "suggestion_shown"} {
				row := fmt.Sprintf("2026-04-01T10:%02d:0%dZ,u%d,%s,%s\n", u, n, u, event, []string{"a", "b"}[u%2])
				b += fmt.Sprintf("%d,i%d-%d,2026-04-01T11:00:00Z,%s", id(u, n), u, n, row)
				if received && n == 1 { // once more, later
					b += fmt.Sprintf("%d,i%d-%d,2026-04-01T12:00:00Z,%s", id(u, n), u, n, row)
				}
			}
		}
		return b
	}
	counter := func(_, n int) int { return n % 2 }
	own := func(u, n int) int { return 10*u + n }
	for _, c := range []struct{ name, rows, keys, stops, check string }{
		{"counter", rows(counter, false), "", `which may be "insert_id": columns: {event_id: "insert_id"}`, ""},
		{"counter, the right column bound", rows(counter, false), "columns: {event_id: insert_id}\n", "", ""},
		{"counter, equal rows", rows(counter, false), "duplicates: row\n", "", ""},
		{"counter that the file insists on", rows(counter, false), "columns: {event_id: event_id}\n", "", "warn"},
		{"delivered again", rows(own, true), "", "", "warn"}, // a fifth of the rows
	} {
		dir := t.TempDir()
		file := filepath.Join(dir, "x.yaml")
		for path, text := range map[string]string{filepath.Join(dir, "e.csv"): c.rows,
			file: "experiment: x\nsources: [{path: e.csv}]\n" + c.keys +
				"arms: [{name: a, control: true}, {name: b}]\nsuggestions: {attribution: 5m, events: {shown: " +
				"[suggestion_shown], accepted: [suggestion_accepted]}}\nmetrics: [{name: acceptance_rate, role: " +
				"primary}]\n"} {
			if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		e, err := config.Load(file, nil)
		if err != nil {
			t.Fatal(err)
		}
		rep, err := Run{}.Readout(context.Background(), e)
		if c.stops != "" {
			if err == nil || !strings.Contains(err.Error(), c.stops) {
				t.Errorf("%s: %v, want %q", c.name, err, c.stops)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		status := ""
		for _, h := range rep.Health.Checks {
			if h.Name == "copies" {
				status = h.Status
			}
		}
		if status != c.check {
			t.Errorf("%s: the check of copies says %q, want %q", c.name, status, c.check)
		}
	}
}
