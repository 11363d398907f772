package event

import (
	"math"
	"math/bits"

	"github.com/zeebo/xxh3"

	"uptake/analysis/sums"
)

// RowHash builds the fixed 128-bit hash of a canonical row: a sum over its
// columns of a hash of (column name, value), mixed once at the end, so that
// the order of columns does not matter and missing values do not count.
type RowHash struct{ hi, lo uint64 }

// Seed returns the fixed seed of a column's values.
func Seed(column string) uint64 { return xxh3.HashString(column) }

// HashText returns the fixed hash of a text.
func HashText(s string) uint64 { return xxh3.HashString(s) }

// Add takes in one value of the column with that seed, by the value's hash.
func (r *RowHash) Add(seed, value uint64) { r.term(mixed(seed, value)) }

func (r *RowHash) term(t term) {
	r.hi += t.hi
	r.lo += t.lo
}

// term is what one value of one column adds to the hashes of the rows that have it.
type term struct{ hi, lo uint64 }

func mixed(seed, value uint64) term {
	lo := Mix(value ^ seed)
	return term{Mix(lo ^ bits.RotateLeft64(seed, 32)), lo}
}

// Text takes in a text, unless it is missing.
func (r *RowHash) Text(seed uint64, s string) {
	if s != "" {
		r.Add(seed, HashText(s))
	}
}

// HashNumber returns the fixed hash of a number, equal for every way of writing it.
func HashNumber(v float64) uint64 {
	// v+0 makes one zero of two.
	return Mix(math.Float64bits(v+0) ^ 0xa0761d6478bd642f)
}

// Sum returns the row's hash.
func (r *RowHash) Sum() sums.Hash {
	lo := Mix(r.lo ^ 0x9e3779b97f4a7c15)
	return sums.Hash{Hi: Mix(r.hi ^ lo), Lo: lo}
}

// Mix is the finalizer of SplitMix64 (Steele, Lea, Flood 2014).
func Mix(x uint64) uint64 {
	x ^= x >> 30
	x *= 0xbf58476d1ce4e5b9
	x ^= x >> 27
	x *= 0x94d049bb133111eb
	return x ^ x>>31
}
