package fold

import (
	"math"

	"uptake/analysis/moment"
)

// Ints is a list of scaled integers, each as wide as the widest needs: 1, 2, 4, 8 or
// 16 bytes. Most units' values are small counts.
type Ints struct {
	b1   []int8
	b2   []int16
	b4   []int32
	b8   []int64
	high []int64 // beside b8; nil while every value is its low word, sign included
	size int     // bytes of each, but for high; 0 is 1
}

// Len returns how many there are.
func (l *Ints) Len() int {
	switch l.size {
	case 0:
		return len(l.b1)
	case 2:
		return len(l.b2)
	case 4:
		return len(l.b4)
	}
	return len(l.b8)
}

// low returns the low word of the i-th.
func (l *Ints) low(i int) int64 {
	switch l.size {
	case 0:
		return int64(l.b1[i])
	case 2:
		return int64(l.b2[i])
	case 4:
		return int64(l.b4[i])
	}
	return l.b8[i]
}

// At returns the i-th.
func (l *Ints) At(i int) moment.Sum128 {
	if l.high == nil {
		return moment.Int(l.low(i))
	}
	return moment.Words(l.high[i], uint64(l.b8[i]))
}

// Float returns the i-th, rounded once.
func (l *Ints) Float(i int) float64 {
	if l.high == nil {
		return float64(l.low(i))
	}
	return l.At(i).Float()
}

// Narrow returns the list as int64; ok is false where one does not fit.
func (l *Ints) Narrow() (v []int64, ok bool) {
	if l.high != nil {
		return nil, false
	}
	v = make([]int64, l.Len())
	for i := range v {
		v[i] = l.low(i)
	}
	return v, true
}

// Append adds v at the end.
func (l *Ints) Append(v moment.Sum128) {
	hi, word := v.Words()
	x := int64(word)
	wide := hi != x>>63
	l.fit(x, wide)
	switch l.size {
	case 0:
		l.b1 = append(l.b1, int8(x))
	case 2:
		l.b2 = append(l.b2, int16(x))
	case 4:
		l.b4 = append(l.b4, int32(x))
	default:
		l.b8 = append(l.b8, x)
	}
	if l.high != nil {
		l.high = append(l.high, hi)
	}
}

// fit makes the list wide enough for a value with the low word x.
func (l *Ints) fit(x int64, wide bool) {
	switch {
	case wide:
		l.widen(8)
		if l.high == nil {
			l.high = make([]int64, len(l.b8), cap(l.b8))
			for i, v := range l.b8 {
				l.high[i] = v >> 63
			}
		}
	case l.size == 8:
	case x != int64(int32(x)):
		l.widen(8)
	case x != int64(int16(x)):
		l.widen(4)
	case x != int64(int8(x)):
		l.widen(2)
	}
}

// widen makes every value take so many bytes at least.
func (l *Ints) widen(size int) {
	if l.size >= size {
		return
	}
	n := l.Len()
	w := Ints{size: size}
	switch size {
	case 2:
		w.b2 = make([]int16, n, max(n, cap(l.b1)))
		for i := range w.b2 {
			w.b2[i] = int16(l.low(i))
		}
	case 4:
		w.b4 = make([]int32, n, max(n, cap(l.b1), cap(l.b2)))
		for i := range w.b4 {
			w.b4[i] = int32(l.low(i))
		}
	default:
		w.b8 = make([]int64, n, max(n, cap(l.b1), cap(l.b2), cap(l.b4)))
		for i := range w.b8 {
			w.b8[i] = l.low(i)
		}
	}
	*l = w
}

// within is the list with every value held between two.
func (l *Ints) within(b *Bound) Ints {
	var out Ints
	for i := range l.Len() {
		out.Append(b.Of(l.At(i)))
	}
	return out
}

// join adds the list o at the end.
func (l *Ints) join(o *Ints) {
	if o.high != nil {
		l.fit(math.MaxInt64, true)
	}
	l.widen(o.size)
	switch {
	case l.size == 0:
		l.b1 = append(l.b1, o.b1...)
	case l.size == 2 && o.size == 2:
		l.b2 = append(l.b2, o.b2...)
	case l.size == 4 && o.size == 4:
		l.b4 = append(l.b4, o.b4...)
	case l.size == 8 && o.size == 8 && l.high == nil:
		l.b8 = append(l.b8, o.b8...)
	default:
		for i := range o.Len() {
			l.Append(o.At(i))
		}
	}
}
