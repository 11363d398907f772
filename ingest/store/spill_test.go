package store

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"uptake/analysis/sums"
)

// fill appends made-up rows of some units through two appenders.
func fill(t *testing.T, s *Store, rows int) {
	t.Helper()
	rng := rand.New(rand.NewPCG(5, 6))
	list := []*Appender{s.NewAppender(), s.NewAppender()}
	for n := range rows {
		a := list[n%2]
		r := Row{Role: []Role{Other, Accepted}[rng.IntN(2)], TS: rng.Int64N(4000), Hash: sums.Hash{Hi: rng.Uint64(),
			Lo: rng.Uint64()}, Place: NewPlace(n%3, int64(n))}
		if err := a.Add(a.Unit(fmt.Sprint("u", rng.IntN(500))), &r); err != nil {
			t.Fatal(err)
		}
	}
	for _, a := range list {
		if err := a.Flush(); err != nil {
			t.Fatal(err)
		}
	}
}

// laid lists a partition's rows as they are laid, by unit and time.
func laid(t *testing.T, p *Part) (lines []string, settled bool) {
	t.Helper()
	var all Laid
	for again := range 2 { // the second time in the memory of the first
		first := lines
		lines = nil
		if err := p.Lay(&all); err != nil {
			t.Fatal(err)
		}
		for u := range uint32(p.Units()) {
			rows := all.Unit(u)
			for i := range rows {
				x := &rows[i]
				row := all.Row(x)
				lines = append(lines, fmt.Sprint(string(p.Name(u)), x.TS, x.Role(), row.Hash(), all.Place(x)))
				if i > 0 && x.before(&rows[i-1]) {
					t.Fatalf("unit %d: row %d comes before the one in front of it", u, i)
				}
			}
		}
		if len(lines) != p.Rows() || again == 1 && !slices.Equal(lines, first) {
			t.Fatalf("%d rows were laid of %d, or not twice alike", len(lines), p.Rows())
		}
		settled = p.Settle(&all)
	}
	return lines, settled
}

// TestSpilledRowsComeBack keeps the same rows all in memory and almost none of them.
func TestSpilledRowsComeBack(t *testing.T) {
	whole, spilled := New(Format{}, 0), New(Format{}, 1)
	fill(t, whole, 120_000)
	fill(t, spilled, 120_000)
	if whole.spill.size != 0 || spilled.spill.size < 100_000*(headSize+fixedSize) {
		t.Fatalf("%d and %d bytes went to the file", whole.spill.size, spilled.spill.size)
	}
	for i := range Parts {
		lines, kept := laid(t, whole.Part(i))
		again, keptAgain := laid(t, spilled.Part(i))
		if !slices.Equal(lines, again) {
			t.Fatalf("partition %d differs once its rows have been in the file", i)
		}
		if !kept || keptAgain {
			t.Fatalf("partition %d: lines are kept where all are in memory, and nowhere else", i)
		}
		spilled.Drop(i)
		spilled.Drop(i)
		if p := spilled.Part(i); p.Rows() != 0 || p.Units() != 0 {
			t.Fatalf("partition %d keeps %d rows that were let go of", i, p.Rows())
		}
	}
	if _, err := spilled.spill.file.Stat(); err == nil {
		t.Fatal("the file is open when nobody can ask for a row")
	}
}

// TestSpilledRowsAreChecked damages a row in the file.
func TestSpilledRowsAreChecked(t *testing.T) {
	s := New(Format{}, 1)
	fill(t, s, 120_000)
	if _, err := s.spill.file.WriteAt([]byte{1, 2, 3}, 100); err != nil {
		t.Fatal(err)
	}
	failed := 0
	for i := range Parts {
		if err := s.Part(i).Lay(&Laid{}); err != nil {
			failed++
			if !strings.Contains(err.Error(), "came back changed") {
				t.Fatal(err)
			}
		}
	}
	if failed != 1 {
		t.Fatalf("%d partitions say that their rows changed; one has", failed)
	}
}

// TestNoPlaceToSpill says where the rows were to go.
func TestNoPlaceToSpill(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir()+"/none")
	a := New(Format{}, 1).NewAppender()
	var err error
	for n := 0; err == nil && n < 10_000; n++ {
		err = a.Add(a.Unit("u"), &Row{Role: Other, Place: NewPlace(0, int64(n))})
	}
	if err == nil || !strings.Contains(err.Error(), "Set TMPDIR") {
		t.Fatalf("no place for rows is told as %v", err)
	}
}
