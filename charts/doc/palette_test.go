package doc

import (
	"strings"
	"testing"

	"uptake/charts/draw"
)

// TestKeysHaveColours: every tone that a picture may have, its key has too.
func TestKeysHaveColours(t *testing.T) {
	for _, tone := range []draw.Tone{draw.Good, draw.Bad, draw.Inconclusive, draw.Caution, draw.Invalid,
		draw.Promising} {
		if rule := ".key-" + string(tone) + "{color:var(--" + string(tone) + ")}"; !strings.Contains(pageStyle, rule) {
			t.Errorf("there is no %s", rule)
		}
	}
}
