package stats

import (
	"math"
	"testing"
)

func TestSliceScores(t *testing.T) {
	sameList(t, "SliceLine", []float64{SliceLineScore(.95, 1000, 120, .62, .40), SliceLineScore(.6, 1000, 120, .62,
		.40)},
		[]float64{.155833333333333, -2.60333333333333}, 1e-13)
	if s := SliceLineScore(.7, 50, 50, .3, .3); s != 0 {
		t.Errorf("the whole scores %g", s)
	}
	sameList(t, "Slice Finder", []float64{SliceEffect(.62, .62*.38, .37, .37*.63)}, []float64{.5164253229}, 1e-10)
	sameList(t, "surprise", []float64{Surprise(.2, .35), Surprise(.35, .2), Surprise(.3, .3), Surprise(0, .4),
		Surprise(0, 0)},
		[]float64{.0149434162, .0149434162, 0, .2, 0}, 1e-10)
	powers := []float64{ExplanatoryPower(10, 5, 100, 80), ExplanatoryPower(40, 41, 100, 80), ExplanatoryPower(50, 34,
		100, 80)}
	sameList(t, "explanatory power", powers, []float64{.25, -.05, .8}, 1e-15)
	for i, v := range []float64{SliceLineScore(.9, 10, 11, .1, .1), SliceLineScore(.9, 10, 2, .1, 0),
		SliceEffect(1, 0, 0, 0), Surprise(-.1, .2), ExplanatoryPower(1, 2, 5, 5)} {
		if !math.IsNaN(v) {
			t.Errorf("undefined case %d is %g", i, v)
		}
	}
}
