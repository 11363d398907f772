package doc

import (
	"slices"
	"testing"

	"uptake/analysis/health"
)

// Every check of the program has its words, and no words are of a check that there is not.
func TestEveryCheckHasWords(t *testing.T) {
	checks := slices.Concat(health.Checks, health.After)
	for _, c := range checks {
		if !slices.ContainsFunc(gateWords, func(g struct{ Name, OK, Warn, Fail string }) bool { return g.Name == c.Name }) {
			t.Errorf("the check %s has no words", c.Name)
		}
	}
	for _, g := range gateWords {
		if !slices.ContainsFunc(checks, func(c health.Check) bool { return c.Name == g.Name }) {
			t.Errorf("there is no check %s", g.Name)
		}
		if g.OK == "" || g.Warn == "" || g.Fail == "" {
			t.Errorf("the check %s lacks words: %q", g.Name, g)
		}
	}
}
