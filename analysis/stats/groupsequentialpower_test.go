package stats

import (
	"math"
	"testing"
)

// TestSequentialInflation: the classical designs of Pocock and of O'Brien and
// Fleming with 4 looks, level 5 % two-sided and power 80 %, need 1.202 and 1.024
// times the units (Jennison & Turnbull 2000, tables 2.2 and 2.4).
func TestSequentialInflation(t *testing.T) {
	quarters := []float64{0.25, 0.5, 0.75, 1}
	for _, c := range []struct {
		z    []float64
		want float64
	}{{[]float64{2.361, 2.361, 2.361, 2.361}, 1.202},
		{[]float64{2.024 * 2, 2.024 * math.Sqrt2, 2.024 * math.Sqrt(4.0/3), 2.024}, 1.024}} {
		if got := SequentialInflation(quarters, c.z, 0.025, 0.8); math.Abs(got-c.want) > 6e-4 {
			t.Errorf("boundaries %v need %.4f times the units, want %.3f", c.z, got, c.want)
		}
	}
	z, err := GroupSequential(quarters, 0.025, SpendPocock)
	if err != nil {
		t.Fatal(err)
	}
	if got := crossing(walks(quarters, z), quarters, z, 0); math.Abs(got-0.025) > 1e-9 {
		t.Errorf("without drift %v is crossed in %v", z, got)
	}
}
