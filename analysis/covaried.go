package analysis

import (
	"math"

	"uptake/analysis/metric"
	"uptake/analysis/stats"
	"uptake/analysis/sums"
)

// Covaried is every arm's sample of a metric with its covariate, and the share
// of units whose covariate was missing.
type Covaried struct {
	Samples []stats.Sample
	Missing []float64
}

// Covaried makes the samples that CUPED works on; nil where the metric has no
// covariate.
func (e Entry) Covaried(a sums.Adjusted) *Covaried {
	if len(e.Before) == 0 {
		return nil
	}
	scales := append(append([]int{}, e.Scales...), e.Before...)
	var with, without []stats.Sums
	out := &Covaried{}
	for arm := range a.With {
		w, o := metric.Sums(a.With[arm], scales...), metric.Sums(a.Without[arm], e.Scales...)
		with, without = append(with, w), append(without, o)
		out.Missing = append(out.Missing, float64(o.N)/math.Max(1, float64(w.N+o.N)))
	}
	for _, s := range stats.Impute(with, without) {
		if e.Kind.Dim == 2 {
			out.Samples = append(out.Samples, s.RatioPair())
		} else {
			out.Samples = append(out.Samples, s.Sample())
		}
	}
	return out
}
