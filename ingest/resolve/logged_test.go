package resolve

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"uptake/analysis/spec"
	"uptake/analysis/sums"
	"uptake/ingest/store"
)

// TestLogged counts what each arm logged a second time, from the plain rows:
// every event once, from the unit's first exposure on, without units seen in
// two arms.
func TestLogged(t *testing.T) {
	rows := histories(rand.New(rand.NewPCG(9, 10)), 120, 30)
	_, parts := open(t, rows, rulesOf(nil), 2)
	var got sums.Tally
	for _, p := range parts {
		got.Add(&p.Tally)
	}
	byUnit := map[string][]store.Row{}
	seen := map[uint64]bool{}
	for _, h := range rows {
		if !seen[h.row.EventID] {
			byUnit[h.unit] = append(byUnit[h.unit], h.row)
		}
		seen[h.row.EventID] = true
	}
	want := make([]sums.ArmRows, 2)
	for i := range want {
		want[i].Units, want[i].Ended = make([]int64, 13), map[spec.Day]int64{}
	}
	for _, list := range byUnit {
		slices.SortFunc(list, func(a, b store.Row) int { return int(a.TS - b.TS) })
		var exposures []store.Row
		for _, r := range list {
			if r.Role == store.Exposure {
				exposures = append(exposures, r)
			}
		}
		if len(exposures) != 1 {
			continue
		}
		a := &want[exposures[0].Arm]
		kinds := map[int]bool{}
		last := spec.NoDay
		for _, r := range list {
			if r.TS < exposures[0].TS {
				continue
			}
			a.Rows++
			last = max(last, spec.DayOf(r.TS, time.UTC))
			if a.Rows == 1 || r.TS > a.Last {
				a.Last = r.TS
			}
			switch r.Role {
			case store.Exposure:
			case store.Other:
				kinds[11], kinds[12] = true, true // every one of them feeds both variables
			default:
				kinds[int(r.Role)-1] = true
			}
		}
		a.Ended[last]++
		for k := range kinds {
			a.Units[k]++
		}
	}
	if !reflect.DeepEqual(got.Arms, want) {
		t.Errorf("%+v\nwant %+v", got.Arms, want)
	}
	for _, a := range want {
		if a.Rows < 500 || slices.Contains(a.Units, 0) {
			t.Errorf("too dull: %+v", a)
		}
	}
}
