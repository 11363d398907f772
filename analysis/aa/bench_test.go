package aa

import (
	"math/rand/v2"
	"testing"
	"uptake/analysis"
	"uptake/analysis/compare"
	"uptake/analysis/fold"
	"uptake/analysis/health"
	"uptake/analysis/metric"
	"uptake/analysis/moment"
	"uptake/analysis/spec"
)

// BenchmarkAA shuffles 100,000 units with 8 metrics, two of them ratios and one
// of values too large for quick sums; a full run is 2,000 of these, several at a time.
func BenchmarkAA(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	const units = 100_000
	exp := &spec.Experiment{Arms: []spec.Arm{{Name: "control", Share: 0.5, Control: true},
		{Name: "treatment", Share: 0.5}}, Statistics: spec.Statistics{Alpha: 0.05},
		Decision: spec.Decision{GuardAlpha: 0.05}}
	arms := analysis.NewArms(exp, []string{"control", "treatment"}, 0, []int64{units / 2, units / 2})
	a := &shuffler{labels: halves(units), by: &compare.Terms{Arms: arms, Gates: health.Drawn(), Ended: true}}
	for i := range 8 {
		e := analysis.Entry{Kind: metric.Mean, Scales: []int{0}, Metric: spec.Metric{Kind: spec.Mean}}
		var unit []int32
		values := make([]fold.Ints, 1)
		if i < 2 {
			e.Kind, e.Scales, e.Metric.Kind = metric.Ratio, []int{0, 0}, spec.Ratio
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
		a.list = append(a.list, shuffledEntry{Entry: e, main: newVectors(unit, values)})
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
