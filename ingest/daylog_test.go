package ingest

import (
	"math/rand/v2"
	"testing"

	"uptake/analysis/spec"
	"uptake/analysis/study"
)

// TestDayLog: how many rows and distinct units a day has depends neither on the
// order of rows nor on which worker reads which.
func TestDayLog(t *testing.T) {
	type row struct {
		day  spec.Day
		unit uint64
	}
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 1))
		var rows []row
		for range 2000 {
			// days that share their last bits
			rows = append(rows, row{spec.Day(r.IntN(150) * r.IntN(2) * 64 / 7), uint64(r.IntN(1 + r.IntN(60)))})
		}
		counts, units := map[spec.Day]int64{}, map[spec.Day]map[uint64]bool{}
		for _, x := range rows {
			counts[x.day]++
			if units[x.day] == nil {
				units[x.day] = map[uint64]bool{}
			}
			units[x.day][x.unit] = true
		}
		for _, workers := range []int{1, 3} {
			r.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
			logs := make([]dayLog, workers)
			for i, x := range rows {
				c := logs[i%workers].at(x.day)
				c.rows++
				c.see(x.unit)
			}
			var all dayLog
			for i := range logs {
				all.merge(&logs[i])
			}
			if len(all.days) != len(counts) {
				t.Fatalf("%d days, want %d", len(all.days), len(counts))
			}
			for d, n := range counts {
				if c := all.days[d]; c.rows != n || c.n != min(len(units[d]), study.ManyUnits) {
					t.Errorf("day %d: %d rows of %d units, want %d of %d", d, c.rows, c.n, n, len(units[d]))
				}
			}
		}
	}
}
