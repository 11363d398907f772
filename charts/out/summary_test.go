package out

import (
	"testing"

	"uptake/charts/doc"
)

func TestPassedFits(t *testing.T) {
	gates := []doc.Check{{Word: "split as planned", Status: "ok"}, {Word: "no gaps", Status: "warn"},
		{Word: "full weeks", Status: "ok"}, {Word: "rows readable", Status: "ok"}}
	for _, c := range []struct {
		width int
		want  string
	}{{43, "split as planned, full weeks, rows readable"}, {42, "split as planned, full weeks and 1 more"},
		{30, "split as planned and 2 more"}, {10, "split as …"}} {
		if got := passed(gates, c.width); got != c.want {
			t.Errorf("%d columns: %q, want %q", c.width, got, c.want)
		}
	}
	if got := passed(gates[1:2], 40); got != "" {
		t.Errorf("nothing passed: %q", got)
	}
}
