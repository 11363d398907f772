package moment

import (
	"fmt"
	"math/big"

	"uptake/analysis/counted"
)

// MaxScale is the largest number of decimals a scaled value can keep.
const MaxScale = 18

// unitBits is how many bits a unit's value may have beside its sign: with 2^32
// units its sum stays below 2^127, with 2^63 the sum of its squares below 2^255.
const unitBits = 95

// FitsUnit reports whether s can be the value of a unit: |s| < 2^95.
func (s Sum128) FitsUnit() bool {
	top := int64(s.hi) >> (unitBits - 64)
	return top == 0 || top == -1
}

// Overflow is the error of a value that does not fit at its scale.
type Overflow struct {
	Value string // the decimal value
	Scale int    // decimals asked for
	Fits  int    // the largest scale at which it fits, −1 when none does
}

// Error names a scale that fits.
func (e *Overflow) Error() string {
	if e.Fits < 0 {
		return fmt.Sprintf("the value %s does not fit: whole numbers from 2^95 (about 4·10^28) on cannot be summed "+
			"exactly", e.Value)
	}
	return counted.Sprintf("the value %s does not fit with %d decimals; set scale: %d or less for this metric", e.Value,
		e.Scale, e.Fits)
}

// Quotient returns a/b at the scale, rounded once, floor(a/b·10^scale + ½): the
// value of a unit that is itself a quotient. b must be positive. It fails with
// *Overflow.
func Quotient(a, b Sum128, scale int) (Sum128, error) {
	if x, ok := a.Int64(); ok && scale <= 9 && x >= 0 && x < 1<<30 {
		if y, ok := b.Int64(); ok && y < 1<<30 {
			p := int64(1)
			for range scale {
				p *= 10
			}
			return Int((2*p*x + y) / (2 * y)), nil
		}
	}
	num, den := a.Big(), b.Big()
	n := new(big.Int).Mul(num, power(scale))
	n.Lsh(n, 1).Add(n, den) // (2·num·10^s + den) / (2·den), floored
	q := n.Div(n, new(big.Int).Lsh(den, 1))
	if q.BitLen() <= unitBits {
		return ofBig(q), nil
	}
	return Sum128{}, overflow(q, new(big.Rat).SetFrac(num, den).FloatString(0), scale)
}

// Total returns a+b, or *Overflow when it can be no unit's value; scale is that of both.
func Total(a, b Sum128, scale int) (Sum128, error) {
	s := a
	s.Add(b)
	if s.FitsUnit() {
		return s, nil
	}
	z := new(big.Int).Add(a.Big(), b.Big())
	return Sum128{}, overflow(z, new(big.Rat).SetFrac(z, power(scale)).FloatString(scale), scale)
}

func overflow(scaled *big.Int, value string, scale int) error {
	fits := scale
	for q := new(big.Int).Set(scaled); q.BitLen() > unitBits && fits >= 0; fits-- {
		q.Quo(q, big.NewInt(10))
	}
	return &Overflow{Value: value, Scale: scale, Fits: fits}
}

func power(scale int) *big.Int {
	return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(scale)), nil)
}

// ofBig is z, which must have fewer than 128 bits.
func ofBig(z *big.Int) Sum128 {
	var low, high big.Int
	mask := new(big.Int).SetUint64(1<<64 - 1)
	s := Sum128{high.Rsh(high.Abs(z), 64).Uint64(), low.And(low.Abs(z), mask).Uint64()}
	if z.Sign() < 0 {
		return s.Neg()
	}
	return s
}
