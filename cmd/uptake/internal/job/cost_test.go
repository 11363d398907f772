package job

import (
	"testing"

	"uptake/ingest/warehouse"
	"uptake/ingest/warehouse/engine"
)

// TestWithin: the limit itself may be read; parts grow as far as what is read in all of them, with those that failed
// before, stays within it.
func TestWithin(t *testing.T) {
	of := func(bytes int64, known bool) warehouse.Estimate {
		return warehouse.Estimate{Cost: engine.Cost{Bytes: bytes, BytesKnown: known}}
	}
	for _, c := range []struct {
		list   []warehouse.Estimate
		limit  int64
		passes int
		most   int // 0 = refused
	}{
		{[]warehouse.Estimate{of(60, true), of(40, true)}, 100, 1, 1},
		{[]warehouse.Estimate{of(60, true), of(40, true)}, 99, 1, 0},
		{[]warehouse.Estimate{of(60, true), of(0, false)}, 1 << 50, 1, 0},
		{[]warehouse.Estimate{of(100, true)}, 1600, 1, 8},
		{[]warehouse.Estimate{of(100, true)}, 1599, 1, 4},
		{[]warehouse.Estimate{of(400, true)}, 1600, 4, 8},
		{[]warehouse.Estimate{of(1, true)}, 1 << 50, 1, warehouse.MostPasses},
	} {
		if most, err := within(c.list, c.limit, c.passes); most != c.most || (err == nil) != (c.most > 0) {
			t.Errorf("%v within %d: %d parts, %v; want %d", c.list, c.limit, most, err, c.most)
		}
	}
}
