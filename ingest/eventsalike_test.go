package ingest_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// TestRowsTogetherAreRowsAlone: rows of which nothing is asked that may set one of them aside are
// packed together; with a filter that every row passes each is looked at alone. It shows nowhere.
func TestRowsTogetherAreRowsAlone(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	one := func(of ...string) string { return of[rng.IntN(len(of))] }
	var b strings.Builder
	b.WriteString("ts,unit,event,event_id,variant,suggestion_id,session,value,edit_ratio,note\n")
	for n := range 6_000 {
		unit := rng.IntN(40)
		fmt.Fprintf(&b, "2026-04-%02dT10:%02d:%02d.%dZ,person%d,", 1+n/2_000, n/100%60, n/3%60, n%3, unit)
		switch event := one("exposure", "shown", "accepted", "edited", "buy", "buy", "visit", "other"); event {
		case "exposure":
			fmt.Fprintf(&b, "exposure,,%s,,,,,\n", []string{"a", "b"}[unit%2])
		case "shown", "accepted", "edited":
			fmt.Fprintf(&b, "%s,%s,,%s,%s,,%s,\n", event, one("", fmt.Sprint("e", rng.IntN(9_000))),
				one("", fmt.Sprint("s", rng.IntN(900))), one("", fmt.Sprint("v", n/500)), one("", "0.5"))
		default:
			fmt.Fprintf(&b, "%s,%s,,,,%s,,\n", event, one("", fmt.Sprint("e", rng.IntN(9_000))),
				one("1", "1", "0", "-2.5", "0.1", "12345.678", "", "NA", "abc", "1e11"))
		}
	}
	const experiment = `
experiment: x
sources: [{path: export.csv}]
arms: [{name: a, control: true}, {name: b}]
suggestions: {attribution: 5m, events: {shown: [shown], accepted: [accepted], edited: [edited]}}
metrics:
  - {name: acceptance_rate, role: primary}
  - {name: spend, kind: mean, event: buy, field: value, aggregate: sum, scale: 9}
  - {name: visits, kind: mean, event: visit}
max_bad_rows: 100%
`
	said := func(experiment string) string {
		r := readoutOf(t, experiment, b.String())
		out, err := json.Marshal([]any{r.Rows, r.Metrics, r.Health})
		if err != nil {
			t.Fatal(err)
		}
		return string(out)
	}
	together := said(experiment)
	if alone := said(experiment + "where: [{column: note, not: [never]}]\n"); together != alone {
		t.Errorf("rows packed together:\n%s\nand alone:\n%s", together, alone)
	}
	for _, want := range []string{`"reason":"duplicate"`, `"reason":"other_event"`, `"value":"abc"`} {
		if !strings.Contains(together, want) {
			t.Errorf("the export shows no %s: %s", want, together)
		}
	}
}
