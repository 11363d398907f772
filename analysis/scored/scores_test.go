package scored_test

import (
	"math"
	"testing"

	"uptake/analysis/scored"
)

// TestAppend: scores that come together are those that come one by one, wherever the places of runs begin.
func TestAppend(t *testing.T) {
	for _, before := range []int{0, 1, 1023, 1024, 1500} {
		one, together := &scored.Scores{}, &scored.Scores{}
		for i := range before {
			one.Set(i, float64(i), scored.Scored)
			together.Set(i, float64(i), scored.Scored)
		}
		values := make([]float64, 2500)
		for i := range values {
			values[i] = float64(i) / 7
			one.Set(before+i, values[i], scored.Scored)
		}
		values[0] = math.Copysign(0, -1)
		together.Append(nil)
		together.Append(values[:1000])
		together.Append(values[1000:])
		if one.Len() != together.Len() {
			t.Fatalf("%d scores, want %d", together.Len(), one.Len())
		}
		for i := range one.Len() {
			v, s := one.At(i)
			if w, state := together.At(i); math.Float64bits(v) != math.Float64bits(w) || s != state {
				t.Fatalf("behind %d, score %d is %v, %v; want %v, %v", before, i, w, state, v, s)
			}
		}
	}
}
