package resolve_test

import (
	"context"
	"fmt"
	"time"

	"uptake/analysis/spec"
	"uptake/analysis/study"
	"uptake/ingest/resolve"
	"uptake/ingest/store"
)

// Ada is exposed at nine, once more at ten in the other arm, and is a crossover from then on; Ben is in one arm.
func ExampleResolver() {
	s := store.New(store.Format{}, 0)
	a := s.NewAppender()
	for i, e := range []struct {
		user string
		hour int
		arm  int16
	}{{"ada", 10, 1}, {"ada", 9, 0}, {"ben", 9, 1}} {
		at := time.Date(2026, 4, 1, e.hour, 0, 0, 0, time.UTC).UnixMicro()
		a.Add(a.Unit(e.user), &store.Row{Role: store.Exposure, TS: at, Arm: e.arm,
			Place: store.NewPlace(0, int64(i+1))})
	}
	a.Flush()
	r := &resolve.Resolver{Rows: resolve.NewRows(s, nil, 1), Shape: study.Shape{Arms: []string{"control", "treatment"}},
		Rules: resolve.Rules{Duplicates: spec.Keep, Zone: time.UTC}, Files: []string{"events.csv"}}
	var crossovers, used int64
	for i := range store.Parts {
		p, err := r.Open(context.Background(), i)
		if err != nil {
			fmt.Println(err)
			return
		}
		crossovers, used = crossovers+p.Tally.Crossovers, used+p.Tally.Used
		p.Release()
	}
	fmt.Println(crossovers, "crossover,", used, "row used")
	// Output: 1 crossover, 1 row used
}
