package analysis_test

import (
	"context"
	"testing"

	"uptake/analysis/readout"
	"uptake/analysis/study"
)

// BenchmarkAnalyze analyzes 20,000 units with four metrics, suggestions, days
// and a segment, tables in memory.
func BenchmarkAnalyze(b *testing.B) {
	w := draw(1, 20_000)
	var t testing.T
	tables, _ := w.tables(&t, 8)
	var parts []*study.Partition
	for i := range tables.Parts {
		p, err := tables.Open(context.Background(), i)
		if err != nil {
			b.Fatal(err)
		}
		parts = append(parts, p)
	}
	open := func(_ context.Context, i int) (*study.Partition, error) {
		p := *parts[i]
		p.Units.Retain()
		p.Days.Retain()
		p.Suggestions.Retain()
		return &p, nil
	}
	b.ReportAllocs()
	for b.Loop() {
		tables, demand := w.tables(&t, 8) // anew: a visit uses them up
		tables.Open = open
		if _, err := readout.Analyze(context.Background(), w.exp, demand, tables,
			readout.Options{Workers: 2}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(w.units))*float64(b.N)/b.Elapsed().Seconds(), "units/s")
}
