package bucket

import (
	"fmt"
	"math"
	"testing"
)

// TestHashes holds the hashes against values that the vendors' own tests have, and against
// what growthbook 4.0.0, posthog 7.91.1, optimizely-sdk 5.7.0 and mmh3 5.3.1 (PyPI) give.
func TestHashes(t *testing.T) {
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"GrowthBook, version 1", growthbook1("a", ""), 0.22},
		{"GrowthBook, version 1", growthbook1("b", ""), 0.077},
		{"GrowthBook, version 1", growthbook1("a", "b"), 0.946},
		{"GrowthBook", growthbook2("a", "seed"), 0.0505},
		{"GrowthBook", growthbook2("b", "seed"), 0.2696},
		{"GrowthBook", growthbook2("ab", "foo"), 0.2575},
		{"Optimizely", math.Floor(optimizely("ppid1", "1886780721") * 10000), 5254},
		{"Optimizely", math.Floor(optimizely("ppid2", "1886780721") * 10000), 4299},
		{"Optimizely", math.Floor(optimizely("ppid2", "1886780722") * 10000), 2434},
		{"Unleash", float64(murmur3("gr1:123", unleashSeed)%100 + 1), 96},
		{"Unleash", float64(murmur3("groupX:999", unleashSeed)%100 + 1), 60},
		{"GrowthBook", growthbook2("12345", "exp_9"), 0.0654},
		{"GrowthBook, beyond ASCII", growthbook2("ü-42", "flag a"), 0.0585},
		{"GrowthBook, version 1, beyond ASCII", growthbook1("ü-42", "flag a"), 0.997},
		{"PostHog", posthog("user-1", "checkout"), 0.5740189872301985},
		{"PostHog, beyond ASCII", posthog("ü-42", "flag a"), 0.7078070809259377},
		{"Optimizely, beyond ASCII", optimizely("ü-42", "flag a"), 0.5625087202060968},
		{"Unleash", unleash("user-1", "checkout"), 0.662},
		{"Unleash, beyond ASCII", unleash("ü-42", "flag a"), 0.127},
	} {
		if c.got != c.want {
			t.Errorf("%s: %g, want %g", c.name, c.got, c.want)
		}
	}
}

// TestUniform: each spreads units over the whole.
func TestUniform(t *testing.T) {
	for _, h := range Hashes {
		var tenths [10]int
		for i := range 20_000 {
			u := h.Of(fmt.Sprint("user-", i), "checkout")
			if !(u >= 0 && u < 1) {
				t.Fatalf("%s: %g", h.Vendor, u)
			}
			tenths[int(u*10)]++
		}
		for k, n := range tenths {
			if n < 1800 || n > 2200 {
				t.Errorf("%s: %d of 20,000 in tenth %d", h.Vendor, n, k)
			}
		}
	}
}
