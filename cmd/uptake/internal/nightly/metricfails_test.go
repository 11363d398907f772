package nightly_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"uptake/analysis/report"
	"uptake/cmd/uptake/internal/nightly"
)

// TestMetricFails: a metric whose data fail stops none of the others; the row names it, the
// others have the numbers that they have without it, and nothing is decided while a metric
// that decides is missing.
func TestMetricFails(t *testing.T) {
	const primary = "{name: tasks, kind: mean, role: primary, minimum_effect: 2%}"
	file := func(metrics string) string {
		head, _, _ := strings.Cut(usersFile("a"), "metrics:")
		return head + "metrics: [" + metrics + "]\ndecision: {planned: 2026-03-20, min_weeks: 1}\n"
	}
	data := users(3, 15)
	metrics := func(r report.Report) string {
		b, err := json.Marshal(r.Metrics)
		must(t, err)
		return string(b)
	}
	text := strings.ReplaceAll(strings.ReplaceAll(data, ",0\n", ",no idea\n"), ",1\n", ",no idea\n") // in kept
	for name, c := range map[string]struct {
		metrics, export string
		failed          string // "" = the whole experiment does
		decides         bool   // whether the verdict is that of the others
	}{
		"cells of a guardrail": {primary + ", {name: kept, kind: proportion, role: guardrail, margin: 5%}",
			text, "kept", false},
		"cells of a secondary metric": {primary + ", {name: kept, kind: proportion}", text, "kept", true},
		"a column that is not there":  {primary + ", {name: spend, kind: mean, column: spent}", data, "spend", true},
		"numbers that are too large": {primary + ", {name: spend, kind: mean, column: kept}",
			strings.ReplaceAll(data, ",1\n", ",1e60\n"), "spend", true},
		"two of them": {primary + ", {name: spend, kind: mean, column: spent}, {name: kept, kind: " +
			"proportion}", text, "spend, kept", true},
		"the primary metric": {"{name: tasks, kind: mean}, {name: kept, kind: proportion, role: primary, " +
			"minimum_effect: 2%}", text, "kept", false},
		"the only metric there is": {"{name: kept, kind: proportion, role: primary, minimum_effect: 2%}", text, "",
			false},
		"the only two metrics, in turn": {"{name: spend, kind: mean, column: spent}, {name: kept, kind: proportion, " +
			"role: primary, minimum_effect: 2%}", text, "", false},
	} {
		t.Run(name, func(t *testing.T) {
			folder(t)
			write(t, "in/a.yaml", file(c.metrics))
			write(t, "in/data/a.csv", c.export)
			code, _, errs := night("in", "-o", "out")
			got := row(t, index(t, "out"), "a")
			if c.failed == "" {
				if code != 1 || got.Status != report.StatusFailed || got.Error == nil || got.Error.Metric != "kept" {
					t.Fatalf("exit %d, %+v, %+v: %s", code, got, got.Error, errs)
				}
				return
			}
			if code != 4 || got.Status != report.StatusOK || got.Error == nil || got.Error.Metric != c.failed ||
				!strings.Contains(got.Error.Detail, "the readout stands without") {
				t.Fatalf("exit %d, %+v, %+v: %s", code, got, got.Error, errs)
			}
			var with, without report.Report
			readJSON(t, "out/a/readout.json", &with)
			left := primary
			if !strings.Contains(c.metrics, primary) {
				left = "{name: tasks, kind: mean}"
			}
			write(t, "in/a.yaml", file(left))
			if code, _, errs := night("in", "-o", "alone"); code != 0 {
				t.Fatal(errs)
			}
			readJSON(t, "alone/a/readout.json", &without)
			if metrics(with) != metrics(without) || len(with.Metrics) != 1 {
				t.Errorf("the others are not what they are without it:\n%s\n%s", metrics(with), metrics(without))
			}
			said := 0
			for _, x := range with.Cautions {
				if x.Code == "metric_failed" && strings.Contains(c.failed, strings.Fields(x.Detail)[0]) {
					said++
				}
			}
			if said != strings.Count(c.failed, ",")+1 {
				t.Errorf("the page says of %d metrics that they failed: %+v", said, with.Cautions)
			}
			told := strings.Contains(strings.Join(with.Decision.Reasons, " "), "could not be computed")
			if c.decides && (told || with.Decision.Verdict != without.Decision.Verdict) || !c.decides &&
				(!told || with.Decision.Verdict != report.CannotTell) {
				t.Errorf("%s with what failed, %s without: %v", with.Decision.Verdict, without.Decision.Verdict,
					with.Decision.Reasons)
			}
		})
	}
}

// TestMetricFailsForAll: experiments that are read together are read together again.
func TestMetricFailsForAll(t *testing.T) {
	folder(t)
	var data strings.Builder
	data.WriteString("test,user,at,arm,tasks,kept\n")
	for k := range 20 {
		for i, line := range strings.Split(strings.TrimSpace(users(uint64(k), 14)), "\n")[1:] {
			fmt.Fprintf(&data, "t%d,%d-%s\n", k, i, line[:strings.LastIndex(line, ",")+1]+"?")
		}
	}
	write(t, "in/f.yaml", strings.Replace(strings.ReplaceAll(usersFile("f"), "columns: {",
		"each: {column: test}\ncolumns: {"), "role: guardrail, margin: 5%", "role: secondary", 1))
	write(t, "in/data/f.csv", data.String())
	code, _, errs := night("in", "-o", "out", "--format", "json")
	var run nightly.Numbers
	readJSON(t, "out/run.json", &run)
	if code != 4 || run.FilesRead > 6 {
		t.Errorf("exit %d, %d files read for 20 experiments: %.900s", code, run.FilesRead, errs)
	}
	for _, r := range index(t, "out").Experiments {
		if r.Status != report.StatusOK || r.Error == nil || r.Error.Metric != "kept" {
			t.Errorf("%s: %s, %.300v", r.ID, r.Status, r.Error)
		}
	}
}
