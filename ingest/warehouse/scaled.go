package warehouse

import (
	"fmt"
	"math"
	"strings"
)

// largest is the bound of what is summed: a scaled number below 2^62.
func largest(scale int) string {
	return fmt.Sprintf("%.17g", float64(1<<62)/math.Pow10(scale))
}

// double is a constant of the double type.
func (s *statement) double(x string) string { return s.cast(x, s.d.Double) }

// scaled adds the numbers with their decimals: floor(v·10^scale + ½) of the decimal that a
// double stands for. It is reckoned in doubles where these cannot miss it, which is nearly
// always.
func (s *statement) scaled() {
	status, product, whole := []string{"r.*"}, []string{"r.*"}, []string{"r.*"}
	for j, c := range s.fields {
		v := fmt.Sprintf("v%d", j)
		x := "CASE WHEN " + v + " IS NULL THEN 1"
		if c.Kind.floating() || c.Kind == Decimal {
			x += " WHEN " + s.d.NaN(v) + " THEN 1 WHEN " + s.d.Infinite(v) + " THEN 2"
		}
		status = append(status, fmt.Sprintf("%s ELSE 0 END AS s%d", x, j))
	}
	for i, v := range s.variable {
		if v.field < 0 || v.of != i {
			continue
		}
		x, c := fmt.Sprintf("v%d", v.field), s.fields[v.field]
		if c.Kind == Whole || c.Kind == Boolean {
			fits := fmt.Sprintf("s%d = 0 AND %s BETWEEN -%d AND %d", v.field, x, int64(1<<62)/pow10(v.Scale)-1,
				int64(1<<62)/pow10(v.Scale)-1)
			product = append(product, fmt.Sprintf("CASE WHEN %s THEN %s * %s END AS n%d", fits, x, power(v.Scale), i),
				fmt.Sprintf("0 AS o%d", i))
			continue
		}
		p := s.double("1e" + fmt.Sprint(v.Scale))
		product = append(product, fmt.Sprintf("CASE WHEN s%d = 0 AND abs(%s) < %s THEN %s * %s END AS x%d", v.field, x,
			s.double(largest(v.Scale)), x, p, i),
			fmt.Sprintf("CASE WHEN s%d = 0 AND abs(%s) < %s THEN floor(%s * %s + %s) END AS w%d", v.field, x,
				s.double(largest(v.Scale)), x, p, s.double("0.5"), i))
		off := fmt.Sprintf("abs(x%d - w%d)", i, i)
		slack := fmt.Sprintf("abs(x%d) * %s", i, s.double(fmt.Sprintf("%.17g", 0x1p-50)))
		rounded := fmt.Sprintf("(%s > %s AND %s > %s)", off, s.double("1e-6"), off, slack)
		sure := fmt.Sprintf("abs(w%d) < %s AND NOT (%s AND %s >= %s - %s)", i, s.double(fmt.Sprint(int64(1<<51))),
			rounded, off, s.double("0.5"), slack)
		whole = append(whole,
			fmt.Sprintf("CASE WHEN x%d IS NULL THEN NULL WHEN %s THEN %s ELSE %s END AS n%d", i, sure,
				s.cast(fmt.Sprintf("w%d", i), s.d.Big), s.d.Exact(x, v.Scale), i),
			fmt.Sprintf("CASE WHEN x%d IS NULL THEN 0 WHEN %s THEN %s ELSE %s END AS o%d", i, sure, one(rounded),
				one(s.d.Loses(x, v.Scale)), i))
	}
	s.table("stated", "which numbers are missing (1) or infinite (2)", "SELECT "+strings.Join(status, ",\n  ")+
		"\nFROM raw r"+s.ofPart())
	s.table("product", "numbers times a power of ten", "SELECT "+strings.Join(product, ",\n  ")+"\nFROM stated r")
	s.table("scaled", "and as integers, o of those that lost decimals", "SELECT "+strings.Join(whole, ",\n  ")+
		"\nFROM product r")
}

// ofPart keeps the rows of the units of a pass; rows without a unit are of one of them.
func (s *statement) ofPart() string {
	if s.pass.Of <= 1 {
		return ""
	}
	bucket := strings.NewReplacer("{x}", "coalesce(unit, '')", "{n}", fmt.Sprint(s.pass.Of)).Replace(s.d.Bucket)
	return fmt.Sprintf("\nWHERE %s = %d", bucket, s.pass.K)
}

func pow10(n int) int64 {
	p := int64(1)
	for range n {
		p *= 10
	}
	return p
}
