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
					if got := fmt.Sprint(x.TS, x.Role(), x.EventID, l.Place(&x)); got != fmt.Sprint(want[k].TS,
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

// TestNearAndFarRows: rows that are near the chunk's first in time and place, and others,
// come back as they are, and so once they were settled.
func TestNearAndFarRows(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 2))
	const now = 1_775_000_000_000_000
	times := map[string]func(n int) int64{
		"near":    func(n int) int64 { return now + int64(n)*1000 },
		"undated": func(n int) int64 { return []int64{NoTime, now - int64(n)}[n%2] },
		"years":   func(n int) int64 { return now - rng.Int64N(9*365*86_400_000_000) },
		"any":     func(n int) int64 { return rng.Int64() - rng.Int64() },
		"bounds":  func(n int) int64 { return now + []int64{0, -noTime - 1, -noTime, noTime, noTime + 1}[n%5] },
	}
	places := map[string]func(n int) Place{
		"one file": func(n int) Place { return NewPlace(3, int64(n)*40) },
		"files":    func(n int) Place { return NewPlace(n%5_000, int64(n)) },
		"far":      func(n int) Place { return NewPlace(rng.IntN(1<<20), rng.Int64N(1<<44)) },
	}
	for when, ts := range times {
		for where, place := range places {
			s := New(Format{}, 0)
			a := s.NewAppender()
			want := map[string]int{}
			word := func(r *Row) string { return fmt.Sprint(r.TS, r.Place, r.EventID, len(r.Values)) }
			for n := range 6_000 {
				r := Row{Role: Other, TS: ts(n), Place: place(n), EventID: rng.Uint64()}
				if n%100 == 0 {
					r.Values = make([]Contribution, 80)
				}
				want[word(&r)]++
				if err := a.Add(a.HashedUnit(fmt.Sprint("u", n%3), 0), &r); err != nil {
					t.Fatal(err)
				}
			}
			if err := a.Flush(); err != nil {
				t.Fatal(err)
			}
			var l Laid
			var first []Line
			for again := range 2 {
				if err := s.Part(0).Lay(&l); err != nil {
					t.Fatal(err)
				}
				for i := range l.lines {
					x := &l.lines[i]
					r := Row{Place: l.Place(x)}
					s.Format.Unpack(x, l.Row(x), &r)
					if want[word(&r)] == 0 {
						t.Fatalf("%s, %s: a row comes back as %s", when, where, word(&r))
					}
				}
				if len(l.lines) != 6_000 || again == 1 && !slices.Equal(l.lines, first) {
					t.Fatalf("%s, %s: %d lines, or not as they were", when, where, len(l.lines))
				}
				first = slices.Clone(l.lines)
				if settled := s.Part(0).Settle(&l); settled != (when == "near" || when == "undated") {
					t.Errorf("%s, %s: that they are settled is %v", when, where, settled)
				}
			}
		}
	}
}
