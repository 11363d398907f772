package resolve

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strconv"
	"testing"
	"time"

	"uptake/analysis/spec"
	"uptake/analysis/study"
	"uptake/analysis/sums"
	"uptake/ingest/store"
)

const dayOfTime = 86_400_000_000

// naiveRow is a row that may stand for some steps, at a time or on a day.
type naiveRow struct {
	at    int64
	day   bool
	steps uint32
}

// after is how much later b is than a; ok is false where it is known to be earlier.
func (a naiveRow) after(b naiveRow, loose map[int64]bool) (d int64, ok bool) {
	x, y := a.at/dayOfTime, b.at/dayOfTime
	if loose[x] || loose[y] {
		return (y - x) * dayOfTime, y >= x
	}
	return b.at - a.at, b.at >= a.at
}

// naive is the steps reached by trying every choice of rows.
func naive(rows []naiveRow, follows []int64, within int64) (reached int) {
	loose := map[int64]bool{}
	for _, r := range rows {
		if r.day {
			loose[r.at/dayOfTime] = true
		}
	}
	var chosen []int
	var try func()
	try = func() {
		k := len(chosen)
		if reached = max(reached, k); k == len(follows) {
			return
		}
	rows:
		for i, r := range rows {
			for _, c := range chosen {
				if c == i {
					continue rows
				}
			}
			if r.steps>>k&1 == 0 {
				continue
			}
			if k > 0 {
				d, ok := rows[chosen[k-1]].after(r, loose)
				all, _ := rows[chosen[0]].after(r, loose)
				if !ok || follows[k] > 0 && d > follows[k] || within > 0 && all > within {
					continue
				}
			}
			chosen = append(chosen, i)
			try()
			chosen = chosen[:k]
		}
	}
	try()
	return reached
}

// TestStepsAgainstEveryChoice: whatever rows a unit has, in whatever order they are stored, it
// reaches the steps that some choice of its rows reaches: tied times, repeated and overlapping
// steps, limits from the first step and the one before, days without a clock.
func TestStepsAgainstEveryChoice(t *testing.T) {
	r := rand.New(rand.NewPCG(15, 3))
	counts := map[int]int{}
	const hour = int64(3_600_000_000)
	for n := range 60 {
		k := 2 + r.IntN(4)
		follows, within := make([]int64, k), int64(0)
		if r.IntN(2) == 0 {
			within = hour * int64(1+r.IntN(60))
		}
		var variables []spec.Variable
		for i := range k {
			if i > 0 && r.IntN(3) == 0 {
				follows[i] = hour * int64(1+r.IntN(30))
			}
			variables = append(variables, spec.Variable{Name: fmt.Sprint(i), Step: i + 1,
				Agg:     spec.Aggregate{How: spec.Any},
				Follows: time.Duration(follows[i]) * time.Microsecond,
				Within:  time.Duration(within) * time.Microsecond})
		}
		lists := make([][]naiveRow, 60)
		for u := range lists {
			days := r.IntN(3) == 0
			for range r.IntN(10) {
				x := naiveRow{at: dayOfTime + hour*int64(r.IntN(60)), steps: 1 << r.IntN(k)}
				x.steps |= 1 << r.IntN(k)
				if days && r.IntN(3) == 0 {
					x.at, x.day = x.at/dayOfTime*dayOfTime, true
				}
				lists[u] = append(lists[u], x)
			}
		}
		got := reachedOf(t, r, variables, lists)
		for u, list := range lists {
			want := naive(list, follows, within)
			if got[u] != want {
				t.Fatalf("round %d: %d steps reached, want %d of %d; rows %v, follows %v, within %v", n, got[u], want,
					k, list, follows, within)
			}
			counts[want]++
		}
	}
	for k := range 6 {
		if counts[k] < 20 {
			t.Errorf("only %d histories reach %d steps", counts[k], k)
		}
	}
}

// reachedOf stores each unit's rows in some order after an exposure at 0, and gives how many
// steps it reaches.
func reachedOf(t *testing.T, r *rand.Rand, variables []spec.Variable, lists [][]naiveRow) []int {
	t.Helper()
	s := store.New(store.Format{}, 0)
	a := s.NewAppender()
	for n, list := range lists {
		u := a.Unit(strconv.Itoa(n))
		id := func(i int) uint64 { return uint64(n*100 + i + 1) }
		a.Add(u, &store.Row{Role: store.Exposure, EventID: id(0), Hash: sums.Hash{Lo: id(0)}})
		for _, i := range r.Perm(len(list)) {
			x := list[i]
			row := store.Row{Role: store.Other, TS: x.at, Day: x.day, EventID: id(i + 1),
				Hash: sums.Hash{Lo: id(i + 1)}}
			for k := range variables {
				if x.steps>>k&1 == 1 {
					row.More().Variable = uint16(k)
				}
			}
			a.Add(u, &row)
		}
	}
	a.Flush()
	shape := study.Shape{Arms: []string{"A", "B"}, Variables: variables}
	res := &Resolver{Rows: NewRows(s, nil, 1), Shape: shape, Rules: rulesOf(func(r *Rules) { r.Days = true }),
		Files: []string{"f.csv"}}
	out := make([]int, len(lists))
	for i := range store.Parts {
		p, err := res.Open(context.Background(), i)
		if err != nil {
			t.Fatal(err)
		}
		units, days := shape.Units(p.Units), shape.Days(p.Days)
		byDay := make([][]uint64, p.Units.NumRows())
		for d, u := range days.UnitRow {
			if d > 0 && days.UnitRow[d-1] == u && days.Day[d] <= days.Day[d-1] {
				t.Fatalf("days are %v", days.Day)
			}
			if byDay[u] == nil {
				byDay[u] = make([]uint64, len(variables))
			}
			for k := range variables {
				_, lo := days.Var[k].Value(d)
				byDay[u][k] += lo
			}
		}
		for u := range byDay {
			n, err := strconv.Atoi(units.Unit.Value(u))
			if err != nil {
				t.Fatal(err)
			}
			for k := range variables {
				_, lo := units.Var[k].Value(u)
				if lo == 1 && out[n] == k {
					out[n]++
				} else if lo != 0 {
					t.Fatalf("unit %d: step %d is %d, after %d steps", n, k+1, lo, out[n])
				}
				if byDay[u] != nil && byDay[u][k] != lo || byDay[u] == nil && lo != 0 {
					t.Fatalf("unit %d, step %d: %d, and on the days %v", n, k+1, lo, byDay[u])
				}
			}
		}
	}
	return out
}
