package stats

import (
	"math"
	"math/rand/v2"
	"reflect"
	"testing"
)

// TestKaplanMeierOfCounts: units counted by time give the curve of the same units one by one.
func TestKaplanMeierOfCounts(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 15))
	for range 50 {
		var ends []Ends
		var spells []Spell
		for at := range 1 + r.IntN(12) {
			e := Ends{Time: float64(at), Over: r.Int64N(4), Censored: r.Int64N(4)}
			for range e.Over {
				spells = append(spells, Spell{Time: e.Time, Cause: 1})
			}
			for range e.Censored {
				spells = append(spells, Spell{Time: e.Time})
			}
			if e.Over+e.Censored > 0 {
				ends = append(ends, e)
			}
		}
		got, want := KaplanMeierOf(ends), KaplanMeier(spells)
		for i := range want.SE { // NaN is not equal to itself
			if math.IsNaN(want.SE[i]) && math.IsNaN(got.SE[i]) {
				want.SE[i], got.SE[i], want.LogSE[i], got.LogSE[i] = 0, 0, 0, 0
			}
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("%v give\n%+v, one by one\n%+v", ends, got, want)
		}
	}
}

// TestSurvivalQuantile by hand: of 5 units two have the event at 1 and 2, one is censored at 3,
// one has it at 4 and the last at 6. S is 4/5, 3/5, 3/10 and 0.
func TestSurvivalQuantile(t *testing.T) {
	c := KaplanMeierOf([]Ends{{1, 1, 0}, {2, 1, 0}, {3, 0, 1}, {4, 1, 0}, {6, 1, 0}})
	for _, x := range []struct{ q, want float64 }{{0.1, 1}, {0.2, 1.5}, {0.3, 2}, {0.4, 3}, {0.5, 4}, {0.7, 5},
		{0.9, 6}} {
		if got := c.Quantile(x.q); math.Abs(got-x.want) > 1e-12 {
			t.Errorf("the quantile %g is %g, by hand %g", x.q, got, x.want)
		}
	}
	some := KaplanMeierOf([]Ends{{1, 1, 0}, {2, 0, 3}})
	if got := some.Quantile(0.2); got != 1 {
		t.Errorf("one in four has it at 1: the quantile 0.2 is %g", got)
	}
	if got := some.Quantile(0.5); !math.IsNaN(got) {
		t.Errorf("one in four has it, and the median is %g", got)
	}
	if got := KaplanMeierOf(nil).Median(); !math.IsNaN(got) {
		t.Errorf("the median of nobody is %g", got)
	}
}
