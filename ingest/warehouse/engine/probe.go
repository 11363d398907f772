package engine

import (
	"context"
	"crypto/md5"
	"encoding/binary"
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
	"time"
)

// Slots are the expressions in which engines differ and on which equal digits hang, as the queries use them; {x} and
// the like stand for what is put in.
type Slots struct {
	Double    string // {x} a numeral: a constant of 64-bit floating point
	NaN       string // that constant
	Rejected  string // {v} a double, {p} a power of ten: true where v is no finite number or {v}·{p} is 2^62 or more
	Scaled    string // {v} a double, {p} a power of ten: floor(v·p + 0.5) as a 64-bit integer
	Div       string // {a} by {b}, integers, towards zero
	Wide      string // {x} an integer, as one of at least 38 digits
	Text      string // {x} of any type as text
	Order     string // {x} a text, as it is compared and sorted: by bytes
	Micros    string // {x} a text such as 1969-12-31 23:59:59.999999: microseconds since 1970 of that instant in UTC
	Day       string // {x} microseconds since 1970, {z} a time zone: the day there as text, 2025-03-09
	Backslash bool   // in a text a backslash is written twice
	Bucket    string // {x} a text, {n} a power of two: the lowest bits of the first 8 bytes of its md5
}

// fill puts values into a slot.
func fill(slot string, pairs ...string) string { return strings.NewReplacer(pairs...).Replace(slot) }

// Question is one constant that an engine is asked for, and what Go makes of it.
type Question struct{ What, SQL, Want string }

// Questions are what Probe asks. Each has gone wrong in an engine or by a setting of one: rounding to even, division
// that floors, integers that wrap, text by a language's order, times rounded or cut to milliseconds, days by the
// server's zone, outer joins that give zeros.
func (s Slots) Questions() []Question {
	text := func(x string) string { return fill(s.Text, "{x}", x) }
	literal := func(x string) string {
		if s.Backslash {
			x = strings.ReplaceAll(x, `\`, `\\`)
		}
		return "'" + x + "'"
	}
	yes := func(condition string) string { return "CASE WHEN " + condition + " THEN 'yes' ELSE 'no' END" }
	double := func(v float64) string { return fill(s.Double, "{x}", strconv.FormatFloat(v, 'e', -1, 64)) }
	scaled := func(v, p float64) Question {
		return Question{fmt.Sprintf("%v times %v, rounded", v, p),
			text(fill(s.Scaled, "{v}", double(v), "{p}", power(p))), fmt.Sprint(int64(math.Floor(v*p + 0.5)))}
	}
	rejected := func(what, v, want string) Question {
		return Question{"whether " + what + " is left out", yes(fill(s.Rejected, "{v}", v, "{p}", power(1e9))), want}
	}
	ordered := func(a, b string) Question {
		want := "no"
		if a < b {
			want = "yes"
		}
		return Question{fmt.Sprintf("whether %+q is before %+q", a, b),
			yes(fill(s.Order, "{x}", literal(a)) + " < " + fill(s.Order, "{x}", literal(b))), want}
	}
	day := func(at, zone string) Question {
		t, err := time.Parse(time.RFC3339Nano, at)
		place, bad := time.LoadLocation(zone)
		if err != nil || bad != nil { // without the zone there is nothing to compare
			place = time.UTC
			zone = "UTC"
		}
		return Question{"the day of " + at + " in " + zone, fill(s.Day, "{x}", fmt.Sprint(t.UnixMicro()), "{z}", zone),
			t.In(place).Format(time.DateOnly)}
	}
	micros := func(at string) Question {
		t, _ := time.Parse("2006-01-02 15:04:05.999999", at)
		return Question{"microseconds of " + at, text(fill(s.Micros, "{x}", at)), fmt.Sprint(t.UnixMicro())}
	}
	bucket := func(x string) Question {
		sum := md5.Sum([]byte(x))
		return Question{fmt.Sprintf("the lowest bits of the md5 of %+q", x),
			text(fill(s.Bucket, "{x}", literal(x), "{n}", "64")), fmt.Sprint(binary.BigEndian.Uint64(sum[:8]) & 63)}
	}
	wide := big.NewInt(4611686018427387903)
	wide.Mul(wide, wide)
	by := func(a, b string) string { return fill(s.Wide, "{x}", a) + " * " + fill(s.Wide, "{x}", b) }
	return []Question{
		scaled(-2.5, 1), scaled(2.5, 1), scaled(0.49999999999999994, 1), scaled(-0.07, 1e9), scaled(1.005, 1e9),
		scaled(4.611686018427387e9, 1e9),
		rejected("NaN", s.NaN, "yes"), rejected("2^62", double(4.7e9), "yes"), rejected("-1", double(-1), "no"),
		{"-1 by 10^9", text(fill(s.Div, "{a}", "-1", "{b}", "1000000000")), "0"},
		{"the remainder of -1 by 10^9", text("(-1) % 1000000000"), "-1"},
		{"2^62 - 1 squared", text(by("4611686018427387903", "4611686018427387903")), wide.String()},
		ordered("\uFFFD", "\U0001F600"), ordered("B", "a"), ordered("e\u0301", "\u00e9"), ordered("a ", "a"),
		{"whether texts that look alike are one", yes(fill(s.Order, "{x}", literal("e\u0301")) + " = " +
			fill(s.Order, "{x}", literal("\u00e9")) + " OR 'U1' = 'u1' OR 'a' = 'a '"), "no"},
		micros("1969-12-31 23:59:59.999999"), micros("2025-03-09 07:00:00.000001"),
		day("2025-03-09T04:59:59.999999Z", "America/New_York"), day("2025-03-10T03:59:59.999999Z", "America/New_York"),
		day("1969-12-31T23:59:59.999999Z", "UTC"), day("2025-06-30T20:00:00Z", "Asia/Kathmandu"),
		bucket("\u00e91"), bucket("\U0001F600x"),
		{"what an outer join gives where nothing matches",
			"(SELECT " + text("count(r.b)") + " FROM (SELECT 1 AS a) l LEFT JOIN (SELECT 2 AS a, 3 AS b) r ON l.a = " +
				"r.a)", "0"},
		{"a text's own bytes", literal("\u00e9 \U0001F600 \\"), "\u00e9 \U0001F600 \\"},
	}
}

// power is a power of ten as queries write it.
func power(p float64) string { return strconv.FormatFloat(p, 'e', -1, 64) }

// Probe asks an engine for a few constants and refuses it where it gives others than Go, with what was asked, expected
// and seen. It reads no table.
func Probe(ctx context.Context, e Engine, name string, s Slots) error {
	questions := s.Questions()
	var columns []string
	for i, q := range questions {
		columns = append(columns, fmt.Sprintf("%s AS q%d", q.SQL, i))
	}
	seen, err := one(e.Query(ctx, "SELECT "+strings.Join(columns, ",\n  ")))
	if err != nil {
		return err
	}
	if len(seen) != len(questions) {
		return told("%s gave %d values of %d constants that it was asked for", name, len(seen), len(questions))
	}
	var wrong []string
	for i, q := range questions {
		if seen[i] != q.Want {
			wrong = append(wrong, fmt.Sprintf("%s: expected %s, it gives %q", q.What, q.Want, seen[i]))
		}
	}
	if wrong != nil {
		return told("%s cannot be used, for it reckons otherwise than this program, so its sums would be others: %s",
			name, strings.Join(wrong, "; "))
	}
	return nil
}
