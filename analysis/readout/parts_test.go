package readout

import (
	"slices"
	"testing"
)

// TestPartsFollowWhatTheyNeed: every part comes after the parts that it needs, no two
// have one name, and the study gives what no part does.
func TestPartsFollowWhatTheyNeed(t *testing.T) {
	at := slices.Clone(given)
	for _, p := range parts {
		if slices.Contains(at, p.name) {
			t.Errorf("%s comes twice", p.name)
		}
		for _, n := range p.needs {
			if !slices.Contains(at, n) {
				t.Errorf("%s needs %s, which no part before it gives", p.name, n)
			}
		}
		at = append(at, p.name)
	}
}
