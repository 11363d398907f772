package readout

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"uptake/analysis"
	"uptake/analysis/compare"
	"uptake/analysis/health"
	"uptake/analysis/metric"
	"uptake/analysis/moment"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
	"uptake/analysis/sums"
)

func scaled6(v float64) int64 { return int64(math.Floor(v*1e6 + 0.5)) }

// money is lognormal with a mean of about 12 and a long tail.
func money(r *rand.Rand) float64 { return math.Exp(1.5 + 1.4*r.NormFloat64()) }

// influenceOfValues asks for what one or two units make of two lists of values.
func influenceOfValues(values [2][]float64) []report.Caution {
	var all [2]stats.Sums
	var far [2]sums.Extremes
	for side, list := range values {
		m := moment.New(1)
		var scaled []int64
		for _, v := range list {
			scaled = append(scaled, scaled6(v))
			m.Add(scaled6(v))
		}
		slices.Sort(scaled)
		n := len(scaled)
		far[side] = sums.Extremes{High: [][2]moment.Sum128{{moment.Int(scaled[n-1])}, {moment.Int(scaled[n-2])}},
			Low: [][2]moment.Sum128{{moment.Int(scaled[0])}, {moment.Int(scaled[1])}}}
		all[side] = metric.Sums(m, 6)
	}
	e := analysis.Entry{Metric: spec.Metric{Kind: spec.Mean, Role: spec.Primary}, Kind: metric.Mean, Scales: []int{6}}
	by := &compare.Terms{Arms: &analysis.Arms{Exp: &spec.Experiment{Statistics: spec.Statistics{Alpha: 0.05}}}}
	return influential(by, health.Drawn().Arms(), e, all, far, [2]string{"control", "treatment"})
}

// TestInfluenceOfOrdinaryData: skewed values as they are found every day raise the
// caution at most once in a hundred times; a unit that outweighs the rest, always.
func TestInfluenceOfOrdinaryData(t *testing.T) {
	const runs = 1000
	for _, c := range []struct {
		name string
		n    int
		draw func(r *rand.Rand) float64
	}{
		{"normal", 100, func(r *rand.Rand) float64 { return 10 + 3*r.NormFloat64() }},
		{"exponential", 60, func(r *rand.Rand) float64 { return r.ExpFloat64() }},
		{"log-normal, sigma 1", 200, func(r *rand.Rand) float64 { return math.Exp(r.NormFloat64()) }},
		{"log-normal, sigma 1.4", 500, money},
		{"one buyer in ten", 500, func(r *rand.Rand) float64 {
			if r.IntN(10) > 0 {
				return 0
			}
			return math.Exp(r.NormFloat64())
		}},
	} {
		r := rand.New(rand.NewPCG(12, uint64(c.n)))
		said, missed := 0, 0
		for range runs {
			var v [2][]float64
			for range c.n {
				v[0], v[1] = append(v[0], c.draw(r)), append(v[1], c.draw(r))
			}
			said += len(influenceOfValues(v))
			v[r.IntN(2)][3] = -300 * float64(c.n)
			missed += 1 - len(influenceOfValues(v))
		}
		t.Logf("%s: %d of %d", c.name, said, runs)
		if said > runs/100 || missed > 0 {
			t.Errorf("%s: said %d times of %d, %d large ones not said", c.name, said, runs, missed)
		}
	}
}
