package moment

import (
	"math/big"
	"reflect"
	"testing"
)

// TestOf: a moment of big integers is the one that was added up, and what no units have is
// told.
func TestOf(t *testing.T) {
	m := New(2)
	for _, v := range [][2]int64{{3, -4}, {-1 << 62, 1 << 62}, {0, 7}} {
		m.Add(v[0], v[1])
	}
	sum, cross := m.Big()
	got, err := Of(m.N, sum, cross)
	if err != nil || !reflect.DeepEqual(got, m) || got.Possible() != nil {
		t.Errorf("%+v (%v, %v), want %+v", got, err, got.Possible(), m)
	}
	one := func(n, s, c int64) Moment {
		m, err := Of(n, []*big.Int{big.NewInt(s)}, []*big.Int{big.NewInt(c)})
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	for _, x := range []struct {
		m        Moment
		possible bool
	}{{one(2, 4, 8), true}, {one(2, 4, 7), false}, {one(0, 0, 0), true}, {one(0, 1, 1), false}, {one(-1, 0, 0), false},
		{one(3, 0, -1), false}} {
		if err := x.m.Possible(); (err == nil) != x.possible {
			t.Errorf("%+v: %v", x.m, err)
		}
	}
	large := new(big.Int).Lsh(big.NewInt(1), 255)
	if _, err := Of(1, []*big.Int{big.NewInt(1)}, []*big.Int{large}); err == nil {
		t.Error("2^255 found room")
	}
	if _, err := Of(1, []*big.Int{new(big.Int).Lsh(big.NewInt(1), 127)}, []*big.Int{new(big.Int)}); err == nil {
		t.Error("a sum of 2^127 found room")
	}
}
