package evals

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"uptake/analysis/scored"
	"uptake/analysis/spec"
)

// BenchmarkAnalyze compares two versions over 100,000 items with 5 repeats and 10 scores.
func BenchmarkAnalyze(b *testing.B) {
	const items, repeats, metrics = 100_000, 5, 10
	r := rand.New(rand.NewPCG(1, 1))
	e := &spec.Evals{Name: "large", File: "evals.yaml", Baseline: "v1", Alpha: .05,
		Versions: []spec.EvalVersion{{Name: "v1"}, {Name: "v2"}},
		Metrics:  []spec.EvalMetric{{Name: "m0", Role: spec.Primary}}}
	s := &scored.Set{Versions: []scored.Version{{Name: "v1", Numbered: true}, {Name: "v2", Numbered: true}}}
	for m := range metrics {
		s.Metrics = append(s.Metrics, fmt.Sprint("m", m))
	}
	values, states := make([]float64, metrics), slices.Repeat([]scored.State{scored.Scored}, metrics)
	for v := range s.Versions {
		for i := range items {
			about := &scored.About{Item: fmt.Sprintf("item-%06d", i), Category: []string{"a", "b", "c"}[i%3]}
			for k := range repeats {
				for m := range values {
					values[m] = r.Float64()
				}
				s.Versions[v].Add(scored.Run{About: about, Repeat: int32(k + 1)}, values, states)
			}
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Analyze(context.Background(), e, s, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
