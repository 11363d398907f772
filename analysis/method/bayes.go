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

// Chances gives the chances of an arm given the data and a sceptical normal
// prior on the relative lift: mean 0, with 5 % of its mass beyond twice the
// smallest effect that matters (sd 0.3 where none is declared). enough is that
// effect relative to control, NaN when none is declared: then ChanceEnough is
// undefined. down says that lower is better. ExpectedLoss is what shipping
// loses on average, in the metric's unit. Nil where the lift is undefined.
//
//	lift ~ N(L, q_t/m_c² + q_c·m_t²/m_c⁴)  (delta method)
//
// Source: the normal model of Deng (2015), WWW; the delta variance of statistics for relative lifts.
func Chances(c, t stats.Sample, enough float64, down bool) *report.Bayes {
	if c.N < 2 || t.N < 2 || c.Value() == 0 || math.IsNaN(c.Value()) || math.IsNaN(t.Value()) {
		return nil
	}
	mc := math.Abs(c.Value())
	se := math.Sqrt(t.Q()+c.Q()*(t.Value()/mc)*(t.Value()/mc)) / mc
	return chances(c.Diff(t)/mc, se, mc, enough, down)
}

// Chances is Chances for the adjusted difference, over the unadjusted control
// mean.
func (a Adjustment) Chances(enough float64, down bool) *report.Bayes {
	mc := math.Abs(a.rawControl.Value())
	d, q, _ := a.diff()
	if mc == 0 || math.IsNaN(mc) || math.IsNaN(d) {
		return nil
	}
	l, cov := d/mc, a.covariance()
	if a.rawControl.Value() < 0 {
		cov = -cov
	}
	return chances(l, math.Sqrt(math.Max(q-2*l*cov+l*l*a.rawControl.Q(), 0))/mc, mc, enough, down)
}

// chances of a relative lift with its standard error, on a control mean of size mc.
func chances(lift, se, mc, enough float64, down bool) *report.Bayes {
	sd := flatEnough
	if !math.IsNaN(enough) {
		sd = 2 * enough / stats.NormalISF(0.025)
	}
	if down {
		lift = -lift
	}
	p := stats.NormalPosterior(lift, se, sd)
	if math.IsNaN(p.Mean) {
		return nil
	}
	b := &report.Bayes{Prior: fmt.Sprintf("normal on the relative lift, mean 0, sd %.4g", sd), ChanceBetter: report.Num(p.ChanceAbove(0)),
		ChanceEnough: report.Undefined(), ExpectedLoss: report.Num(p.Loss() * mc)}
	if !math.IsNaN(enough) {
		b.ChanceEnough = report.Num(p.ChanceAbove(enough))
	}
	return b
}
