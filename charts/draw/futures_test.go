package draw

import (
	"math"
	"regexp"
	"slices"
	"strconv"
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

// TestFuturesStandOnTheirSide: no dot of the better side reaches over the line of no difference.
func TestFuturesStandOnTheirSide(t *testing.T) {
	f := Futures{Effects: []float64{-2, -0.01, 0.01, 0.02, 5}, Enough: math.NaN(), UpIsBetter: true}
	for _, width := range []float64{330, 400} {
		lo, hi := f.domain()
		zero := Ruler{lo, hi, 10, width - 10}.At(0)
		d := f.Drawing(width)
		dots := regexp.MustCompile(`<circle cx="([0-9.]+)"`).FindAllStringSubmatch(string(d.sketch.svg("")), -1)
		if len(dots) != 3 {
			t.Fatalf("%d dots", len(dots))
		}
		for _, m := range dots {
			if x, err := strconv.ParseFloat(m[1], 64); err != nil || x-dotSize/2 < zero-0.1 || x > width {
				t.Errorf("width %v: a dot at %s, the line at %.1f", width, m[1], zero)
			}
		}
	}
}
