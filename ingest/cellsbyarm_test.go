package ingest_test

import (
	"fmt"
	"strings"
	"testing"
)

// TestCellsThatOneArmLacks: in rows that are not units, values that one arm does
// not log warn, for the arm looks like one that has less; so do values that hardly any row has.
func TestCellsThatOneArmLacks(t *testing.T) {
	said := map[string]string{"a": "spend has no value in 20 of 20 rows in a and 0 of 20 rows in b",
		"both": "spend has none in 40 of 40 rows"}
	for name, want := range map[string]string{"a": "warn", "both": "warn", "few": "ok", "none": ""} {
		var b strings.Builder
		b.WriteString("ts,unit,event,variant,value\n")
		for u := range 40 {
			arm, value := []string{"a", "b"}[u%2], "7"
			if name == arm || name == "both" || name == "few" && u < 4 {
				value = "NA"
			}
			fmt.Fprintf(&b, "2026-04-01T10:00:01Z,u%d,exposure,%s,\n2026-04-01T11:00:01Z,u%d,buy,,%s\n", u, arm, u,
				value)
		}
		r := readoutOf(t, "experiment: x\nsources: [{path: export.csv}]\narms: [{name: a, control: true}, {name: "+
			"b}]\nmetrics: [{name: spend, kind: mean, event: buy, field: value, aggregate: sum, role: primary}]\n",
			b.String())
		got := ""
		for _, c := range r.Health.Checks {
			if c.Name == "missing_cells" {
				got = c.Status
				if c.Status == "warn" && !strings.Contains(c.Detail, said[name]) {
					t.Errorf("%s: %s", name, c.Detail)
				}
			}
		}
		if got != want {
			t.Errorf("missing in %s: the check is %q, want %q", name, got, want)
		}
	}
}
