package power

import (
	"math"

	"uptake/analysis/stats"
)

// Proportions is the plan of a comparison of two proportions with N units in
// control and Ratio times as many in treatment. Pooled and Unpooled leave the far
// tail out, as R's power.prop.test does.
type Proportions struct {
	N, Control, Treatment, Alpha float64
	Ratio                        float64 // 0 stands for 1: as many in treatment
}

// spread returns √(p_c q_c + p_t q_t/r) and, under equal proportions,
// √(p̄q̄(1+1/r)) with p̄ = (p_c + r·p_t)/(1+r), r the ratio of the arms' sizes.
func (p Proportions) spread() (unequal, equal float64) {
	r := p.Ratio
	if r == 0 {
		r = 1
	}
	bar := (p.Control + r*p.Treatment) / (1 + r)
	return math.Sqrt(p.Control*(1-p.Control) + p.Treatment*(1-p.Treatment)/r), math.Sqrt((1 + 1/r) * bar * (1 - bar))
}

// Pooled returns the power of the pooled z test: its standard error under no
// difference is pooled, under the difference it is not.
//
// Source: Fleiss, Levin & Paik (2003), eq. 4.13.
func (p Proportions) Pooled() float64 {
	unequal, equal := p.spread()
	d := math.Abs(p.Treatment-p.Control) * math.Sqrt(p.N)
	return stats.NormalSF((stats.NormalISF(p.Alpha/2)*equal - d) / unequal)
}

// Unpooled returns the power of the z test with unpooled variances.
func (p Proportions) Unpooled() float64 {
	unequal, _ := p.spread()
	return stats.NormalSF(stats.NormalISF(p.Alpha/2) - math.Abs(p.Treatment-p.Control)*math.Sqrt(p.N)/unequal)
}

// Arcsine returns the power by Cohen's h = 2 asin √p_t − 2 asin √p_c, both tails
// counted. Equal arms only: Ratio is not read.
//
// Source: Cohen (1988), section 6.2.
func (p Proportions) Arcsine() float64 {
	h := 2*math.Asin(math.Sqrt(p.Treatment)) - 2*math.Asin(math.Sqrt(p.Control))
	power, _ := Normal(h, math.Sqrt(2/p.N), p.Alpha)
	return power
}

// PooledUnits returns the units of control at which Pooled reaches the power, not
// rounded; +Inf for equal proportions.
func (p Proportions) PooledUnits(power float64) float64 {
	unequal, equal := p.spread()
	r := (stats.NormalISF(p.Alpha/2)*equal + stats.NormalISF(1-power)*unequal) / math.Abs(p.Treatment-p.Control)
	return r * r
}
