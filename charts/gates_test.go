package charts

import (
	"strings"
	"testing"
)

// TestGateLine: what asks for care is always named; those that passed give way.
func TestGateLine(t *testing.T) {
	for _, c := range []struct{ gates, want string }{
		{"oooooooo", "a b c d e f g h"},
		{"ooooooooo", "a b c d e f g 2 more checks passed"},
		{"owoooooof", "a b c d e f i 2 more checks passed"},
		{"wwwwwwwwwo", "a b c d e f g h i 1 more check passed"},
		{"", ""},
	} {
		var gates []gate
		for i, s := range c.gates {
			gates = append(gates, gate{Word: string(rune('a' + i)), Status: map[rune]string{'o': "ok", 'w': "warn", 'f': "fail"}[s]})
		}
		var got []string
		for _, g := range gateLine(gates) {
			got = append(got, g.Word)
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: %q, want %q", c.gates, s, c.want)
		}
	}
}

func TestPassedFits(t *testing.T) {
	gates := []gate{{Word: "split as planned", Status: "ok"}, {Word: "no gaps", Status: "warn"}, {Word: "full weeks", Status: "ok"}, {Word: "rows readable", Status: "ok"}}
	for _, c := range []struct {
		width int
		want  string
	}{{43, "split as planned, full weeks, rows readable"}, {42, "split as planned, full weeks and 1 more"}, {30, "split as planned and 2 more"}, {10, "split as …"}} {
		if got := passed(gates, c.width); got != c.want {
			t.Errorf("%d columns: %q, want %q", c.width, got, c.want)
		}
	}
	if got := passed(gates[1:2], 40); got != "" {
		t.Errorf("nothing passed: %q", got)
	}
}
