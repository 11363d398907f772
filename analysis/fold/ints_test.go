package fold

import (
	"math"
	"math/rand/v2"
	"testing"

	"uptake/analysis/moment"
)

// TestInts: values come back as they went in, whatever widths follow each other, alone
// and joined, and are narrow where all fit an int64.
func TestInts(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	sizes := []int64{1 << 6, 1 << 14, 1 << 30, math.MaxInt64, 0} // 0: beyond an int64
	draw := func(most int64) moment.Sum128 {
		if most == 0 {
			return moment.Words(r.Int64N(1<<40)-1<<39, r.Uint64())
		}
		return moment.Int(r.Int64N(most) - most/2)
	}
	list := func(of ...int64) (l Ints, want []moment.Sum128) {
		for _, most := range of {
			for range 5 {
				v := draw(most)
				l.Append(v)
				want = append(want, v)
			}
		}
		return l, want
	}
	for _, a := range sizes {
		for _, b := range sizes {
			one, want := list(a, b)
			for _, c := range sizes {
				both, first := list(a, b)
				other, more := list(c, a)
				both.join(&other)
				same(t, both, append(first, more...))
			}
			same(t, one, want)
			narrow, ok := one.Narrow()
			if ok != (a != 0 && b != 0) {
				t.Errorf("values up to %d and %d are narrow: %v", a, b, ok)
			}
			for i := range narrow {
				if moment.Int(narrow[i]) != want[i] {
					t.Errorf("narrow %d, want %v", narrow[i], want[i].Big())
				}
			}
		}
	}
	for _, edge := range []int64{math.MinInt8, math.MaxInt8 + 1, math.MinInt16, math.MaxInt16 + 1, math.MinInt32,
		math.MaxInt32 + 1, math.MinInt64} {
		var l Ints
		l.Append(moment.Int(1))
		l.Append(moment.Int(edge))
		same(t, l, []moment.Sum128{moment.Int(1), moment.Int(edge)})
	}
}

func same(t *testing.T, l Ints, want []moment.Sum128) {
	t.Helper()
	if l.Len() != len(want) {
		t.Fatalf("%d values, want %d", l.Len(), len(want))
	}
	for i, v := range want {
		if l.At(i) != v || l.Float(i) != v.Float() {
			t.Errorf("value %d is %v, want %v", i, l.At(i).Big(), v.Big())
		}
	}
}
