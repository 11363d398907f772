package method

import (
	"fmt"
	"math"

	"uptake/analysis/report"
	"uptake/analysis/stats"
)

// flatEnough is the prior's standard deviation where no smallest effect says
// what a large one would be.
const flatEnough = 0.3

// Prior is what is believed of a relative lift before the data: normal, mean 0.
type Prior struct {
	Enough float64 // the smallest effect that matters, relative to control; NaN when none is declared
	SD     float64 // as declared; 0: sceptical, 5 % of the mass beyond twice Enough, or 0.3 without one
}

func (p Prior) sd() float64 {
	switch {
	case p.SD > 0:
		return p.SD
	case math.IsNaN(p.Enough):
		return flatEnough
	}
	return 2 * p.Enough / stats.NormalISF(0.025)
}

// Chances gives the chances of an arm given the data and the prior, and beside
// them those of a flat prior. ChanceEnough is undefined where no smallest effect
// is declared. down says that lower is better. ExpectedLoss is what shipping
// loses on average, in the metric's unit. Nil where the lift is undefined.
//
//	lift ~ N(L, q_t/m_c² + q_c·m_t²/m_c⁴)  (delta method)
//
// Source: the normal model of Deng (2015), WWW; the delta variance of statistics for relative lifts.
func Chances(c, t stats.Sample, prior Prior, down bool) *report.Bayes {
	if c.N < 2 || t.N < 2 || c.Value() == 0 || math.IsNaN(c.Value()) || math.IsNaN(t.Value()) {
		return nil
	}
	mc := math.Abs(c.Value())
	se := math.Sqrt(t.SquaredError()+c.SquaredError()*(t.Value()/mc)*(t.Value()/mc)) / mc
	return chances(c.Diff(t)/mc, se, mc, prior, down)
}

// Chances is Chances for the adjusted difference, over the unadjusted control
// mean.
func (a Adjustment) Chances(prior Prior, down bool) *report.Bayes {
	mc := math.Abs(a.rawControl.Value())
	d, q, _ := a.diff()
	if mc == 0 || math.IsNaN(mc) || math.IsNaN(d) {
		return nil
	}
	l, cov := d/mc, a.covariance()
	if a.rawControl.Value() < 0 {
		cov = -cov
	}
	return chances(l, math.Sqrt(math.Max(q-2*l*cov+l*l*a.rawControl.Q(), 0))/mc, mc, prior, down)
}

// chances of a relative lift with its standard error, on a control mean of size mc.
func chances(lift, se, mc float64, prior Prior, down bool) *report.Bayes {
	if down {
		lift = -lift
	}
	sd := prior.sd()
	p := stats.NormalPosterior(lift, se, sd)
	if math.IsNaN(p.Mean) {
		return nil
	}
	flat := stats.Posterior{Mean: lift, SD: se}
	b := &report.Bayes{Prior: fmt.Sprintf("normal on the relative lift, mean 0, sd %.4g", sd), ChanceBetter: report.Num(p.ChanceAbove(0)),
		ChanceEnough: report.Undefined(), ExpectedLoss: report.Num(p.Loss() * mc),
		Flat: report.FlatChances{ChanceBetter: report.Num(flat.ChanceAbove(0)), ChanceEnough: report.Undefined()}}
	if !math.IsNaN(prior.Enough) {
		b.ChanceEnough, b.Flat.ChanceEnough = report.Num(p.ChanceAbove(prior.Enough)), report.Num(flat.ChanceAbove(prior.Enough))
	}
	return b
}
