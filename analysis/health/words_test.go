package health

import (
	"strings"
	"testing"
)

// TestWords: of every check it is said what it means when it does not pass, what
// is likely behind it and what to do, in whole sentences; of one that passed nothing.
func TestWords(t *testing.T) {
	for _, c := range append(append([]Check{}, Checks...), After...) {
		w := c.Words
		for what, s := range map[string]string{"meaning": w.Meaning, "todo": w.Todo} {
			if len(s) < 40 || !strings.HasSuffix(s, ".") {
				t.Errorf("%s: the %s is no sentence: %q", c.Name, what, s)
			}
		}
		if len(w.Causes) < 2 {
			t.Errorf("%s: names fewer than two causes", c.Name)
		}
		for _, s := range w.Causes {
			if s == "" || strings.HasSuffix(s, ".") {
				t.Errorf("%s: the cause %q is to be part of a list", c.Name, s)
			}
		}
	}
	f := facts()
	f.Arms[1].Units = 800
	h, _ := Run(f)
	said := 0
	for _, c := range h.Checks {
		bad := c.Status == "warn" || c.Status == "fail"
		if bad != (c.Meaning != "") || bad != (c.Todo != "") || bad != (c.Causes != nil) {
			t.Errorf("%s is %s, and says %q, %q, %q", c.Name, c.Status, c.Meaning, c.Causes, c.Todo)
		}
		if bad {
			said++
		}
	}
	if said == 0 {
		t.Error("nothing failed")
	}
	for _, c := range h.Checks {
		if c.Name == "srm" && !strings.Contains(c.Meaning, "Chance alone") {
			t.Errorf("a failed split may be chance, which it does not say: %q", c.Meaning)
		}
	}
}
