package ingest_test

import (
	"fmt"
	"testing"
)

// An answer that is dated by its day, or given to what is, is in time where the
// days lie no further apart than the attribution; it follows what was shown on
// its day, and when exactly it came is not known.
func TestAnswersByDay(t *testing.T) {
	const head = `
experiment: x
start: 2026-04-01
sources: [{path: export.csv}]
arms: [{name: a, control: true}, {name: b}]
metrics: [{name: acceptance_rate, role: primary}]
`
	for _, c := range []struct {
		name, shown, accepted, attribution string
		want                               float64
	}{
		{"both by day", "2026-04-10", "2026-04-10", "5m", 1},
		{"both by day, a day later", "2026-04-10", "2026-04-11", "5m", 0},
		{"both by day, within days", "2026-04-10", "2026-04-12", "2d", 1},
		{"both by day, beyond days", "2026-04-10", "2026-04-13", "2d", 0},
		{"shown by clock", "2026-04-10 23:59:00", "2026-04-10", "5m", 1},
		{"shown by clock just before midnight", "2026-04-10 23:59:59", "2026-04-11", "5m", 0},
		{"accepted by clock", "2026-04-10", "2026-04-10 15:00:00", "5m", 1},
		{"accepted by clock, a day later", "2026-04-10", "2026-04-11 00:01:00", "5m", 0},
		{"both by clock", "2026-04-10 10:00:00", "2026-04-10 10:06:00", "5m", 0},
	} {
		rows, answered := "ts,unit,event,variant,suggestion_id\n", "ts,unit,arm,outcome,decided_at,suggestion_id\n"
		for i, arm := range []string{"a", "b"} {
			rows += fmt.Sprintf(
				"2026-04-10,u%d,exposure,%s,\n%s,u%d,suggestion_shown,,s%d\n%s,u%d,suggestion_accepted,,s%d\n2026-04-"+
					"20,u%d,suggestion_shown,,t%d\n", i, arm, c.shown, i, i, c.accepted, i, i, i, i)
			answered += fmt.Sprintf("%s,u%d,%s,accepted,%s,s%d\n2026-04-20,u%d,%s,ignored,,t%d\n", c.shown, i, arm,
				c.accepted, i, i, arm, i)
		}
		for layout, export := range map[string]string{"events": rows, "suggestions": answered} {
			r := readoutOf(t, head+"layout: "+layout+"\nsuggestions: {attribution: "+c.attribution+"}\n", export)
			accepted, shown := float64(r.Metrics[0].Arms[1].Numerator), float64(r.Metrics[0].Arms[1].Denominator)
			mature := 2.0
			if c.attribution == "2d" {
				mature = 1 // the last one's window reaches past the data
			}
			if accepted != c.want || shown != mature {
				t.Errorf("%s, layout %s: %g of %g accepted, want %g of %g", c.name, layout, accepted, shown, c.want,
					mature)
			}
		}
	}
}
