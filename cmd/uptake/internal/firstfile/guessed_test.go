package firstfile

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"uptake/cmd/uptake/internal/job"
	"uptake/config"
	"uptake/ingest"
	"uptake/ingest/simulate/layout"
)

// guessedFile drafts the file of the exports, given by name and content, and loads it.
func guessedFile(t *testing.T, exports ...string) (text, file string) {
	t.Helper()
	dir := t.TempDir()
	var paths []string
	for i := 0; i < len(exports); i += 2 {
		paths = append(paths, filepath.Join(dir, exports[i]))
		if err := os.WriteFile(paths[i/2], []byte(exports[i+1]), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	text, err := Draft(context.Background(), paths, Form{Dir: dir}, ingest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	file = filepath.Join(dir, "x.yaml")
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return text, file
}

// TestGuessedEvents: of a small world told in ways that no vendor has, the file gives its
// numbers: three users in each arm, three suggestions shown in each, two accepted by control and one by the other.
func TestGuessedEvents(t *testing.T) {
	arm := func(u int) string { return []string{"new", "control"}[u%2] }
	at := func(w layout.Event, as string) string { return time.UnixMicro(w.At).UTC().Format(as) }
	rows := func(head string, line func(w layout.Event) string) string {
		b := head + "\n"
		for _, w := range world() {
			if s := line(w); w.User < 7 && s != "" {
				b += s + "\n"
			}
		}
		return b
	}
	assigned := "member_id,group,assigned_at\n"
	for u := 1; u < 7; u++ {
		assigned += fmt.Sprintf("u%d,%s,2026-04-01 00:00:00\n", u, arm(u))
	}
	name := map[string]string{"exposure": "experiment_exposure", "suggestion_shown": "Suggestion Shown",
		"suggestion_accepted": "Suggestion Accepted"}
	for said, exports := range map[string][]string{
		"an event that exposes": {"e.csv", rows("Event Name,User ID,Event Time,Suggestion ID,Variant",
			func(w layout.Event) string {
				v := ""
				if w.Name == "exposure" {
					v = arm(w.User)
				}
				return fmt.Sprintf("%s,u%d,%d000,s%d,%s", name[w.Name], w.User, w.At/1_000_000, w.User, v)
			})},
		"rows that carry the arm": {"e.ndjson", rows("", func(w layout.Event) string {
			if w.Name == "exposure" {
				return ""
			}
			return fmt.Sprintf(
				`{"action":%q,"user":{"user_id":"u%d"},"occurred_at":%q,"props":{"suggestion_id":"s%d","experiment_group":%q}}`,
				w.Name, w.User, at(w, time.RFC3339), w.User, arm(w.User))
		})},
		"assignments beside it": {"e.tsv", rows("event\tmember_id\tdate\timpression_id", func(w layout.Event) string {
			if w.Name == "exposure" {
				return ""
			}
			return fmt.Sprintf("%s\tu%d\t%s\ts%d", w.Name, w.User, at(w, "02.01.2006 15:04:05"), w.User)
		}), "a.csv", assigned},
		"two experiments": {"e.csv", rows("event,user_id,ts,suggestion_id,experiment,variant",
			func(w layout.Event) string {
				if w.Name == "exposure" {
					return fmt.Sprintf("exposure,u%d,%d,,ranker,%s\nexposure,u%d,%d,,theme,dark", w.User,
						w.At/1_000_000, arm(w.User), w.User, w.At/1_000_000)
				}
				return fmt.Sprintf("%s,u%d,%d,s%d,,", w.Name, w.User, w.At/1_000_000, w.User)
			})},
		"outcomes of suggestions": {"s.csv", rows("recommendation_id,shown_at,user_id,arm,decision",
			func(w layout.Event) string {
				if w.Name != "suggestion_shown" {
					return ""
				}
				decision := map[bool]string{true: "Applied", false: "no_action"}[w.User == 2 || w.User == 3 ||
					w.User == 5]
				return fmt.Sprintf("s%d,%s,u%d,%s,%s", w.User, at(w, time.DateTime), w.User, arm(w.User), decision)
			})},
	} {
		t.Run(said, func(t *testing.T) {
			text, file := guessedFile(t, exports...)
			e, err := config.Load(file, nil)
			if err != nil {
				t.Fatalf("%v\n%s", err, text)
			}
			rep, err := job.Run{}.Readout(context.Background(), e)
			if err != nil {
				t.Fatalf("%v\n%s", err, text)
			}
			if len(rep.Arms) != 2 {
				t.Fatalf("%d arms\n%s", len(rep.Arms), text)
			}
			for k, a := range rep.Arms {
				accepted := int64(1)
				if a.Control {
					accepted = 2
				}
				if o := rep.Suggestions.Outcomes[k]; o.Shown != 3 || o.Accepted != accepted || a.Units != 3 ||
					a.Control != (a.Name == "control") {
					t.Errorf("arm %s: %d units, %d shown, %d accepted; want 3, 3 and %d\n%s", o.Arm, a.Units, o.Shown,
						o.Accepted, accepted, text)
				}
			}
		})
	}
}

// TestGuessedTables: of tables with a row per unit, or per arm, the layout, the roles, the
// control and the metrics.
func TestGuessedTables(t *testing.T) {
	users, issues, plain, counts := "userid,version,country,rounds,retention_1,prior_rounds\n",
		"dev_id,issue_id,ai_treatment,minutes\n", "treatment,response\n", "test_id,arm,impressions,clicks\n"
	for u := range 60 {
		users += fmt.Sprintf("%d,%s,%s,%d,%s,%d\n", 1000+u, []string{"gate_40", "gate_30"}[u%2],
			[]string{"de", "fr", "NA"}[u%3], u*7%50, []string{"True", "False"}[u/2%2], u%9)
		issues += fmt.Sprintf("%d,%d,%d.0,%d\n", u%4, u, u%2, 30+u%17)
		plain += fmt.Sprintf("%d,%d.5\n", 1+u%3, 100+u)
		counts += fmt.Sprintf("t%d,%d,%d,%d\n", u/2, 1+u%2, 2000+u, 20+u%9)
	}
	for table, want := range map[string][]string{
		users: {"layout: units\n", "arm: version   # CHECK", "unit: userid ",
			`{name: gate_30, control: true}   # CHECK`, "{name: retention_1, kind: proportion, column: retention_1, " +
				"role: primary",
			"{name: rounds, kind: mean, column: rounds}", "segments: [country]", "# CHECK: prior_rounds may be from " +
				"before"},
		issues: {"layout: units\n", "arm: ai_treatment ", "unit: issue_id ", `{name: "0.0", control: true}` + "\n",
			"{name: minutes, kind: mean", "# CHECK: dev_id has several rows"},
		plain: {"layout: units\n", "arm: treatment ", "every row is a unit of its own", `{name: "3"}`,
			"{name: response, kind: mean, column: response, role: primary"},
		counts: {"layout: summary\n", "each: {column: test_id} ", "n: impressions ", "successes: clicks ",
			"arms: any\n"},
	} {
		text, file := guessedFile(t, "export.csv", table)
		for _, w := range want {
			if !strings.Contains(text, w) {
				t.Errorf("no %q in\n%s", w, text)
			}
		}
		e, err := config.Load(file, nil)
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		if e.Each != "" {
			continue
		}
		if rep, err := (job.Run{}).Readout(context.Background(), e); err != nil || rep.Rows.Read != 60 ||
			rep.Rows.Used != 60 {
			t.Errorf("%v\n%s", err, text)
		}
	}
}

// TestGuessedTimes: a date of which day and month may be either is marked.
func TestGuessedTimes(t *testing.T) {
	b := "suggestion_id,shown_at,user,variant,outcome\n"
	for u := range 20 {
		b += fmt.Sprintf("s%d,0%d/0%d/2026 10:00:00,u%d,%s,%s\n", u, 1+u%9, 1+u%8, u, []string{"A", "B"}[u%2],
			[]string{"accepted", "ignored"}[u%3%2])
	}
	text, _ := guessedFile(t, "s.csv", b)
	for _, w := range []string{"ts: shown_at   # CHECK", "time: {layout: ", "# CHECK: times would be read as well by",
		"{name: A, control: true}   # CHECK"} {
		if !strings.Contains(text, w) {
			t.Errorf("no %q in\n%s", w, text)
		}
	}
}

// TestGuessedMasks: the values that speak for a column name nobody.
func TestGuessedMasks(t *testing.T) {
	b := "email,variant,bought\n"
	for u := range 20 {
		b += fmt.Sprintf("jane%d@example.com,%s,%d\n", u, []string{"A", "B"}[u%2], u%3%2)
	}
	if text, _ := guessedFile(t, "u.csv", b); strings.Contains(text, "jane") || !strings.Contains(text,
		"unit: email   # 20 values in the first 20 rows: j•••") {
		t.Error(text)
	}
}

// TestGuessedRefuses: what cannot be analysed, and what is missing.
func TestGuessedRefuses(t *testing.T) {
	pairs, days, values := "question_id,arm,correct\n", "day,total_shown,total_accepted\n", "value\n"
	for i := range 40 {
		pairs += fmt.Sprintf("q%d,llama,%d\nq%d,qwen,1\n", i, i%2, i)
		days += fmt.Sprintf("2026-03-%02d,%d,%d\n", 1+i%28, 100+i, 30+i)
		values += fmt.Sprintf("%d.5\n", i)
	}
	for want, table := range map[string]string{
		"versions were tried on the same things": pairs,
		"no user and no arm":                     days,
		"no column that says in which arm":       values,
	} {
		dir := t.TempDir()
		path := filepath.Join(dir, "e.csv")
		if err := os.WriteFile(path, []byte(table), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := Draft(context.Background(), []string{path}, Form{Dir: dir}, ingest.Options{}); err == nil ||
			!strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}
