package ingest_test

import (
	"fmt"
	"strings"
	"testing"

	"uptake/analysis/report"
)

// TestRowsThatOnlyTheirWritingTellsApart: without event ids, whether two rows are
// equal hangs on what they say, not on what is asked for: neither on the column
// being needed, nor on its being compared as a number or as text.
func TestRowsThatOnlyTheirWritingTellsApart(t *testing.T) {
	const head = "experiment: x\nsources: [{path: export.csv}]\narms: [{name: a, control: true}, {name: " +
		"b}]\nmetrics:\n  - {name: buys, kind: mean, event: buy, role: primary}\n"
	asks := []string{"",
		"  - {name: spend, kind: mean, event: buy, field: COLUMN, aggregate: sum}\nmax_bad_rows: 100%\n",
		"  - {name: some, kind: mean, event: buy, where: [{column: COLUMN, is: [\"1\"]}]}\n",
		"  - {name: other, kind: mean, event: buy, where: [{column: COLUMN, not: [\"1\"]}]}\n",
		"  - {name: high, kind: mean, event: buy, where: [{column: COLUMN, from: 2}]}\n",
		"segments: [COLUMN]\n", "attributes: [COLUMN]\n",
		"  - {name: both, kind: mean, event: buy, field: COLUMN, aggregate: sum}\nsegments: [COLUMN]\nmax_bad_rows: " +
			"100%\n",
	}
	for _, c := range []struct {
		column, one, other string
		rows               int // that the two make
	}{
		{"value", "5000000000", "6000000000", 2}, {"value", "10000000000", "12000000000", 2}, {"value", "1e18", "2e18",
			2}, {"value", "-1e18", "1e18", 2},
		{"value", "1.00000000001", "1.00000000002", 2}, {"value", "0.1", "0.10000000000000002", 2},
		{"value", "1", "1.0", 1}, {"value", "1e1", "10", 1}, {"value", "-0", "0", 1},
		{"value", "NA", "null", 1}, {"value", "NA", "", 1}, {"value", "0", "", 2}, {"value", "abc", "abd", 2},
		{"value", "abc", "1", 2},
		{"position", "1", "1.0", 1}, {"latency_ms", "250", "250.00", 1}, {"latency_ms", "20000000000", "30000000000",
			2},
		{"received_ts", "2026-04-01T12:00:00Z", "2026-04-01 14:00:00+02:00", 1}, {"received_ts", "2026-04-01T12:00:00Z",
			"2026-04-01T12:00:01Z", 2},
		{"decided_at", "2026-04-01T12:00:00Z", "2026-04-01T12:00:00.000Z", 1}, {"session", "1000", "1000.0", 1},
		{"session", "NA", "", 1}, {"session", "007", "7", 2},
		{"amount", "1", "1.0", 2}, {"tag", "NA", "", 2}, {"tag", `\N`, "", 1}, {"model", "a", "A", 2},
	} {
		var b strings.Builder
		fmt.Fprintf(&b, "ts,unit,event,variant,%s,note\n", c.column)
		for u := range 4 {
			fmt.Fprintf(&b, "2026-04-01T10:00:01Z,u%d,exposure,%s,,\n", u, []string{"a", "b"}[u%2])
			for _, v := range []string{c.one, c.other, c.one, c.other} {
				fmt.Fprintf(&b, "2026-04-01T11:00:01Z,u%d,buy,,%s,\n", u, v)
			}
		}
		for _, ask := range asks {
			r := readoutOf(t, head+strings.ReplaceAll(ask, "COLUMN", c.column), b.String())
			if got := r.Metrics[0].Arms[0].Value; got != report.Num(c.rows) {
				t.Errorf("%s %q and %q make %v rows, want %d, asking %q", c.column, c.one, c.other, got, c.rows, ask)
			}
		}
	}
}
