package store

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestLaidInOrder: the lines of a unit are in the order of time, role and event id, and
// equal ones as they came, however far from their places rows come.
func TestLaidInOrder(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 1))
	for _, late := range []int64{0, 3, 40, 100_000} {
		s := New(Format{}, 0)
		a := s.NewAppender()
		var want []Row
		for n := range 3_000 {
			r := Row{Role: []Role{Shown, Accepted, Other}[rng.IntN(3)], TS: int64(n/4) - rng.Int64N(late+1),
				EventID: rng.Uint64N(2), Place: NewPlace(0, int64(n))}
			want = append(want, r)
			if err := a.Add(a.Unit("u"), &r); err != nil {
				t.Fatal(err)
			}
		}
		if err := a.Flush(); err != nil {
			t.Fatal(err)
		}
		slices.SortStableFunc(want, func(a, b Row) int {
			return cmp.Or(cmp.Compare(a.TS, b.TS), cmp.Compare(a.Role, b.Role), cmp.Compare(a.EventID, b.EventID))
		})
		var l Laid
		found := 0
		for i := range Parts {
			p := s.Part(i)
			if err := p.Lay(&l); err != nil {
				t.Fatal(err)
			}
			for u := range uint32(p.Units()) {
				l.Fetch([]uint32{u})
				for k, x := range l.Unit(u) {
					found++
					if got := fmt.Sprint(x.TS, x.Role(), x.EventID, l.Row(&x).Place()); got != fmt.Sprint(want[k].TS,
						want[k].Role, want[k].EventID, want[k].Place) {
						t.Fatalf("rows up to %d late: line %d is %s, want %v", late, k, got, want[k])
					}
				}
			}
		}
		if found != len(want) {
			t.Fatalf("rows up to %d late: %d lines of %d rows", late, found, len(want))
		}
	}
}
