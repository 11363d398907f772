package stats

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestKoopmanAgreesWithPooledZ: 1 lies outside the interval exactly when the
// pooled z rejects at the same level, and the interval holds the ratio.
func TestKoopmanAgreesWithPooledZ(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	rejected := 0
	for range 20000 {
		nc, nt := 1+r.Int64N(2000), 1+r.Int64N(300)
		xc, xt := r.Int64N(nc+1), r.Int64N(nt+1)
		if r.IntN(3) > 0 { // small rates
			xc, xt = min(nc, r.Int64N(12)), min(nt, r.Int64N(12))
		}
		z := 1 + 2*r.Float64()
		lo, hi := Koopman(nc, xc, nt, xt, z)
		if xc+xt == 0 {
			if !math.IsNaN(lo) || !math.IsNaN(hi) {
				t.Fatalf("%d/%d against %d/%d: [%v, %v] without a success", xt, nt, xc, nc, lo, hi)
			}
			continue
		}
		if xc > 0 {
			if q := float64(xt) / float64(nt) / (float64(xc) / float64(nc)); !(lo <= q*(1+1e-12) && q*(1-1e-12) <= hi) {
				t.Fatalf("%d/%d against %d/%d: ratio %v outside [%v, %v]", xt, nt, xc, nc, q, lo, hi)
			}
		}
		_, s := PooledZ(nc, xc, nt, xt)
		if math.IsNaN(s) || math.Abs(math.Abs(s)-z) < 1e-9 {
			continue
		}
		if reject := math.Abs(s) > z; reject != (lo > 1 || hi < 1) {
			t.Fatalf("%d/%d against %d/%d at z %v: statistic %v, interval [%v, %v]", xt, nt, xc, nc, z, s, lo, hi)
		} else if reject {
			rejected++
		}
	}
	if rejected < 1000 {
		t.Errorf("only %d of the cases reject", rejected)
	}
}

// TestKoopmanEnds: the ends solve the score equation; swapping the arms inverts
// the interval; huge counts and single successes work.
func TestKoopmanEnds(t *testing.T) {
	const z = 1.959963984540054
	for _, c := range [][4]int64{{100, 10, 120, 15}, {1_000_000, 12, 1_100_000, 9}, {4_000_000_000, 1_000_000_000,
		3_900_000_000, 980_000_000}, {20, 20, 20, 19}, {20, 1, 20, 20}, {7, 7, 9, 9}} {
		lo, hi := Koopman(c[0], c[1], c[2], c[3], z)
		for i, end := range []float64{lo, hi} {
			s := koopmanScore(c[0], c[1], c[2], c[3], end)
			if want := z * float64(1-2*i); math.Abs(s-want) > 1e-6 {
				t.Errorf("%v: score %v at the end %v, want %v", c, s, end, want)
			}
		}
		l2, h2 := Koopman(c[2], c[3], c[0], c[1], z)
		if math.Abs(l2*hi-1) > 1e-9 || math.Abs(h2*lo-1) > 1e-9 {
			t.Errorf("%v: swapped [%v, %v] is not the inverse of [%v, %v]", c, l2, h2, lo, hi)
		}
	}
	if lo, hi := Koopman(50, 0, 50, 5, z); !(lo > 0) || !math.IsInf(hi, 1) {
		t.Errorf("no success in control: [%v, %v]", lo, hi)
	}
	if lo, hi := Koopman(50, 5, 50, 0, z); lo != 0 || !(hi < 1) {
		t.Errorf("no success in treatment: [%v, %v]", lo, hi)
	}
	if lo, hi := Koopman(0, 0, 50, 5, z); !math.IsNaN(lo) || !math.IsNaN(hi) {
		t.Errorf("empty control: [%v, %v]", lo, hi)
	}
}
