package cli

import (
	"encoding/json"
	"math"
	"os"
	"strings"
	"testing"

	"uptake/analysis/report"
)

// TestFirstCut: the decision of the first cut after the end stands when a later
// cut is read into the same folder; a changed question, another folder, or an
// earlier cut gets a decision of its own.
func TestFirstCut(t *testing.T) {
	sh := newShell(t)
	must(t, "simulate", "-o", "sim", "--users", "1500", "--effect", "3pp", "--format", "csv")
	b, err := os.ReadFile("sim/experiment.yaml")
	if err != nil {
		t.Fatal(err)
	}
	header, rows := readCSV(t, "sim/events.csv")
	cut := func(to string) string {
		var text strings.Builder
		text.WriteString(strings.Join(header, ",") + "\n")
		for _, r := range rows {
			if r[1] <= to { // the timestamp
				text.WriteString(strings.Join(r, ",") + "\n")
			}
		}
		sh.write("events.csv", text.String())
		return string(b)
	}
	read := func(text, dir string, more ...string) report.Report {
		sh.write("experiment.yaml", text)
		must(t, append([]string{"readout", "experiment.yaml", "-o", dir, "--quiet"}, more...)...)
		var r report.Report
		b, err := os.ReadFile(dir + "/readout.json")
		if err == nil {
			err = json.Unmarshal(b, &r)
		}
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	running := read(cut("2026-04-10T12:00:00Z"), "out")
	if !running.Decision.Early {
		t.Fatal("the first readout is not before the end")
	}
	first := read(cut("2026-04-15T06:00:00Z"), "out")
	if first.Decision.Early || first.Decision.FirstCut != "" {
		t.Fatalf("at the end: %+v", first.Decision)
	}
	alone := read(cut("2026-04-24T06:00:00Z"), "elsewhere")
	later := read(cut("2026-04-24T06:00:00Z"), "out")
	if later.Decision.FirstCut != first.DataTo || later.Decision.Headline != first.Decision.Headline ||
		alone.Decision.FirstCut != "" {
		t.Errorf("first %q, later %q of the cut %q", first.Decision.Headline, later.Decision.Headline,
			later.Decision.FirstCut)
	}
	said := ""
	for _, c := range later.Cautions {
		if c.Code == "first_cut" {
			said = c.Detail
		}
	}
	if !strings.Contains(said, alone.Decision.Headline) ||
		later.Metrics[0].Comparisons[0].Abs != alone.Metrics[0].Comparisons[0].Abs {
		t.Errorf("what the later cut would say is not said: %q", said)
	}
	if last := read(cut("2026-04-26T06:00:00Z"), "out"); last.Decision.FirstCut != first.DataTo {
		t.Errorf("a third cut is of %q, want the first, %q", last.Decision.FirstCut, first.DataTo)
	}
	// An end that is moved after a reading makes no second one.
	read(cut("2026-04-15T06:00:00Z"), "moved")
	moved := read(strings.Replace(cut("2026-04-24T06:00:00Z"), "end: 2026-04-14", "end: 2026-04-20", 1), "moved")
	codes := ""
	for _, c := range moved.Cautions {
		codes += c.Code + " "
	}
	if moved.End != "2026-04-20" || moved.Decision.FirstCut != first.DataTo || !strings.Contains(codes, "end_moved") &&
		!strings.Contains(codes, "band_after_end") {
		t.Errorf("moved to %s: the cut %q, cautions %s", moved.End, moved.Decision.FirstCut, codes)
	}
	if strings.Contains(moved.Decision.Basis, "read once at the planned end") || first.Decision.Alpha == nil ||
		!(first.Decision.Alpha.Critical > 1.96) {
		t.Errorf("basis %q, alpha %+v", moved.Decision.Basis, first.Decision.Alpha)
	}
	// A declared extension is a reading of its own, by its own boundary.
	extended := func(to, dir string) report.Report {
		return read(strings.Replace(cut(to), "decision: {", "decision: {extension: 7d, ", 1), dir)
	}
	one := extended("2026-04-15T06:00:00Z", "extended")
	two := extended("2026-04-24T06:00:00Z", "extended")
	if a, b := one.Decision.Alpha, two.Decision.Alpha; a.By != "end" || b.By != "extension" ||
		two.Decision.FirstCut != "" || !(a.Critical > 2.0046 && b.Critical > a.Critical) ||
		math.Abs(float64(a.End)-0.045) > 1e-12 {
		t.Errorf("extended: %+v, then %+v of the cut %q", a, b, two.Decision.FirstCut)
	}
	if other := read(cut("2026-04-27T06:00:00Z"), "out", "--set",
		"metrics.acceptance_rate.minimum_effect=5%"); other.Decision.FirstCut != "" {
		t.Errorf("another question got the old answer: %+v", other.Decision)
	}
}
