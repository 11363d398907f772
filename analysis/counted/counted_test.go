package counted

import "testing"

// TestSprintf: thousands and the right number, and everything else as fmt has it.
func TestSprintf(t *testing.T) {
	for _, c := range []struct {
		want, format string
		args         []any
	}{
		{"1 unit is set aside", "%d units are set aside", []any{1}},
		{"12,345 units are set aside", "%d units are set aside", []any{int64(12345)}},
		{"1 of 1,000 rows (0.10%)", "%d of %d rows (%.2f%%)", []any{1, 1000, 0.1}},
		{"1 seen suggestion, −", "%d seen suggestions, %s", []any{1, "−"}},
		{"21 units and 1 copy", "%d units and %d copies", []any{21, 1}},
		{"-1,234,567 values", "%d values", []any{-1234567}},
		{"5 of 2,000 (0.2%) of b, row 4711", "%d of %d (%.1f%%) of %s, row %d", []any{5, 2000, 0.25, "b", 4711}},
		{"1 of 20 rows is set aside", "%d of %d rows are set aside", []any{1, 20}},
		{"0 of 1 row are set aside", "%d of %d rows are set aside", []any{0, 1}},
		{"2 of 20 rows have none", "%d of %d rows have none", []any{2, 20}},
		{"1 run names another", "%d runs name another", []any{1}},
		{"the sums of 1 unit are", "the sums of %d units are", []any{1}},
		{"between 2 and 1,000 runs", "between %d and %d runs", []any{2, 1000}},
		{"100 days were", "%d days were", []any{100}},
		{"x has 3 %", "%s has %d %%", []any{"x", 3}},
		{"1 unitary", "%d unitary", []any{1}},
		{"0007", "%04d", []any{7}},
		{"none", "none", nil},
		{"3 %!d(MISSING)", "%d %d", []any{3}},
		{"%!d(string=x)", "%d", []any{"x"}},
	} {
		if got := Sprintf(c.format, c.args...); got != c.want {
			t.Errorf("%q of %v: %q, want %q", c.format, c.args, got, c.want)
		}
	}
}
