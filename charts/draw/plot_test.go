package draw

import (
	"testing"

	"uptake/analysis/report"
)

// TestNamesFit: a name that would be cut, or pushed over its neighbour at the edge, does not fit.
func TestNamesFit(t *testing.T) {
	plot := func(bands ...string) *Plot {
		p := &Plot{Bands: bands}
		for i := range bands {
			p.Marks = append(p.Marks, PlotMark{X: float64(i), Of: report.Interval{Value: 0.5, Lo: 0.4, Hi: 0.6}})
		}
		return p
	}
	for _, x := range []struct {
		p    *Plot
		want bool
	}{
		{plot("≤800", "800–1600", ">1600"), true},
		{plot("up to 100", "over 100 to 200", "over 200"), true}, // in two rows
		{plot("up to 100 ms", "over 100 to 200 ms", "over 200 to 400 ms", "over 400 to 800 ms", "over 800 to 1600 ms",
			"over 1600 to 3200 ms", "over 3200 to 6400 ms"), false},
		{plot("a", "b", "c", "d", "e", "f", "over 3200 to 6400 ms"), false}, // over the edge
	} {
		if got := x.p.NamesFit(510); got != x.want {
			t.Errorf("%q fit: %v, want %v", x.p.Bands, got, x.want)
		}
	}
}
