package ignore

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"uptake/analysis/study"
)

// edgeWorld is a world in which what a surface and a number say is ignored more, on top of users
// who differ.
func edgeWorld(b bands, draw func(r *rand.Rand) float64, more func(surface uint16, v float64) bool) *Facts {
	f := world(11, 6000, func(int, int) float64 { return 0 })
	r := rand.New(rand.NewPCG(5, 6))
	values := make([]float32, len(f.seen.state))
	for row := range values {
		values[row] = float32(draw(r))
		if more(f.columns[0].codes[row], float64(values[row])) && r.Float64() < 0.4 {
			f.seen.state[row] = study.StateIgnored
		}
	}
	f.columns[1] = b.column(values)
	return f
}

func found1(t *testing.T, f *Facts) string {
	t.Helper()
	places, _, err := f.find(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if len(places) != 1 {
		t.Fatalf("found %v", places)
	}
	a, l := f.placeNames(places[0])
	return a + " = " + l
}

// A place told by a number ends where more is ignored, wherever that lies between the
// bands, and at the band's end where that is as good. The confirming half has no say.
func TestEdges(t *testing.T) {
	latency := func(r *rand.Rand) float64 { return math.Exp(6 + r.NormFloat64()) }
	length := func(r *rand.Rand) float64 { return math.Round(math.Exp(3.5 + 0.8*r.NormFloat64())) }
	over := func(end float64) func(uint16, float64) bool { return func(_ uint16, v float64) bool { return v > end } }
	for _, c := range []struct {
		number int
		draw   func(*rand.Rand) float64
		more   func(uint16, float64) bool
		want   string
	}{
		{1, length, over(45), "length = over 45"},
		{1, length, over(60), "length = over 60"},
		{1, length, over(64), "length = over 64"},
		{1, length, over(73), "length = over 73"},
		{0, latency, over(600), "latency_ms = over 600 ms"},
		{0, latency, over(800), "latency_ms = over 800 ms"},
		{0, latency, over(1100), "latency_ms = over 1100 ms"},
		{0, latency, func(_ uint16, v float64) bool { return v <= 300 }, "latency_ms = up to 300 ms"},
		{0, latency, func(s uint16, v float64) bool { return s == 3 && v > 500 }, "surface & latency_ms = d & over " +
			"500 ms"},
	} {
		f := edgeWorld(numbers[c.number], c.draw, c.more)
		if got := found1(t, f); got != c.want {
			t.Errorf("found %q, planted %q", got, c.want)
		}
		for i := range f.units {
			for row := f.units[i].from; row < f.units[i].to && f.units[i].half() == 1; row++ {
				f.seen.state[row] = study.StateAccepted
			}
		}
		if got := found1(t, f); got != c.want {
			t.Errorf("with another confirming half, found %q, planted %q", got, c.want)
		}
	}
}

func TestRoundest(t *testing.T) {
	for _, c := range []struct{ lo, hi, best, want float32 }{
		{60, 61, 60, 60}, {57.3, 61.2, 58, 60}, {793.4, 801.2, 799, 800}, {1087, 1104, 1100.5, 1100},
		{0.613, 0.642, 0.62, 0.62},
		{0.58, 0.61, 0.59, 0.6}, {731.4, 731.6, 731.45, 731.5}, {0, 1, 0, 0}, {-3.5, -2.2, -3, -3}, {45, 46, 45, 45},
		{1234.25, 1234.2502, 1234.25, 1234.25},
	} {
		if got := roundest(c.lo, c.hi, c.best); got != c.want {
			t.Errorf("from %v to %v around %v: %v, want %v", c.lo, c.hi, c.best, got, c.want)
		}
	}
}
