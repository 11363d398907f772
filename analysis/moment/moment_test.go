package moment

import (
	"math"
	"math/big"
	"math/rand/v2"
	"reflect"
	"testing"
)

// extremes are values whose products reach every word of a sum.
var extremes = []int64{0, 1, -1, 2, 7, math.MaxInt64, math.MinInt64, math.MinInt64 + 1, 1 << 40, -(1 << 40),
	1<<62 + 12345}

func TestSumsAgreeWithBigIntegers(t *testing.T) {
	var s128 Sum128
	var s256 Sum256
	w128, w256 := new(big.Int), new(big.Int)
	for _, a := range extremes {
		s128.AddInt(a)
		w128.Add(w128, big.NewInt(a))
		for _, b := range extremes {
			for range 5 {
				s256.AddProduct(a, b)
				w256.Add(w256, new(big.Int).Mul(big.NewInt(a), big.NewInt(b)))
			}
			if s256.Big().Cmp(w256) != 0 {
				t.Fatalf("after %d·%d the sum is %s, want %s", a, b, s256.Big(), w256)
			}
			if s256.Neg().Big().Cmp(new(big.Int).Neg(w256)) != 0 {
				t.Fatalf("−%s is %s", w256, s256.Neg().Big())
			}
		}
		if s128.Big().Cmp(w128) != 0 || s128.Neg().Big().Cmp(new(big.Int).Neg(w128)) != 0 {
			t.Fatalf("after %d the sum is %s, want %s", a, s128.Big(), w128)
		}
	}
}

func wides(v []int64) (out []Sum128) {
	for _, x := range v {
		out = append(out, Int(x))
	}
	return out
}

func draw(r *rand.Rand, k int) []int64 {
	v := make([]int64, k)
	for i := range v {
		if r.IntN(4) == 0 {
			v[i] = extremes[r.IntN(len(extremes))]
		} else {
			v[i] = r.Int64N(2000) - 1000
		}
	}
	return v
}

// TestMergeLaws: any split of the units, merged in any order and nesting,
// gives the same moment; the zero Moment changes nothing.
func TestMergeLaws(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for k := 1; k <= 3; k++ {
		for range 200 {
			whole := New(k)
			parts := make([]Moment, 1+r.IntN(6))
			for i := range parts {
				if r.IntN(5) > 0 {
					parts[i] = New(k)
				}
			}
			for range r.IntN(40) {
				v := draw(r, k)
				whole.Add(v...)
				p := &parts[r.IntN(len(parts))]
				if p.Dim() == 0 {
					*p = New(k)
				}
				p.Add(v...)
			}
			left, right := New(k), Moment{}
			for _, i := range r.Perm(len(parts)) {
				if err := left.Merge(parts[i]); err != nil {
					t.Fatal(err)
				}
			}
			for i := len(parts) - 1; i >= 0; i-- { // right-nested: p0 + (p1 + (p2 + …))
				m := parts[i].Clone()
				if err := m.Merge(right); err != nil {
					t.Fatal(err)
				}
				right = m
			}
			if !reflect.DeepEqual(left, whole) {
				t.Fatalf("merged in random order %v, whole %v", left, whole)
			}
			if right.Dim() != 0 && !reflect.DeepEqual(right, whole) {
				t.Fatalf("right-nested %v, whole %v", right, whole)
			}
		}
	}
}

func TestSubTakesBackAdd(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	m := New(2)
	m.Add(3, 4)
	want := m.Clone()
	var vs [][]int64
	for range 100 {
		v := draw(r, 2)
		vs = append(vs, v)
		m.Add(v...)
	}
	for _, i := range r.Perm(len(vs)) {
		m.Sub(wides(vs[i])...)
	}
	if !reflect.DeepEqual(m, want) {
		t.Fatalf("after taking everything back %v, want %v", m, want)
	}
}

func TestMergeRefusesOtherDimension(t *testing.T) {
	m := New(2)
	if err := m.Merge(New(1)); err == nil {
		t.Fatal("merging dimensions 2 and 1 gave no error")
	}
}
