package event

import (
	"math/big"
	"math/bits"
	"strconv"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/decimal128"
)

// AppendDecimal appends n·10^-scale as the plain decimal that says exactly
// that, without zeros at its end: 0.1, -12, 300. Scale may be negative.
func AppendDecimal(dst []byte, n *big.Int, scale int32) []byte {
	if n.Sign() < 0 {
		dst = append(dst, '-')
		n = new(big.Int).Neg(n)
	}
	return appendPoint(dst, n.Append(nil, 10), int(scale))
}

// AppendDecimal128 does the same for a decimal of up to 38 digits.
func AppendDecimal128(dst []byte, n decimal128.Num, scale int32) []byte {
	if n.Sign() < 0 {
		dst = append(dst, '-')
		n = n.Negate()
	}
	const chunk = 1e19 // the most digits that 64 bits always hold
	var digits [40]byte
	at := len(digits)
	high, low := uint64(n.HighBits()), n.LowBits()
	for high > 0 {
		var rest uint64
		high, rest = high/chunk, high%chunk
		low, rest = bits.Div64(rest, low, chunk)
		for range 19 {
			at--
			digits[at] = byte('0' + rest%10)
			rest /= 10
		}
	}
	for ok := true; ok; ok = low > 0 {
		at--
		digits[at] = byte('0' + low%10)
		low /= 10
	}
	return appendPoint(dst, digits[at:], int(scale))
}

// appendPoint appends digits with a point before the last scale of them.
func appendPoint(dst, digits []byte, scale int) []byte {
	for len(digits) > 1 && digits[0] == '0' {
		digits = digits[1:]
	}
	if digits[0] == '0' {
		return append(dst, '0')
	}
	for scale > 0 && digits[len(digits)-1] == '0' {
		digits, scale = digits[:len(digits)-1], scale-1
	}
	switch whole := len(digits) - scale; {
	case scale <= 0:
		dst = append(dst, digits...)
		for range -scale {
			dst = append(dst, '0')
		}
	case whole > 0:
		dst = append(dst, digits[:whole]...)
		dst = append(append(dst, '.'), digits[whole:]...)
	default:
		dst = append(dst, '0', '.')
		for range -whole {
			dst = append(dst, '0')
		}
		dst = append(dst, digits...)
	}
	return dst
}

// decimalNumber gives row i as the float64 that is nearest to it.
func decimalNumber(a *array.Decimal128, i int) float64 {
	n, scale := a.Value(i), a.DataType().(*arrow.Decimal128Type).Scale
	// Both are exact as float64, so their quotient is rounded once.
	if low := int64(n.LowBits()); n.HighBits() == low>>63 && low > -1<<53 && low < 1<<53 && scale >= 0 && scale <= 22 {
		return float64(low) / exactPowers[scale]
	}
	var text [48]byte
	v, _ := strconv.ParseFloat(string(AppendDecimal128(text[:0], n, scale)), 64)
	return v
}

// exactPowers are the powers of ten that a float64 holds exactly.
var exactPowers = [23]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
	1e17, 1e18, 1e19, 1e20, 1e21, 1e22}
