package cli

import (
	"bytes"
	"encoding/csv"
	"os"
	"strings"
	"testing"
)

// TestLeakIsSaid: a simulated export in which a fifth of the users meet both
// arms must not be decided on.
func TestLeakIsSaid(t *testing.T) {
	newShell(t)
	must(t, "simulate", "-o", "sim", "--users", "800", "--days", "14", "--crossovers", "0.2", "--format", "csv")
	checked(t, codeHealth, "crossovers", "fail", "Assignment leak")
}

// TestUnevenSegmentIsSaid: an export that lost three in five of the treated users of one
// plan passes the split as a whole, and the segment is named.
func TestUnevenSegmentIsSaid(t *testing.T) {
	newShell(t)
	must(t, "simulate", "-o", "sim", "--users", "2000", "--days", "14", "--format", "csv")
	checked(t, codeDone, "srm_segments", "ok", "as planned")
	arm := armsOf(t)
	n := 0
	lost := map[string]bool{}
	rewrite(t, func(row map[string]string) bool {
		u := row["user_id"]
		if _, met := lost[u]; !met && arm[u] == "treatment" && row["plan"] == "pro" {
			n++
			lost[u] = n%5 < 3
		}
		return !lost[u]
	})
	checked(t, codeDone, "srm", "ok", "as planned")
	checked(t, codeDone, "srm_segments", "warn", "worst in plan pro: ")
}

// TestLossIsSaid: two ways in which a logger fails in one arm alone: it stops
// three days early, and it drops two thirds of the users' purchases.
func TestLossIsSaid(t *testing.T) {
	newShell(t)
	must(t, "simulate", "-o", "sim", "--users", "2000", "--days", "14", "--format", "csv")
	checked(t, codeDone, "logging_loss", "ok", "No arm's rows end while many units of another go on")
	arm := armsOf(t)
	rewrite(t, func(row map[string]string) bool {
		return arm[row["user_id"]] != "treatment" || row["timestamp"] < "2026-04-11"
	})
	checked(t, codeDone, "logging_loss", "warn", "units of control went on until 2026-04-14")
	rewrite(t, func(row map[string]string) bool {
		u := row["user_id"]
		return arm[u] != "treatment" || row["event_name"] != "purchase" || u[len(u)-1]%3 == 0
	})
	checked(t, codeDone, "logging_loss", "warn", "of treatment ever had purchase, but ")
}

// TestDifferenceBeforeIsSaid: treated users who did less before they were exposed.
func TestDifferenceBeforeIsSaid(t *testing.T) {
	newShell(t)
	must(t, "simulate", "-o", "sim", "--users", "1200", "--days", "14", "--format", "csv")
	f, err := os.OpenFile("sim/experiment.yaml", os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString("statistics: {cuped: 7d}\n"); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	checked(t, codeDone, "imbalance", "ok", "alike before their first exposure")
	arm := armsOf(t)
	rewrite(t, func(row map[string]string) bool {
		id := row["event_id"]
		return arm[row["user_id"]] != "treatment" || row["event_name"] != "task_completed" ||
			row["timestamp"] >= "2026-04-01" || id[len(id)-1]%4 == 0
	})
	checked(t, codeDone, "imbalance", "warn", "tasks per user was ")
}

// armsOf reads every user's variant of the simulated export.
func armsOf(t *testing.T) map[string]string {
	out := map[string]string{}
	rewrite(t, func(row map[string]string) bool {
		if row["variant"] != "" {
			out[row["user_id"]] = row["variant"]
		}
		return true
	})
	return out
}

// rewrite keeps the rows of the simulated export that keep wants.
func rewrite(t *testing.T, keep func(map[string]string) bool) {
	t.Helper()
	header, rows := readCSV(t, "sim/events.csv")
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	lines := [][]string{header}
	row := map[string]string{}
	for _, r := range rows {
		for i, h := range header {
			row[h] = r[i]
		}
		if keep(row) {
			lines = append(lines, r)
		}
	}
	if err := w.WriteAll(lines); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("sim/events.csv", b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// checked runs a readout of the simulated export and looks at one check: its
// status and words in the JSON, and, unless it passed, its sentence in the
// terminal.
func checked(t *testing.T, code int, name, status, says string) {
	t.Helper()
	var out, errs bytes.Buffer
	if got := Main([]string{"readout", "sim/experiment.yaml", "-o", "out"}, &out, &errs); got != code {
		t.Fatalf("exit %d, want %d: %s", got, code, errs.String())
	}
	v, err := readJSON("out/readout.json")
	if err != nil {
		t.Fatal(err)
	}
	c := node{t, v}.at("health.checks").find("name", name)
	detail := c.at("detail").v.(string)
	if c.at("status").v != status || !strings.Contains(detail, says) {
		t.Errorf("%s is %v %q, want %s %q", name, c.at("status").v, detail, status, says)
	}
	if flat := strings.Join(strings.Fields(out.String()), " "); status != "ok" && !strings.Contains(flat, detail) {
		t.Errorf("the terminal does not say %q:\n%s", detail, out.String())
	}
}
