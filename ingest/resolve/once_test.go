package resolve

import (
	"context"
	"math/rand/v2"
	"testing"

	"uptake/ingest/store"
)

// TestResolvedOnce opens a partition again and again: it is the one that was resolved,
// and the rows that it was made from are gone.
func TestResolvedOnce(t *testing.T) {
	s := store.New(store.Format{EventID: true, Suggestion: true}, 0)
	a := s.NewAppender()
	for _, h := range histories(rand.New(rand.NewPCG(7, 8)), 20, 10) {
		a.Add(a.Unit(h.unit), &h.row)
	}
	a.Flush()
	r := &Resolver{Store: s, Rules: rulesOf(func(*Rules) {}), Files: []string{"f.csv", "g.csv"}}
	r.Shape.Arms = []string{"A", "B"}
	for i := range store.Parts {
		first, err := r.Open(context.Background(), i)
		if err != nil {
			t.Fatal(err)
		}
		first.Release()
		again, err := r.Open(context.Background(), i)
		if err != nil {
			t.Fatal(err)
		}
		if again != first || again.Units.NumRows() > 0 && again.Units.Column(0).Len() != int(again.Units.NumRows()) {
			t.Fatalf("partition %d was resolved twice, or lost by a Release", i)
		}
		if p := s.Part(i); p.Rows() != 0 || p.Units() != 0 {
			t.Fatalf("partition %d keeps the rows that it was made from", i)
		}
		again.Release()
		r.Drop(i)
	}
}
