package moment

import (
	"fmt"
	"math/big"
)

// Moment is the exact state of a sample of k-vectors: how many units, their
// sums and their sums of products. The zero Moment merges with any dimension.
type Moment struct {
	N     int64    // units
	Sum   []Sum128 // Σ v_i, k long
	Cross []Sum256 // Σ v_i·v_j, the upper triangle by rows: 00 01 … 11 …
}

// New returns an empty moment of dimension k ≥ 1.
func New(k int) Moment {
	return Moment{Sum: make([]Sum128, k), Cross: make([]Sum256, k*(k+1)/2)}
}

// Dim returns k, 0 for the zero Moment.
func (m *Moment) Dim() int { return len(m.Sum) }

// Add adds one unit; len(v) must be the dimension.
func (m *Moment) Add(v ...int64) {
	m.N++
	switch len(v) { // as most are
	case 1:
		m.Sum[0].AddInt(v[0])
		m.Cross[0].AddProduct(v[0], v[0])
		return
	case 2:
		sum, cross := m.Sum[:2], m.Cross[:3]
		sum[0].AddInt(v[0])
		sum[1].AddInt(v[1])
		cross[0].AddProduct(v[0], v[0])
		cross[1].AddProduct(v[0], v[1])
		cross[2].AddProduct(v[1], v[1])
		return
	}
	c := 0
	for i, a := range v {
		m.Sum[i].AddInt(a)
		for _, b := range v[i:] {
			m.Cross[c].AddProduct(a, b)
			c++
		}
	}
}

// AddWide adds one unit whose values may be wider than an int64: each must fit a
// unit (FitsUnit).
func (m *Moment) AddWide(v ...Sum128) {
	var narrow [4]int64
	n := 0
	for ; n < len(v) && n < len(narrow); n++ {
		x, fits := v[n].Int64()
		if !fits {
			break
		}
		narrow[n] = x
	}
	if n == len(v) { // as nearly all are
		m.Add(narrow[:n]...)
		return
	}
	m.N++
	c := 0
	for i, a := range v {
		m.Sum[i].Add(a)
		for _, b := range v[i:] {
			m.Cross[c].AddWide(a, b)
			c++
		}
	}
}

// Sub removes one unit that was added with the same vector.
func (m *Moment) Sub(v ...Sum128) {
	m.N--
	c := 0
	for i, a := range v {
		m.Sum[i].Sub(a)
		for _, b := range v[i:] {
			m.Cross[c].SubWide(a, b)
			c++
		}
	}
}

// Merge adds the units of o, which must be disjoint from those of m. It fails
// when the dimensions differ.
func (m *Moment) Merge(o Moment) error {
	switch {
	case o.Dim() == 0:
		return nil
	case m.Dim() == 0:
		*m = New(o.Dim())
	case m.Dim() != o.Dim():
		return fmt.Errorf("moments of dimension %d and %d do not merge", m.Dim(), o.Dim())
	}
	m.N += o.N
	for i := range m.Sum {
		m.Sum[i].Add(o.Sum[i])
	}
	for i := range m.Cross {
		m.Cross[i].Add(o.Cross[i])
	}
	return nil
}

// Clone returns a copy that shares nothing with m.
func (m Moment) Clone() Moment {
	return Moment{m.N, append([]Sum128(nil), m.Sum...), append([]Sum256(nil), m.Cross...)}
}

// Big returns the sums and the upper triangle of products as big integers.
func (m Moment) Big() (sum, cross []*big.Int) {
	for _, s := range m.Sum {
		sum = append(sum, s.Big())
	}
	for _, c := range m.Cross {
		cross = append(cross, c.Big())
	}
	return sum, cross
}
