package doc

import (
	"slices"
	"testing"

	"uptake/analysis/evals"
	"uptake/analysis/health"
)

// Every check of the program has its words, and no words are of a check that there is not.
func TestEveryCheckHasWords(t *testing.T) {
	var checks []string
	for _, c := range slices.Concat(health.Checks, health.After) {
		checks = append(checks, c.Name)
	}
	for _, c := range evals.Checks {
		checks = append(checks, c.Name)
	}
	for _, c := range checks {
		if !slices.ContainsFunc(gateWords, func(g struct{ Name, OK, Warn, Fail string }) bool { return g.Name == c }) {
			t.Errorf("the check %s has no words", c)
		}
	}
	for _, g := range gateWords {
		if !slices.Contains(checks, g.Name) {
			t.Errorf("there is no check %s", g.Name)
		}
		if g.OK == "" || g.Warn == "" || g.Fail == "" {
			t.Errorf("the check %s lacks words: %q", g.Name, g)
		}
	}
}
