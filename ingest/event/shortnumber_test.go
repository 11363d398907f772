package event

import (
	"math"
	"math/rand/v2"
	"strconv"
	"testing"
)

// TestLongerNumbers: what programs write of doubles in full, and decimals that lie at or beside the middle of two, are
// read as the library reads them.
func TestLongerNumbers(t *testing.T) {
	r := rand.New(rand.NewPCG(16, 53))
	read := 0
	check := func(s string) {
		t.Helper()
		got, ok := ShortNumber(s)
		if !ok {
			return
		}
		read++
		if want, err := strconv.ParseFloat(s, 64); err != nil || math.Float64bits(got) != math.Float64bits(want) {
			t.Errorf("%s is %v, want %v (%v)", s, got, want, err)
		}
	}
	for range 200_000 {
		v := r.Float64() * math.Pow(10, float64(r.IntN(9)-4))
		check(strconv.FormatFloat(v, 'f', -1, 64))
		check(strconv.FormatFloat(v, 'f', 19, 64))
		check(strconv.FormatFloat(v, 'g', -1, 64))
		check(strconv.FormatFloat(v*1e-5, 'e', -1, 64))
		check(strconv.FormatUint(r.Uint64(), 10) + "e-" + strconv.Itoa(10+r.IntN(18)))
		digits := strconv.FormatUint(r.Uint64()>>r.IntN(12), 10)
		for len(digits) < 20 {
			digits = "0" + digits
		}
		at := r.IntN(len(digits))
		check(digits[:at] + "." + digits[at:])
		// The middle of two doubles above 2^53 and its neighbours: whole numbers with a point behind.
		middle := 1<<54 + r.Uint64N(1<<52)<<2 + 2
		for _, n := range []uint64{middle - 1, middle, middle + 1} {
			check(strconv.FormatUint(n, 10) + ".")
			check(strconv.FormatUint(n, 10) + ".0")
		}
		// m/2^k of 54 bits, which ends within 19 digits: the middle of two doubles below 1.
		k := 15 + r.IntN(5)
		check(strconv.FormatFloat(float64(r.Uint64N(1<<k))/float64(uint64(1)<<k), 'f', -1, 64))
	}
	for _, s := range []string{"18446744073709551615.", "1844674407370955160.9", "9007199254740993.",
		"0.9007199254740993",
		"0.0000000000000000001", "00000000000000000000.5", "9.999999999999999999", "0.0", "0e-05", ".5e-05",
		"5.e-05", "."} {
		check(s)
	}
	if read < 1_000_000 {
		t.Errorf("%d numbers were read", read)
	}
	for _, s := range []string{"9007199254740993", "99999999999999999999.5", "1e5", "e-05", ".e-05", "1e-5",
		"1e-0x", "1e+05", "-1", ".", "1.2.3", ""} {
		if v, ok := ShortNumber(s); ok {
			t.Errorf("%q is read as %v", s, v)
		}
	}
}
