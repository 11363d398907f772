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
