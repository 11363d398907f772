package moment

import (
	"errors"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// unitValue draws a value of any size up to the largest of a unit, often at the
// ends of a word.
func unitValue(r *rand.Rand) Sum128 {
	bits := r.IntN(unitBits + 1)
	v := Words(int64(r.Uint64()), r.Uint64()).Big()
	v.Abs(v).Rsh(v, uint(128-bits))
	switch r.IntN(4) {
	case 0:
		v.Lsh(big.NewInt(1), uint(min(bits, unitBits-1)))
	case 1:
		v.Sub(new(big.Int).Lsh(big.NewInt(1), uint(bits)), big.NewInt(1))
	}
	s := ofBig(v)
	if r.IntN(2) == 0 {
		return s.Neg()
	}
	return s
}

// TestWideSumsEqualBigIntegers: sums, products and sums of products of unit values
// of any size are those of big integers, in any split.
func TestWideSumsEqualBigIntegers(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	for range 300 {
		m, other := New(2), New(2)
		want := make([]*big.Int, 5)
		for i := range want {
			want[i] = new(big.Int)
		}
		var units [][2]Sum128
		for range 1 + r.IntN(30) {
			v := [2]Sum128{unitValue(r), unitValue(r)}
			units = append(units, v)
			y, x := v[0].Big(), v[1].Big()
			for i, z := range []*big.Int{y, x, new(big.Int).Mul(y, y), new(big.Int).Mul(y, x), new(big.Int).Mul(x, x)} {
				want[i].Add(want[i], z)
			}
			if r.IntN(2) == 0 {
				m.AddWide(v[:]...)
			} else {
				other.AddWide(v[:]...)
			}
		}
		if err := m.Merge(other); err != nil {
			t.Fatal(err)
		}
		sum, cross := m.Big()
		for i, z := range append(sum, cross...) {
			if z.Cmp(want[i]) != 0 {
				t.Fatalf("sum %d of %v is %s, want %s", i, units, z, want[i])
			}
		}
		for _, v := range units {
			m.Sub(v[:]...)
		}
		if sum, cross = m.Big(); m.N != 0 || slices.ContainsFunc(append(sum, cross...),
			func(z *big.Int) bool { return z.Sign() != 0 }) {
			t.Fatalf("%d units, %s and %s are left of nothing", m.N, sum, cross)
		}
	}
}

// TestWideArithmetic holds every operation to the one on big integers.
func TestWideArithmetic(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 14))
	for range 5000 {
		a, b := unitValue(r), unitValue(r)
		x, y := a.Big(), b.Big()
		if a.Cmp(b) != x.Cmp(y) || a.Sign() != x.Sign() || a.Abs().Big().Cmp(new(big.Int).Abs(x)) != 0 ||
			!a.FitsUnit() {
			t.Fatalf("%s and %s: cmp %d, sign %d, abs %s, fits %v", x, y, a.Cmp(b), a.Sign(), a.Abs().Big(),
				a.FitsUnit())
		}
		if f, _ := new(big.Float).SetInt(x).Float64(); a.Float() != f || Whole(math.Floor(f)).Big().Cmp(whole(f)) != 0 {
			t.Fatalf("%s as a double is %v, want %v; back %s", x, a.Float(), f, Whole(f).Big())
		}
		if v, ok := a.Int64(); ok != x.IsInt64() || ok && v != x.Int64() {
			t.Fatalf("%s as an int64 is %d, %v", x, v, ok)
		}
		hi, lo := a.Words()
		if Words(hi, lo) != a {
			t.Fatalf("%s taken apart is %d, %d", x, hi, lo)
		}
		if v, w := int64(r.Uint64())>>r.IntN(63), int64(r.Uint64()); Product(v,
			w).Big().Cmp(new(big.Int).Mul(big.NewInt(v), big.NewInt(w))) != 0 {
			t.Fatalf("%d·%d is %s", v, w, Product(v, w).Big())
		}
	}
	if Product(math.MinInt64, math.MinInt64).Big().String() != "85070591730234615865843651857942052864" {
		t.Error("the least int64 squared")
	}
}

func whole(f float64) *big.Int {
	z, _ := new(big.Float).SetFloat64(math.Floor(f)).Int(nil)
	return z
}

// TestTotals: a unit's sum is exact up to 2^95, and what is beyond names a scale.
func TestTotals(t *testing.T) {
	r := rand.New(rand.NewPCG(15, 16))
	for range 2000 {
		a, b := unitValue(r), unitValue(r)
		want := new(big.Int).Add(a.Big(), b.Big())
		got, err := Total(a, b, 9)
		if fits := want.BitLen() <= unitBits; fits != (err == nil) || fits && got.Big().Cmp(want) != 0 {
			t.Fatalf("%s + %s is %s, %v", a.Big(), b.Big(), got.Big(), err)
		}
	}
	var o *Overflow
	if _, err := Total(Words(1<<30, 0), Words(1<<30, 0), 9); !errors.As(err, &o) || o.Fits != 8 ||
		!strings.Contains(err.Error(), "scale: 8") {
		t.Errorf("the sum of two of 2^94 with 9 decimals: %v", err)
	}
}

func TestQuotient(t *testing.T) {
	for _, c := range []struct {
		a, b  int64
		scale int
		want  int64
	}{{1, 3, 9, 333333333}, {2, 3, 9, 666666667}, {1, 2, 0, 1}, {-1, 2, 0, 0}, {-3, 2, 0, -1}, {5, 1, 2, 500},
		{7, 7, 9, 1_000_000_000}, {1 << 40, 3, 6, 366503875925333333}} {
		got, err := Quotient(Int(c.a), Int(c.b), c.scale)
		if err != nil || got != Int(c.want) {
			t.Errorf("%d/%d at scale %d is %s (%v), want %d", c.a, c.b, c.scale, got.Big(), err, c.want)
		}
	}
	if got, err := Quotient(Int(1_000_000_000_000), Int(1), 9); err != nil ||
		got.Big().String() != "1000000000000000000000" {
		t.Errorf("10^12 at scale 9 is %s, %v", got.Big(), err)
	}
	var o *Overflow
	if _, err := Quotient(Words(1<<30, 0), Int(1), 9); !errors.As(err, &o) || o.Fits != 0 {
		t.Errorf("2^94 at scale 9: %v", err)
	}
}

// TestQuantile holds the quantile of integers to the one of doubles, type 7.
func TestQuantile(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		var ints []Sum128
		var floats []float64
		v := int64(0)
		for range 1 + r.IntN(40) {
			v += r.Int64N(5)
			ints, floats = append(ints, Int(v)), append(floats, float64(v))
		}
		p := r.Float64()
		h := p * float64(len(floats)-1)
		j := int(math.Floor(h + 4e-16*math.Max(1, h)))
		want := floats[min(j, len(floats)-1)]
		if j < len(floats)-1 {
			want = math.Floor(want + math.Max(h-float64(j), 0)*(floats[j+1]-want) + 0.5)
		}
		if got := Quantile(ints, p).Float(); got != want {
			t.Fatalf("%v of %v at %v, want %v", got, floats, p, want)
		}
	}
	far := []Sum128{Words(-1<<30, 0), Words(1<<30, 0)} // their difference leaves an int64
	if Quantile(far, 0.5).Sign() != 0 || Quantile(far, 1) != far[1] || Quantile(far[:1], 0.7) != far[0] {
		t.Error("ends")
	}
}
