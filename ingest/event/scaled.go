package event

import (
	"math"
	"strconv"
	"strings"

	"github.com/apache/arrow/go/v15/arrow/array"

	"uptake/analysis/moment"
)

var powers = [moment.MaxScale + 1]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14,
	1e15, 1e16, 1e17, 1e18}

// Number128 is a cell's number as a scaled integer.
type Number128 struct {
	Value   moment.Sum128 // floor(v·10^scale + 0.5)
	Rounded bool          // decimals were lost
	Large   bool          // it does not fit a unit (moment.FitsUnit), so Value is not set
}

// Scaled returns row i of the column with scale decimals. A double stands for the
// shortest decimal that reads as it; whole numbers and decimals are exact at any size.
func (t *Text) Scaled(i, scale int) (n Number128, found Found) {
	if t.doubles != nil && len(t.style.words) == 0 && !t.null(i) {
		if n, ok := quickly(t.doubles[i], scale); ok { // of none that is not finite
			return n, Value
		}
	}
	v, found := t.Number(i)
	if found != Value {
		return n, found
	}
	n, ok := quickly(v, scale)
	if ok {
		return n, Value
	}
	text := ""
	switch a := t.arr.(type) {
	case *array.Float64, *array.Float32:
		return Scaled(v, scale), Value
	case *array.Int64:
		n.Value = moment.Product(a.Value(i), int64(powers[scale]))
		n.Large = !n.Value.FitsUnit()
		return n, Value
	case nil, *array.String, *array.Dictionary, *array.Binary, *array.LargeString:
		text, _ = t.style.plainNumber(t.Value(i))
	default:
		text = t.Value(i)
	}
	if n, ok = scaledText(text, scale); ok {
		return n, Value
	}
	return Scaled(v, scale), Value
}

// Scaled is v with scale decimals; v must be finite.
func Scaled(v float64, scale int) Number128 {
	n, ok := quickly(v, scale)
	if !ok { // Large where Value is beyond a unit
		n, _ = scaledText(strconv.FormatFloat(v, 'e', -1, 64), scale)
	}
	return n
}

// quickly scales in doubles; ok is false where they may miss the decimal: from a
// size on, and at the half between two integers.
func quickly(v float64, scale int) (n Number128, ok bool) {
	x := v * powers[scale]
	f := math.Floor(x + 0.5)
	if !(math.Abs(f) < 1<<51) {
		return n, false
	}
	// A decimal with up to scale places lands within rounding of a whole number.
	off, slack := math.Abs(x-f), math.Abs(x)*0x1p-50
	n.Rounded = off > 1e-6 && off > slack
	if n.Rounded && off >= 0.5-slack {
		return Number128{}, false
	}
	n.Value = moment.Int(int64(f))
	return n, true
}

// scaledText scales a plain decimal, with or without an exponent; ok is false
// where the text is none.
func scaledText(s string, scale int) (n Number128, ok bool) {
	s = strings.TrimSpace(s)
	minus := strings.HasPrefix(s, "-")
	s = strings.TrimLeft(s, "+-")
	exponent := 0
	if e := strings.IndexAny(s, "eE"); e >= 0 {
		var err error
		if exponent, err = strconv.Atoi(s[e+1:]); err != nil || exponent > 1e6 || exponent < -1e6 {
			return n, false
		}
		s = s[:e]
	}
	point := strings.IndexByte(s, '.')
	if point < 0 {
		point = len(s)
	}
	keep := point + exponent + scale // digits before the scaled point
	digits := 0
	half := 0 // the dropped digits against one half: −1 below, 0 the same, 1 above
	var rest, first byte
	for i := range len(s) {
		d := s[i]
		if i == point {
			continue
		}
		if d < '0' || d > '9' {
			return n, false
		}
		switch {
		case digits < keep:
			n.take(d - '0')
		case digits == keep:
			first = d
		case d != '0':
			rest = d
		}
		digits++
	}
	if digits == 0 {
		return n, false
	}
	for ; digits < keep && !n.Large && n.Value.Sign() != 0; digits++ {
		n.take(0)
	}
	if keep >= 0 && first != 0 {
		half = int(first) - '5'
		if half == 0 && rest != 0 {
			half = 1
		}
		n.Rounded = first != '0' || rest != 0
		if half > 0 || half == 0 && !minus {
			n.Value.AddInt(1)
		}
	}
	if keep < 0 {
		n.Rounded = first|rest != 0
	}
	if minus {
		n.Value = n.Value.Neg()
	}
	n.Large = n.Large || !n.Value.FitsUnit()
	return n, true
}

// take appends a digit.
func (n *Number128) take(d byte) {
	if n.Large {
		return
	}
	if hi, lo := n.Value.Words(); hi == 0 && lo < 1<<59 {
		n.Value = moment.Words(0, lo*10+uint64(d))
		return
	}
	v := n.Value // ·10 = ·8 + ·2
	for range 3 {
		v.Add(v)
	}
	v.Add(n.Value)
	v.Add(n.Value)
	v.AddInt(int64(d))
	n.Value, n.Large = v, !v.FitsUnit()
}
