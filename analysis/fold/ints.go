package fold

import "uptake/analysis/moment"

// Ints is a list of scaled integers, 8 bytes each while all fit an int64, else 16.
type Ints struct {
	low  []int64
	high []int64 // nil while every value is its low word, sign included
}

// Len returns how many there are.
func (l *Ints) Len() int { return len(l.low) }

// At returns the i-th.
func (l *Ints) At(i int) moment.Sum128 {
	if l.high == nil {
		return moment.Int(l.low[i])
	}
	return moment.Words(l.high[i], uint64(l.low[i]))
}

// Float returns the i-th, rounded once.
func (l *Ints) Float(i int) float64 {
	if l.high == nil {
		return float64(l.low[i])
	}
	return l.At(i).Float()
}

// Narrow returns the list as int64; ok is false where one does not fit.
func (l *Ints) Narrow() (v []int64, ok bool) { return l.low, l.high == nil }

// Append adds v at the end.
func (l *Ints) Append(v moment.Sum128) {
	hi, lo := v.Words()
	if l.high == nil && hi != int64(lo)>>63 {
		l.widen()
	}
	l.low = append(l.low, int64(lo))
	if l.high != nil {
		l.high = append(l.high, hi)
	}
}

func (l *Ints) widen() {
	l.high = make([]int64, len(l.low), cap(l.low))
	for i, v := range l.low {
		l.high[i] = v >> 63
	}
}

// join adds the list o at the end.
func (l *Ints) join(o *Ints) {
	if o.high != nil && l.high == nil {
		l.widen()
	}
	l.low = append(l.low, o.low...)
	if l.high == nil {
		return
	}
	if o.high != nil {
		l.high = append(l.high, o.high...)
		return
	}
	for _, v := range o.low {
		l.high = append(l.high, v>>63)
	}
}
