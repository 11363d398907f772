package layout

import (
	"encoding/json"
	"math"
	"os"
	"strings"
	"testing"
)

// TestTable: testdata/README.md says of every layout how it is known, and each tells
// lines of JSON.
func TestTable(t *testing.T) {
	readme, err := os.ReadFile("../../../testdata/README.md")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, l := range Layouts {
		if seen[l.Name] {
			t.Errorf("%s is there twice", l.Name)
		}
		seen[l.Name] = true
		if row := "| `" + l.Name + "` | " + l.Vendor + " | " + l.Seen + " |"; !strings.Contains(string(readme), row) {
			t.Errorf("testdata/README.md lacks %s", row)
		}
		for _, e := range []Event{
			{ID: "e1", User: 1, At: 1775044800123000, Name: "exposure", Exposes: true, Arm: Test, Met: true,
				Experiment: "x", Latency: math.NaN(), Value: math.NaN()},
			{ID: "e2", User: 2, At: 1775044800000000, Name: "suggestion_shown", Suggestion: 77 << 12, Latency: 120.5,
				Value: 3, Surface: "chat", Experiment: "x"},
		} {
			if len(l.Lines(&e)) == 0 {
				t.Errorf("%s tells nothing of %s", l.Name, e.Name)
			}
			for _, line := range l.Lines(&e) {
				if !json.Valid([]byte(line)) {
					t.Errorf("%s: %s", l.Name, line)
				}
			}
		}
	}
	if _, err := Find("acme"); err == nil || !strings.Contains(err.Error(),
		`no layout "acme" to tell events in; there are posthog, `) {
		t.Error(err)
	}
}
