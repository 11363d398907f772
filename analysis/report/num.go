package report

import (
	"bytes"
	"math"
	"strconv"
)

// Num is a number that may be undefined: NaN and the infinities are null in
// JSON. Numbers are written as their shortest decimal that reads back the same.
type Num float64

// Undefined is the Num for what cannot be known.
func Undefined() Num { return Num(math.NaN()) }

// Defined reports whether n is a finite number.
func (n Num) Defined() bool { return !math.IsNaN(float64(n)) && !math.IsInf(float64(n), 0) }

// Text is n with the digits that it has in the JSON, "" where it is undefined.
func (n Num) Text() string {
	if !n.Defined() {
		return ""
	}
	return strconv.FormatFloat(float64(n), 'g', -1, 64)
}

// MarshalJSON implements json.Marshaler.
func (n Num) MarshalJSON() ([]byte, error) {
	if !n.Defined() {
		return []byte("null"), nil
	}
	return []byte(n.Text()), nil
}

// UnmarshalJSON implements json.Unmarshaler.
func (n *Num) UnmarshalJSON(b []byte) error {
	if bytes.Equal(b, []byte("null")) {
		*n = Undefined()
		return nil
	}
	v, err := strconv.ParseFloat(string(b), 64)
	*n = Num(v)
	return err
}
