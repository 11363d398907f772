package doc

import (
	"strings"
	"testing"

	"uptake/analysis/report"
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
		var gates []Check
		for i, s := range c.gates {
			gates = append(gates, Check{Word: string(rune('a' + i)), Status: map[rune]string{'o': "ok", 'w': "warn",
				'f': "fail"}[s]})
		}
		var got []string
		for _, g := range CheckLine(gates) {
			got = append(got, g.Word)
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: %q, want %q", c.gates, s, c.want)
		}
	}
}

// What a check counts in an arm is no share, however small; a share stands beside its limit.
func TestCheckArms(t *testing.T) {
	u := report.Undefined()
	for _, c := range []struct {
		check    string
		expected report.Num
		observed [2]report.Num
		want     string
	}{
		{"crossovers", u, [2]report.Num{2, 1}, "Arm,Observed a,2 b,1"},
		{"zero_share", u, [2]report.Num{0, 1}, "Arm,Observed a,0 b,1"},
		{"coverage", u, [2]report.Num{0.5, 1}, "Arm,Observed a,50% b,100%"},
		{"maturity", 0.2, [2]report.Num{0, 0.25}, "Arm,Observed,Limit a,0%,20% b,25%,20%"},
		{"srm", 1, [2]report.Num{1, 2}, "Arm,Observed,Expected,Difference a,1,1,0 (0.00%) b,2,1,+1.00 (+100.00%)"},
	} {
		table := checkArms(&report.Check{Name: c.check, Arms: []report.CheckArm{{Arm: "a", Observed: c.observed[0],
			Expected: c.expected}, {Arm: "b", Observed: c.observed[1], Expected: c.expected}}})
		var lines []string
		var head []string
		for _, h := range table.Head {
			head = append(head, h.Text)
		}
		lines = append(lines, strings.Join(head, ","))
		for _, r := range table.Rows {
			var cells []string
			for _, x := range r {
				cells = append(cells, x.Text)
			}
			lines = append(lines, strings.Join(cells, ","))
		}
		if got := strings.Join(lines, " "); got != c.want {
			t.Errorf("%s: %q, want %q", c.check, got, c.want)
		}
	}
}
