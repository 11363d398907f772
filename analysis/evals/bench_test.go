package evals

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
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
	for _, v := range []string{"v1", "v2"} {
		for i := range items {
			id := fmt.Sprintf("item-%06d", i)
			for k := range repeats {
				x := scored.Run{Version: v, Item: id, Repeat: k + 1, Category: []string{"a", "b", "c"}[i%3],
					Values: make([]float64, metrics), States: make([]scored.State,
						metrics), Seconds: math.NaN(), TokensIn: math.NaN(), TokensOut: math.NaN(), Cost: math.NaN()}
				for m := range metrics {
					x.Values[m], x.States[m] = r.Float64(), scored.Scored
				}
				s.Runs = append(s.Runs, x)
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
