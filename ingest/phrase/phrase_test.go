package phrase

import "testing"

// TestNameLists: what is not listed is counted outside the names' quotes.
func TestNameLists(t *testing.T) {
	for _, c := range []struct {
		names []string
		most  int
		want  string
	}{
		{nil, 2, "none"},
		{[]string{"a", "b"}, 2, "a, b"},
		{[]string{"a", "b c", "d", "e"}, 2, `a, "b c", and 2 more`},
		{[]string{"", "d,e"}, 2, `"", "d,e"`},
	} {
		if got := Names(c.names, c.most); got != c.want {
			t.Errorf("%q, at most %d: %s, want %s", c.names, c.most, got, c.want)
		}
	}
}
