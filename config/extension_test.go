package config

import (
	"strings"
	"testing"
)

// TestExtensionProblems: what is wrong with an extension is said once, and what is
// right about it is explained with when it counts as declared.
func TestExtensionProblems(t *testing.T) {
	const file = "experiment: x\nstart: 2026-04-01\nend: 2026-04-14\nsources: [{path: a.csv}]\ncolumns: {ts: t, " +
		"unit: u, event: e}\narms: [{name: a, control: true}, {name: b}]\nmetrics: [{name: m, kind: mean, event: e, " +
		"role: primary, minimum_effect: 2%}]\n"
	for _, bad := range []string{"0d", "x", "36h", "-7d", "90d"} {
		_, err := load(t, "x.yaml", file, "decision.extension="+bad)
		if err == nil || strings.Count(err.Error(), "decision.extension") != 1 {
			t.Errorf("%s: %v", bad, err)
		}
	}
	for text, want := range map[string]string{
		"decision: {planned: 2026-03-30, extension: 7d}\n": "held to 90 % of alpha.",
		"decision: {planned: 2026-04-20, extension: 7d}\n": "dated after the start",
		"decision: {extension: 7d}\n":                      "No plan date is given",
	} {
		e, err := load(t, "x.yaml", file+text)
		if err != nil {
			t.Fatal(err)
		}
		if s := extensionSentence(e); !strings.Contains(s, want) {
			t.Errorf("%s: %s", text, s)
		}
	}
	e, err := load(t, "x.yaml", file+"decision: {planned: 2026-03-30}\n", "decision.extension=7d")
	if err != nil || !strings.Contains(extensionSentence(e), "It stands on the command line") {
		t.Errorf("%v", err)
	}
}
