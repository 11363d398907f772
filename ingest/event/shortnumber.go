package event

import (
	"math"
	"math/bits"
)

// ShortNumber reads digits, perhaps with a point among them, that make a number under 2^53 without it, or one under
// 2^64 with at most 27 digits behind the point; behind it may stand an exponent like e-05. So do programs write a
// float64 in full. The result is rounded once, to the nearest and of two to the even one, as strconv.ParseFloat does.
func ShortNumber[T string | []byte](s T) (float64, bool) {
	const (
		most = 24                                          // characters
		room = (math.MaxUint64 - 9) / 10                   // that one more digit fits
		wide = (math.MaxUint64 - 99_999_999) / 100_000_000 // that eight more do
	)
	if len(s) == 0 || len(s) > most {
		return 0, false
	}
	n, point, end, exponent := uint64(0), -1, len(s), 0
	for i := 0; i < end; i++ {
		if point >= 0 && end-i >= 8 && n <= wide {
			if eight, ok := eightDigits(s, i); ok {
				n, i = 100_000_000*n+eight, i+7
				continue
			}
		}
		switch d := s[i] - '0'; {
		case d <= 9 && n <= room:
			n = 10*n + uint64(d)
		case s[i] == '.' && point < 0:
			point = i
		case s[i] == 'e' && len(s)-i == 4 && s[i+1] == '-' && s[i+2]-'0' <= 9 && s[i+3]-'0' <= 9:
			end, exponent = i, int(s[i+2]-'0')*10+int(s[i+3]-'0')
		default:
			return 0, false
		}
	}
	behind := exponent
	if point >= 0 {
		behind += end - 1 - point
	}
	switch {
	case end == 0 || end == 1 && point == 0:
		return 0, false
	case point < 0 && exponent == 0:
		return float64(n), n < 1<<53
	case n < 1<<53 && behind < len(exactPowers):
		return float64(n) / exactPowers[behind], true
	case n > 0 && behind < len(fives):
		return quotient(n, fives[behind], behind), true
	}
	return 0, false
}

// fives are the powers of five under 2^64; 10^k is 5^k·2^k.
var fives = func() (out [28]uint64) {
	out[0] = 1
	for i := range out[1:] {
		out[i+1] = 5 * out[i]
	}
	return out
}()

// eightDigits reads the eight characters from i on, false where one is no digit. Neighbours become numbers of two
// digits, of four and of eight.
func eightDigits[T string | []byte](s T, i int) (uint64, bool) {
	s = s[i : i+8]
	w := uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 | uint64(s[4])<<32 | uint64(s[5])<<40 |
		uint64(s[6])<<48 | uint64(s[7])<<56
	const zeros, sixes, high = 0x3030303030303030, 0x0606060606060606, 0xf0f0f0f0f0f0f0f0
	if w&high != zeros || (w+sixes)&high != zeros {
		return 0, false
	}
	w -= zeros
	w = (w*10 + w>>8) & 0x00ff00ff00ff00ff
	w = (w*100 + w>>16) & 0x0000ffff0000ffff
	return (w*10_000 + w>>32) & 0xffffffff, true
}

// quotient is n/(d·2^k), rounded to the nearest float64; n and d are not 0, k is at most 27. Both are shifted until
// their highest bit is set, so that the quotient has 63 bits at least, more than the 55 that rounding needs, and what
// is left of the division is one more bit, the lowest, which tells a half from what is above it. What the shifts took
// is a power of two of an exponent from -153 to 0, so to multiply by it is exact.
func quotient(n, d uint64, k int) float64 {
	up, down := bits.LeadingZeros64(n), bits.LeadingZeros64(d)
	n, d = n<<up, d<<down
	q, left := bits.Div64(n>>1, n<<63, d) // n·2^63/d
	if left > 0 {
		q |= 1
	}
	const bias, mantissa = 1023, 52
	return float64(q) * math.Float64frombits(uint64(bias+down-up-63-k)<<mantissa)
}
