package ingest_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"uptake/analysis"
	"uptake/ingest"
)

// TestExposedTwiceAtOneInstant: a unit that is exposed to two arms at one instant was first seen in that of the
// lesser event id, by bytes, and where neither row has an id in that of the lesser arm: never as rows stand.
func TestExposedTwiceAtOneInstant(t *testing.T) {
	const file = `experiment: x
sources: [{path: e.csv}]
arms: [{name: a, control: true}, {name: b}]
metrics: [{name: tasks, kind: mean, event: task}]
`
	r := rand.New(rand.NewPCG(17, 4))
	want := map[string]string{}
	rows := []string{"2026-04-01T10:00:00Z,v,exposure,a,z1\n", "2026-04-01T10:00:00Z,w,exposure,b,z2\n"}
	for i := range 60 {
		unit := fmt.Sprint("u", i)
		ids := []string{fmt.Sprintf("e%08d-%d", r.IntN(9), i), fmt.Sprintf("e%08d-%d", r.IntN(9), i+100)}
		arms := []string{"a", "b"}
		if i%2 == 1 {
			arms = []string{"b", "a"}
		}
		want[unit] = arms[0]
		if ids[1] < ids[0] {
			want[unit] = arms[1]
		}
		if i%5 == 0 {
			ids, want[unit] = []string{"", ""}, "a"
		}
		for k := range 2 {
			rows = append(rows, fmt.Sprintf("2026-04-01T10:00:00Z,%s,exposure,%s,%s\n", unit, arms[k], ids[k]))
		}
	}
	for range 3 {
		r.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
		e := experimentOf(t, file, map[string]string{"e.csv": "ts,unit,event,variant,event_id\n" + strings.Join(rows,
			"")})
		tables, err := ingest.Collect(context.Background(), e, analysis.Needs(e), ingest.Options{})
		if err != nil {
			t.Fatal(err)
		}
		seen := 0
		for i := range tables.Parts {
			p, err := tables.Open(context.Background(), i)
			if err != nil {
				t.Fatal(err)
			}
			u := tables.Shape.Units(p.Units)
			for k, arm := range u.Arm {
				name := u.Unit.Value(k)
				if is := e.Arms[arm].Name; want[name] != "" && is != want[name] {
					t.Errorf("%s was first seen in %s, want %s", name, is, want[name])
				}
				seen++
			}
			p.Release()
			tables.Drop(i)
		}
		if seen != 62 {
			t.Errorf("%d units", seen)
		}
	}
}
