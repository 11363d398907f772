package lint

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"uptake/analysis"
	"uptake/cmd/uptake/internal/job"
	"uptake/config"
	"uptake/ingest"
)

// world is an export of 300 users who see four suggestions each, half of them accepted;
// each lint plants its defect by changing rows.
type world struct {
	head string
	rows []map[string]string
}

func newWorld() *world {
	w := &world{head: "event_id,ts,received_ts,unit,event,experiment,variant,suggestion_id,account_id,user_agent,note"}
	for u := range 300 {
		add := func(n int, event, suggestion string) {
			clock := fmt.Sprintf("2026-04-%02dT%02d:%02d:%02d", 1+u%14, 8+u%9, u%60, 5*n)
			row := map[string]string{"event_id": fmt.Sprintf("e%d-%d", u, n), "ts": clock + "Z",
				"received_ts": strings.Replace(clock, "2026-04", "2026-04", 1) + ".900Z",
				"unit":        fmt.Sprintf("u%d", 1000+u), "event": event, "suggestion_id": suggestion,
				"account_id": fmt.Sprintf("a%d", u), "user_agent": "Mozilla/5.0", "note": "fine"}
			if event == "exposure" {
				row["experiment"], row["variant"] = "x", []string{"a", "b"}[u%2]
			}
			w.rows = append(w.rows, row)
		}
		add(0, "exposure", "")
		for k := range 4 {
			id := fmt.Sprintf("s%d-%d", u, k)
			add(1+2*k, "suggestion_shown", id)
			if (u/2+k)%2 == 0 {
				add(2+2*k, "suggestion_accepted", id)
			}
		}
	}
	return w
}

// change changes each n-th row with an event, all events where it is "".
func (w *world) change(event string, n int, change func(row map[string]string)) {
	k := 0
	for _, r := range w.rows {
		if event == "" || r["event"] == event {
			if k%n == 0 {
				change(r)
			}
			k++
		}
	}
}

func (w *world) findings(t *testing.T) map[string]Finding {
	t.Helper()
	dir := t.TempDir()
	var b strings.Builder
	b.WriteString(w.head + "\n")
	for _, r := range w.rows {
		var cells []string
		for _, c := range strings.Split(w.head, ",") {
			cells = append(cells, r[c])
		}
		b.WriteString(strings.Join(cells, ",") + "\n")
	}
	file := filepath.Join(dir, "x.yaml")
	for path, text := range map[string]string{filepath.Join(dir, "e.csv"): b.String(), file: `experiment: x
sources: [{path: e.csv}]
max_bad_rows: 100%
arms: [{name: a, control: true}, {name: b}]
suggestions: {attribution: 5m, events: {shown: [suggestion_shown], accepted: [suggestion_accepted]}}
metrics: [{name: acceptance_rate, role: primary}]
`} {
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	e, err := config.Load(file, nil)
	if err != nil {
		t.Fatal(err)
	}
	rep, err := job.Run{}.Readout(context.Background(), e)
	if err != nil {
		t.Fatal(err)
	}
	s, err := ingest.SampleOf(context.Background(), e.Sources[0], strings.Split(w.head, ","), nil)
	if err != nil {
		t.Fatal(err)
	}
	out, exports := map[string]Finding{}, []Export{{"e.csv", ingest.BoundBy(e, e.Sources[0]), s}}
	lives, err := ingest.LivesOf(context.Background(), e, analysis.Needs(e), PlaceColumns(e, exports),
		PersonColumns(exports), ingest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range Run(e, rep, exports, lives) {
		out[f.Code] = f
	}
	return out
}

// TestPlanted plants each defect: it is found, with its share, and nothing else is.
func TestPlanted(t *testing.T) {
	for code, p := range map[string]struct {
		plant func(*world)
		says  string
	}{
		"": {func(*world) {}, ""},
		"(the arm by another name)": {func(w *world) {
			w.head += ",version"
			w.change("exposure", 1, func(r map[string]string) { r["version"] = "gate_" + r["variant"] })
		}, ""},
		"(a person at work)": {func(w *world) { // two of three events follow at once
			for i := range 240 {
				at := time.Date(2026, 4, 1, 9, 0, 30*(i/3), 400_000_000*(i%3), time.UTC)
				w.rows = append(w.rows, map[string]string{"event_id": fmt.Sprintf("p%d", i),
					"ts": at.Format(time.RFC3339Nano), "received_ts": at.Format(time.RFC3339Nano),
					"unit": "u1000", "event": "browsing", "account_id": "a0", "user_agent": "Mozilla/5.0",
					"note": "fine"})
			}
		}, ""},
		"personal_data": {func(w *world) {
			w.change("", 20, func(r map[string]string) { r["note"] = "jane.doe@example.com" })
		}, `E-mail addresses in the column "note" of e.csv: 5 % (95 % interval`},
		"test_accounts": {func(w *world) {
			w.change("", 1, func(r map[string]string) { r["unit"] = strings.Replace(r["unit"], "u100", "qa-", 1) })
		},
			"10 of 300 users are called like tests or machines: 3.33 %"},
		"mixed_zones": {func(w *world) {
			w.change("", 10, func(r map[string]string) { r["ts"] = strings.TrimSuffix(r["ts"], "Z") })
		}, "210 of 2100 times of e.csv name no zone, the others do: 10 % (95 % interval"},
		"clock_skew": {func(w *world) {
			w.change("", 25, func(r map[string]string) {
				r["received_ts"] = strings.Replace(r["received_ts"], "2026-04", "2026-03", 1)
			})
		}, "84 of 2100 rows were received before they happened: 4 %"},
		"several_ids": {func(w *world) {
			w.change("", 1, func(r map[string]string) {
				if k := len(r["account_id"]) - 1; r["account_id"][k]%2 == 1 {
					r["account_id"] = r["account_id"][:k] + string(r["account_id"][k]-1)
				}
			})
		}, `150 of 150 values of the column "account_id" stand with several units: 100 %`},
		"delivered_twice": {func(w *world) { w.rows = append(w.rows, w.rows[:200]...) }, "200 of 2300 rows are " +
			"copies of others and count once: 8.7 %"},
		"answers_without_shown": {func(w *world) {
			w.change("suggestion_accepted", 10, func(r map[string]string) { r["suggestion_id"] += "?" })
		}, "59 of 594 answers name a suggestion that no row shows: 9.93 %"},
		"several_answers": {func(w *world) {
			for _, r := range w.rows {
				if r["event"] == "suggestion_accepted" && r["suggestion_id"] < "s2" {
					again := map[string]string{}
					for k, v := range r {
						again[k] = v
					}
					again["event_id"] += "again"
					w.rows = append(w.rows, again)
				}
			}
		}, "answered suggestions have a second answer"},
		"outcome_missing": {func(w *world) {
			arm := map[string]string{}
			for _, r := range w.rows {
				if r["variant"] != "" {
					arm[r["unit"]] = r["variant"]
				}
			}
			w.change("suggestion_accepted", 1, func(r map[string]string) {
				if arm[r["unit"]] == "b" {
					r["event"] = "Suggestion accepted"
				}
			})
		}, `in the arm "b" not one is accepted, of 600 in the others 50 %`},
		"other_experiments": {func(w *world) {
			for _, r := range w.rows[:len(w.rows):len(w.rows)] {
				if r["event"] == "exposure" && r["unit"] < "u1200" {
					w.rows = append(w.rows, map[string]string{"event_id": r["event_id"] + "o", "ts": r["ts"],
						"received_ts": r["received_ts"], "unit": r["unit"], "event": "exposure", "experiment": "theme",
						"variant": "dark", "account_id": r["account_id"]})
				}
			}
		}, `200 of 300 users of this experiment are in the experiment "theme" too: 66.7 %`},
	} {
		w := newWorld()
		p.plant(w)
		found := w.findings(t)
		for _, c := range Codes() {
			f, here := found[c]
			switch {
			case !here:
				t.Errorf("%s: no finding %s", code, c)
			case c == code && (f.Status != "warn" || !strings.Contains(f.Detail, p.says) || f.Meaning == "" ||
				f.Todo == "" || len(f.Causes) == 0):
				t.Errorf("%s is not found as %q: %+v", code, p.says, f)
			case c != code && f.Status != "ok":
				t.Errorf("%q planted, %s found: %s", code, c, f.Detail)
			}
		}
	}
}

// TestCodes: each lint has a code of its own.
func TestCodes(t *testing.T) {
	codes := Codes()
	slices.Sort(codes)
	if len(slices.Compact(codes)) != len(lints) {
		t.Errorf("codes are given twice: %v", codes)
	}
}
