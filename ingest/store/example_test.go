package store_test

import (
	"fmt"

	"uptake/ingest/store"
)

// Rows are kept by unit, in partitions; each knows the file and the row that it came from.
func ExampleStore() {
	s := store.New(store.Format{}, 0)
	a := s.NewAppender()
	for i, user := range []string{"ada", "ben", "ada"} {
		a.Add(a.Unit(user), &store.Row{Role: store.Exposure, TS: int64(i), Place: store.NewPlace(0, int64(i+1))})
	}
	a.Flush()
	units, rows := 0, 0
	for i := range store.Parts {
		p := s.Part(i)
		units, rows = units+p.Units(), rows+p.Rows()
	}
	fmt.Println(units, "units,", rows, "rows")
	// Output: 2 units, 3 rows
}
