package warehouse

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestCutTo32Bits: doubles beside the limits are on the side on which their 32 bits are.
func TestCutTo32Bits(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 1))
	check := func(v float64, limit float64) {
		if middle, itself := halfway(float32(limit)); (v > middle || itself &&
			v == middle) != (float32(v) > float32(limit)) {
			t.Errorf("%v is above %v as a number of 32 bits: %v", v, float32(limit), float32(v) > float32(limit))
		}
		if middle, itself := halfway(under(limit)); (v > middle || itself &&
			v == middle) != (float64(float32(v)) >= limit) {
			t.Errorf("%v reaches %v as a number of 32 bits: %v", v, limit, float64(float32(v)) >= limit)
		}
	}
	for _, limit := range []float64{0, 0.1, 0.5, 1.0 / 3, 1, 300, 299.99998, 16777217} {
		middle, _ := halfway(float32(limit))
		down, _ := halfway(under(limit))
		for _, v := range []float64{limit, -limit, 0, middle, math.Nextafter(middle, 1e9), math.Nextafter(middle, -1e9),
			down, math.Nextafter(down, 1e9), math.Nextafter(down, -1e9), 1e39, -1e39} {
			check(v, limit)
		}
		for range 200 {
			check(limit*(1+1e-7*(2*r.Float64()-1)), limit)
		}
	}
}
