package draw

import (
	"math"
	"slices"
	"testing"
)

// TestFuturesKey: the key names the marks that occur, and which side is the better one.
func TestFuturesKey(t *testing.T) {
	for _, c := range []struct {
		name   string
		f      Futures
		better int
		words  []string
	}{
		{"up", Futures{Effects: []float64{-1, 2, 3}, Enough: 0.5, UpIsBetter: true}, 2,
			[]string{"better", "worse", "too small to matter"}},
		{"down", Futures{Effects: []float64{-1, 2, 3}, Enough: math.NaN()}, 1, []string{"better", "worse"}},
		{"all up", Futures{Effects: []float64{1, 2}, Enough: math.NaN(), UpIsBetter: true}, 2, []string{"better"}},
		{"none", Futures{Effects: []float64{0, 2}, Enough: math.NaN()}, 0, []string{"worse"}},
	} {
		var words []string
		for _, k := range c.f.Key() {
			words = append(words, k.Text)
		}
		if n := c.f.Better(); n != c.better || !slices.Equal(words, c.words) {
			t.Errorf("%s: %d better, key %q", c.name, n, words)
		}
	}
}
