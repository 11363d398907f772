package analysis

import (
	"context"
	"math/rand/v2"
	"testing"

	"uptake/analysis/fold"
	"uptake/analysis/health"
	"uptake/analysis/moment"
	"uptake/analysis/spec"
	"uptake/analysis/study"
)

// BenchmarkAnalyze analyzes 20,000 units with four metrics, suggestions, days
// and a segment, tables in memory.
func BenchmarkAnalyze(b *testing.B) {
	w := draw(1, 20_000)
	var t testing.T
	tables, plan := w.tables(&t, 8)
	var parts []*study.Partition
	for i := range tables.Parts {
		p, err := tables.Open(context.Background(), i)
		if err != nil {
			b.Fatal(err)
		}
		parts = append(parts, p)
	}
	tables.Open = func(_ context.Context, i int) (*study.Partition, error) {
		p := *parts[i]
		p.Units.Retain()
		p.Days.Retain()
		p.Suggestions.Retain()
		return &p, nil
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Analyze(context.Background(), w.exp, plan, tables, Options{Workers: 2}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(w.units))*float64(b.N)/b.Elapsed().Seconds(), "units/s")
}

// BenchmarkAA shuffles 100,000 units with 8 metrics, two of them ratios and one
// of values too large for quick sums; a full run is 2,000 of these, several at a time.
func BenchmarkAA(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	const units = 100_000
	a := &shuffler{labels: halves(units), board: newBoard(experiment(), []string{"control", "treatment"}, 0, []int64{units / 2, units / 2})}
	a.board.gates = health.Drawn()
	for i := range 8 {
		e := entry{kind: meanKind, scales: []int{0}, m: spec.Metric{Kind: spec.Mean}}
		var unit []int32
		values := make([]fold.Ints, 1)
		if i < 2 {
			e.kind, e.scales, e.m.Kind = ratioKind, []int{0, 0}, spec.Ratio
			values = make([]fold.Ints, 2)
		}
		for u := range units {
			unit = append(unit, int32(u))
			for c := range values {
				x := int64(20*r.ExpFloat64()) + int64(c)
				if i == 7 {
					x *= 1_000_000_000
				}
				values[c].Append(moment.Int(x))
			}
		}
		a.list = append(a.list, shuffledEntry{entry: e, main: newVectors(unit, values)})
	}
	labels := make([]uint16, units)
	b.ReportAllocs()
	run := uint64(0)
	for b.Loop() {
		r := rand.New(rand.NewPCG(1, run))
		run++
		shuffled(r, a.labels, labels)
		v := a.verdict()
		for i := range a.list {
			a.run(i, labels, r, v)
		}
	}
}
