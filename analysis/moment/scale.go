package moment

import (
	"fmt"
	"math/big"
)

// MaxScale is the largest number of decimals a scaled value can keep.
const MaxScale = 18

// Overflow is the error of a value that does not fit an int64 at its scale.
type Overflow struct {
	Value string // the decimal value
	Scale int    // decimals asked for
	Fits  int    // the largest scale at which it fits, −1 when none does
}

// Error names a scale that fits.
func (e *Overflow) Error() string {
	if e.Fits < 0 {
		return fmt.Sprintf("the value %s does not fit: whole numbers beyond 9223372036854775807 cannot be summed exactly", e.Value)
	}
	return fmt.Sprintf("the value %s does not fit with %d decimals; set scale: %d or less for this metric", e.Value, e.Scale, e.Fits)
}

// Round returns num/den at the scale: floor(num/den·10^scale + ½), the rule
// for every unit value. den must be positive. It fails with *Overflow.
func Round(num, den *big.Int, scale int) (int64, error) {
	p := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(scale)), nil)
	n := new(big.Int).Mul(num, p)
	n.Lsh(n, 1).Add(n, den) // (2·num·10^s + den) / (2·den), floored
	q := n.Div(n, new(big.Int).Lsh(den, 1))
	if q.IsInt64() {
		return q.Int64(), nil
	}
	fits := scale
	for !q.IsInt64() && fits >= 0 {
		q.Quo(q, big.NewInt(10))
		fits--
	}
	return 0, &Overflow{Value: new(big.Rat).SetFrac(num, den).FloatString(0), Scale: scale, Fits: fits}
}

// Quotient returns a/b at the scale, rounded once: the value of a unit that is
// itself a quotient. b must be positive.
func Quotient(a, b int64, scale int) (int64, error) {
	if scale <= 9 && a >= 0 && a < 1<<30 && b < 1<<30 {
		p := int64(1)
		for range scale {
			p *= 10
		}
		return (2*a*p + b) / (2 * b), nil
	}
	return Round(big.NewInt(a), big.NewInt(b), scale)
}

// AddInt returns a+b, or *Overflow when it leaves int64; scale is that of both.
func AddInt(a, b int64, scale int) (int64, error) {
	s := a + b
	if (s > a) == (b > 0) {
		return s, nil
	}
	z := new(big.Int).Add(big.NewInt(a), big.NewInt(b))
	p := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(scale)), nil)
	fits := scale
	for q := new(big.Int).Set(z); !q.IsInt64() && fits >= 0; fits-- {
		q.Quo(q, big.NewInt(10))
	}
	return 0, &Overflow{Value: new(big.Rat).SetFrac(z, p).FloatString(scale), Scale: scale, Fits: fits}
}
