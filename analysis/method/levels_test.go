package method

import (
	"slices"
	"testing"
	"uptake/analysis/stats"
)

// TestLevelsThatEnter: a level needs 15 units in each arm for the test, and in an uneven split the weights are the
// sizes.
func TestLevelsThatEnter(t *testing.T) {
	level := func(effect float64, control, treatment int64) Level {
		c, x := stats.FromMoments(control, 5, 4), stats.FromMoments(treatment, 5+effect, 4)
		return Level{LevelEffect: stats.NewLevelEffect(c, x), Units: [2]int64{control, treatment}}
	}
	for _, c := range []struct {
		name   string
		levels []Level
		tested int
		method string
		codes  []string
	}{
		{"even", []Level{level(0, 40, 40), level(1, 20, 30), level(2, 15, 15)}, 3, "welch_james", nil},
		{"one too small", []Level{level(0, 40, 40), level(1, 20, 30), level(2, 15, 14)}, 2, "welch_james",
			[]string{"small_levels"}},
		{"uneven", []Level{level(0, 60, 20), level(1, 70, 30)}, 2, "brown_forsythe", nil},
		{"twice is even", []Level{level(0, 60, 30), level(1, 50, 25)}, 2, "welch_james", nil},
		{"one left", []Level{level(0, 60, 30), level(1, 50, 9)}, 1, "", []string{"small_levels"}},
	} {
		h := Levels(c.levels)
		var codes []string
		for _, w := range h.Cautions {
			codes = append(codes, w.Code)
		}
		if h.Levels != c.tested || h.Method != c.method || !slices.Equal(codes, c.codes) ||
			h.P.Defined() != (c.tested > 1) {
			t.Errorf("%s: %+v", c.name, h)
		}
	}
}
