package config

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestKindsByLayout: in each layout those kinds are taken whose numbers it has, and
// every other one is refused, never taken as something that is 0 for everybody.
func TestKindsByLayout(t *testing.T) {
	for _, c := range []struct {
		metric string
		in     string // the layouts that have it
	}{
		{"{name: m, kind: mean, event: purchase}", "events"},
		{"{name: m, kind: mean, event: purchase, field: value}", "events"},
		{"{name: m, kind: proportion, event: purchase}", "events"},
		{"{name: m, kind: proportion, event: purchase, window: 7d}", "events"},
		{"{name: m, kind: retention, event: purchase, day: 3}", "events"},
		{"{name: m, kind: ratio, numerator: {event: purchase}, denominator: {event: task}}", "events"},
		{"{name: m, kind: quantile, quantile: 50%, event: purchase}", "events"},
		{"{name: m, kind: quantile, quantile: 50%, of: latency_ms}", "events suggestions"},
		{"{name: m, kind: graded, grades: [{name: works, cost: 0}, {name: bad, cost: 1}]}", "events suggestions"},
		{"{name: acceptance_rate}", "events suggestions"},
		{"{name: m, kind: mean, column: spend}", "units summary"},
		{"{name: m, kind: proportion, column: kept}", "units summary"},
		{"{name: m, kind: quantile, quantile: 50%, column: spend}", "units"},
		{"{name: m, kind: ratio, numerator: spend, denominator: orders}", "units"},
		{"{name: m, kind: funnel, steps: [{event: search}, {event: purchase}]}", "events"},
	} {
		var taken []string
		for _, layout := range []string{"events", "suggestions", "units", "summary"} {
			path := filepath.Join(t.TempDir(), "e.yaml")
			file := fmt.Sprintf("experiment: x\nlayout: %s\nsources: [{path: e.csv}]\narms: [{name: a, control: "+
				"true}, {name: b}]\nmetrics: [%s]\n", layout, c.metric)
			if err := os.WriteFile(path, []byte(file), 0o644); err != nil {
				t.Fatal(err)
			}
			if _, err := Load(path, nil); err == nil {
				taken = append(taken, layout)
			}
		}
		if got := strings.Join(taken, " "); got != c.in {
			t.Errorf("%s is taken in %q, want %q", c.metric, got, c.in)
		}
	}
	for _, window := range []string{"3d", "8d"} {
		path := filepath.Join(t.TempDir(), "e.yaml")
		file := fmt.Sprintf("experiment: x\nsources: [{path: e.csv}]\nwindow: %s\nmetrics: [{name: back, kind: "+
			"retention, event: visit, day: 7}]\n", window)
		if err := os.WriteFile(path, []byte(file), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := Load(path, nil); (err == nil) != (window == "8d") {
			t.Errorf("day 7 within a window of %s: %v", window, err)
		}
	}
}
