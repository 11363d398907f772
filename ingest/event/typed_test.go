package event

import (
	"math/big"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/decimal128"
	"github.com/apache/arrow/go/v15/arrow/memory"
)

func TestDecimalText(t *testing.T) {
	for _, c := range []struct {
		digits string
		scale  int32
		want   string
	}{
		{"100000000", 9, "0.1"}, {"1", 9, "0.000000001"}, {"0", 9, "0"}, {"0", 0, "0"}, {"-1250", 2, "-12.5"},
		{"1200", 2, "12"}, {"1200", 0, "1200"},
		{"12", -2, "1200"}, {"0", -2, "0"}, {"-5", 1, "-0.5"}, {"99999999999999999999999999999999999999", 38,
			"0.99999999999999999999999999999999999999"},
		{"-99999999999999999999999999999999999999", 0, "-99999999999999999999999999999999999999"},
		{"10000000000000000000", 0, "10000000000000000000"},
		{"18446744073709551616", 1, "1844674407370955161.6"}, {"100000000000000000000000000000000000000", 38, "1"},
	} {
		n, _ := new(big.Int).SetString(c.digits, 10)
		if got := string(AppendDecimal(nil, n, c.scale)); got != c.want {
			t.Errorf("%s at %d is %s where %s was expected", c.digits, c.scale, got, c.want)
		}
		if got := string(AppendDecimal128(nil, decimal128.FromBigInt(n), c.scale)); got != c.want {
			t.Errorf("%s at %d in 128 bits is %s where %s was expected", c.digits, c.scale, got, c.want)
		}
	}
}

// TestDecimalNumber holds text and number of decimals of any size to big
// rationals.
func TestDecimalNumber(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 9))
	for range 20_000 {
		n := decimal128.New(int64(rng.Uint64())>>rng.IntN(64), rng.Uint64()>>rng.IntN(64))
		if n.HighBits() == -1<<63 { // more than 38 digits have no place in a column
			continue
		}
		scale := int32(rng.IntN(39))
		text := string(AppendDecimal128(nil, n, scale))
		exact := new(big.Rat).SetFrac(n.BigInt(), new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(scale)), nil))
		if back, ok := new(big.Rat).SetString(text); !ok || back.Cmp(exact) != 0 || strings.Contains(text, ".") &&
			strings.HasSuffix(text, "0") {
			t.Fatalf("%v at %d is %s", n.BigInt(), scale, text)
		}
		b := array.NewDecimal128Builder(memory.DefaultAllocator, &arrow.Decimal128Type{Precision: 38, Scale: scale})
		b.Append(n)
		column := NewText(b.NewArray())
		want, _ := exact.Float64()
		if got, found := column.Number(0); found != Value || got != want || column.Value(0) != text {
			t.Fatalf("%s is %v, %v where %v was expected", text, got, found, want)
		}
		if parsed, err := strconv.ParseFloat(text, 64); err != nil || parsed != want {
			t.Fatalf("%s is the number %v", text, parsed)
		}
	}
}
