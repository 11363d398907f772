package stats

import (
	"math"
	"slices"
	"testing"
)

// TestPermutationSample: drawn splits agree with all of them, whatever the order.
func TestPermutationSample(t *testing.T) {
	c, s := []float64{1, 2, 2.5, 4, 3, 8, 1.5}, []float64{3, 5, 4.5, 6, 2, 9}
	count, total, err := PermutationMeans(c, s)
	if err != nil {
		t.Fatal(err)
	}
	want := float64(count) / float64(total)
	const draws = 40_000
	got := PermutationSample(c, s, draws, 7)
	if math.Abs(got-want) > 4*math.Sqrt(want*(1-want)/draws) {
		t.Errorf("drawn p %v, exact %v", got, want)
	}
	r := slices.Clone(s)
	slices.Reverse(r)
	if again := PermutationSample(c, r, draws, 7); again != got {
		t.Errorf("another order gives %v, not %v", again, got)
	}
	if p := PermutationSample([]float64{0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, []float64{9, 9, 9, 9, 9, 9, 9, 9, 9, 9}, 99,
		1); p != 0.01 {
		t.Errorf("the least p of 99 draws is %v", p)
	}
}

// TestBootstrapDifference: the jackknife leaves out one unit, the spread of the
// replicates is that of the difference with n for n − 1.
func TestBootstrapDifference(t *testing.T) {
	c, s := []float64{1, 2, 2.5, 4, 3, 8, 1.5}, []float64{3, 5, 4.5, 6, 2, 9}
	b := BootstrapDifference(c, s, 20_000, 3)
	i := 0
	for arm, x := range [][]float64{Sorted(c), Sorted(s)} {
		for k := range x {
			left := slices.Delete(slices.Clone(x), k, k+1)
			want := Mean(s) - Mean(left)
			if arm == 1 {
				want = Mean(left) - Mean(c)
			}
			if math.Abs(b.Jackknife[i]-want) > 1e-12 {
				t.Errorf("without unit %d: %v, want %v", i, b.Jackknife[i], want)
			}
			i++
		}
	}
	want := math.Sqrt(Variance(c)*6/49 + Variance(s)*5/36)
	if se := b.SE(); math.Abs(se/want-1) > 0.03 || math.Abs(b.Estimate-(Mean(s)-Mean(c))) > 1e-12 {
		t.Errorf("se %v, want about %v", se, want)
	}
}
