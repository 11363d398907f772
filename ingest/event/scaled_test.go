package event

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"uptake/analysis/spec"
)

// exact is floor(v·10^scale + 1/2) by rational arithmetic.
func exact(t *testing.T, s string, scale int) (want *big.Int, rounded bool) {
	t.Helper()
	v, ok := new(big.Rat).SetString(s)
	if !ok {
		t.Fatalf("%q is no number", s)
	}
	v.Mul(v, new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(scale)), nil)))
	rounded = !v.IsInt()
	v.Add(v, big.NewRat(1, 2))
	return new(big.Int).Div(v.Num(), v.Denom()), rounded
}

// TestScaledTextIsExact: decimals of any size and form are scaled as rationals are.
func TestScaledTextIsExact(t *testing.T) {
	r := rand.New(rand.NewPCG(21, 22))
	digits := func(n int) string {
		b := make([]byte, n)
		for i := range b {
			b[i] = "0000559912345678"[r.IntN(16)]
		}
		return string(b)
	}
	for range 20000 {
		s := []string{"", "-", "+"}[r.IntN(3)] + digits(r.IntN(24))
		if r.IntN(2) == 0 {
			s += "." + digits(r.IntN(24))
		}
		if strings.Trim(s, "+-.") == "" {
			s += "5"
		}
		if r.IntN(3) == 0 {
			s += fmt.Sprintf("%s%d", []string{"e", "E+", "e-"}[r.IntN(3)], r.IntN(30))
		}
		scale := r.IntN(19)
		want, rounded := exact(t, s, scale)
		got, ok := scaledText(s, scale)
		if !ok || got.Large != (want.BitLen() > 95) {
			t.Fatalf("%s at %d decimals: %+v, %v; want %s", s, scale, got, ok, want)
		}
		if !got.Large && (got.Value.Big().Cmp(want) != 0 || got.Rounded != rounded) {
			t.Fatalf("%s at %d decimals is %s (rounded %v), want %s (%v)", s, scale, got.Value.Big(), got.Rounded, want,
				rounded)
		}
	}
	for _, s := range []string{"", ".", "-", "e5", "1e", "1_000", "0x10", "1,5", "inf", "1e99999999999"} {
		if got, ok := scaledText(s, 2); ok {
			t.Errorf("%q is taken for %s", s, got.Value.Big())
		}
	}
}

// TestScaledOfColumns: a number is the same integer whatever type holds it, also
// beyond the whole numbers that doubles hold.
func TestScaledOfColumns(t *testing.T) {
	mem := memory.DefaultAllocator
	text, whole, double := array.NewStringBuilder(mem), array.NewInt64Builder(mem), array.NewFloat64Builder(mem)
	values := []int64{0, 1, -7, 4_000_000_000, 9_007_199_254_740_993, 1<<63 - 1, -1 << 63}
	for _, v := range values {
		text.Append(fmt.Sprint(v))
		whole.Append(v)
		double.Append(float64(v))
	}
	columns := []*Text{NewText(text.NewArray()), NewText(whole.NewArray())}
	doubles := NewText(double.NewArray())
	for _, scale := range []int{0, 2, 9} {
		for i, v := range values {
			want, _ := exact(t, fmt.Sprint(v), scale)
			for k, c := range columns {
				if got, found := c.Scaled(i, scale); found != Value || got.Large || got.Value.Big().Cmp(want) != 0 {
					t.Errorf("column %d, %d at %d decimals is %s (%+v, %v)", k, v, scale, got.Value.Big(), got, found)
				}
			}
			if got, _ := doubles.Scaled(i, scale); v < 1<<53 && v > -1<<53 && got.Value.Big().Cmp(want) != 0 {
				t.Errorf("the double %d at %d decimals is %s", v, scale, got.Value.Big())
			}
		}
	}
	if got, _ := columns[1].Scaled(5, 18); !got.Large {
		t.Errorf("2^63 with 18 decimals is %s", got.Value.Big())
	}
	for s, large := range map[string]bool{"1e400": true, "-1e400": true, "1e2000000": true,
		strings.Repeat("9", 400): true, "1e-400": false} {
		if got, found := NewStyle(nil, spec.CSV{}).Constant(s).Scaled(0, 2); found != Value || got.Large != large {
			t.Errorf("%.20q is %+v (found %d), want too large %v", s, got, found, large)
		}
	}
}

// TestScaledHalves: a decimal that ends half way goes up, though the double that
// stands for it lies a little below.
func TestScaledHalves(t *testing.T) {
	r := rand.New(rand.NewPCG(23, 24))
	text, double := array.NewStringBuilder(memory.DefaultAllocator), array.NewFloat64Builder(memory.DefaultAllocator)
	var values []string
	for range 5000 {
		s := fmt.Sprintf("%s%d.%0*d5", []string{"", "-"}[r.IntN(2)], r.IntN(1_000_000), 2, r.IntN(100))
		v, _ := strconv.ParseFloat(s, 64)
		values = append(values, s)
		text.Append(s)
		double.Append(v)
	}
	for kind, c := range map[string]*Text{"text": NewText(text.NewArray()), "double": NewText(double.NewArray())} {
		for i, s := range values {
			want, _ := exact(t, s, 2)
			if got, found := c.Scaled(i, 2); found != Value || got.Value.Big().Cmp(want) != 0 || !got.Rounded {
				t.Fatalf("the %s %s with 2 decimals is %s (%+v), want %s", kind, s, got.Value.Big(), got, want)
			}
		}
	}
}
