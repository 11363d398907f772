package method

import (
	"fmt"
	"math"
	"slices"

	"uptake/analysis/report"
	"uptake/analysis/stats"
)

// flatEnough is the prior's standard deviation where no smallest effect says
// what a large one would be.
const flatEnough = 0.3

// leastWorse is the chance of being worse below which the loss in that case is not
// given: too little of the posterior lies there.
const leastWorse = 1e-6

// Prior is what is believed of an effect before the data: normal, mean 0, on the
// relative lift, or on the difference where Enough is one and SD is not given.
type Prior struct {
	Enough   float64 // the smallest effect that matters, relative to control; NaN when none is declared
	Absolute float64 // the same in the metric's unit where it was declared so; 0: it was not
	// of the relative lift, as declared; 0: sceptical, 5 % of the mass beyond twice Enough, or 0.3 without one
	SD          float64
	NonNegative bool // the metric's values cannot be negative, so no lift is below −1
	Futures     bool // the posterior's quantiles are wanted too
}

// futures is how many equally likely true effects are given.
const futures = 20

// kinds of prior, as the result names them.
const (
	priorStated    = "stated"
	priorSceptical = "sceptical"
	priorDefault   = "default"
)

// scale is the prior's standard deviation and the smallest effect that matters, on
// the difference (absolute) or on the relative lift, with the kind.
func (p Prior) scale() (sd, enough float64, absolute bool, kind string) {
	sd, enough, kind = flatEnough, p.Enough, priorDefault
	switch {
	case p.SD > 0:
		sd, kind = p.SD, priorStated
	case p.Absolute > 0:
		enough, absolute, kind = p.Absolute, true, priorSceptical
	case !math.IsNaN(p.Enough):
		kind = priorSceptical
	}
	if kind == priorSceptical {
		sd = 2 * enough / stats.NormalISF(0.025)
	}
	return sd, enough, absolute, kind
}

// words say what scale gives.
func (p Prior) words() string {
	sd, _, absolute, kind := p.scale()
	on, beyond := "relative lift", ""
	if absolute {
		on = "difference"
	}
	if kind == priorSceptical {
		beyond = ", 1 in 20 of its mass beyond twice the smallest effect that matters"
	}
	return fmt.Sprintf("%s: normal on the %s, mean 0, sd %.4g%s", kind, on, sd, beyond)
}

// Chances gives the chances of an arm given the data and the prior, and beside
// them those of the likelihood alone. The posterior is prior × profile likelihood,
// with no further factor (stats.EffectLikelihood.Posterior): binomial for two
// proportions, else that of two means with the errors to judge by (clustered, CR3
// where units are few). ChanceEnough is undefined where no smallest effect is
// declared. down says that lower is better. ExpectedLoss is what shipping loses on
// average, in the metric's unit; LossIfWorse what it loses where the arm is worse,
// undefined where that has a chance below 1e-6. Nil where the lift is undefined.
//
// Calibrated to 5, 3 and 2.5 points at 20, 50 and 100 conversions an arm, as measured
// over fifths of what is said (TestChancesCalibrated); within finer groups it may be
// off by more.
//
// Source: Fieller (1954), JRSS B 16; Koopman (1984), Biometrics 40; the expected
// loss of Stucchio (2015).
func Chances(c, t stats.Sample, prior Prior, down bool) *report.Bayes {
	l, unit, ok := likelihood(c, t, prior)
	if !ok {
		return nil
	}
	return chances(l, unit, prior, down)
}

// ChanceEnough is that of Chances alone: for experiments that are drawn by the thousand,
// whose verdict reads no other. NaN where the lift is undefined or no smallest effect is declared.
func ChanceEnough(c, t stats.Sample, prior Prior, down bool) float64 {
	l, _, ok := likelihood(c, t, prior)
	if !ok {
		return math.NaN()
	}
	sd, enough, _, _ := prior.scale()
	return l.Beyond(sd, enough, down)
}

// likelihood is that of the effect in an arm, which is unit times as large in the metric's
// unit; false where the lift is undefined.
func likelihood(c, t stats.Sample, prior Prior) (l stats.EffectLikelihood, unit float64, ok bool) {
	if c.N < 2 || t.N < 2 || c.Value() == 0 || math.IsNaN(c.Value()) || math.IsNaN(t.Value()) {
		return l, 0, false
	}
	_, _, absolute, _ := prior.scale()
	switch {
	case c.Successes >= 0 && t.Successes >= 0 && absolute:
		return stats.RiskDiffLikelihood(c.N, c.Successes, t.N, t.Successes), 1, true
	case c.Successes >= 0 && t.Successes >= 0:
		return stats.RiskRatioLikelihood(c.N, c.Successes, t.N, t.Successes), c.Value(), true
	}
	qc, qt := c.SquaredError(), t.SquaredError()
	return means(c.Diff(t), qc+qt, c.Value(), qc, -qc, prior)
}

// Chances is Chances for the adjusted difference d, over the unadjusted control
// mean m: ln ℓ(L) = −½(d − L·m)²/(Var d − 2L·Cov(d, m) + L²·Var m), the covariance
// being that of the control's adjusted and unadjusted means.
func (a Adjustment) Chances(prior Prior, down bool) *report.Bayes {
	mc := a.rawControl.Value()
	d, q, _ := a.diff()
	if mc == 0 || math.IsNaN(mc) || math.IsNaN(d) {
		return nil
	}
	l, unit, ok := means(d, q, mc, a.rawControl.Q(), a.covariance(), prior)
	if !ok {
		return nil
	}
	return chances(l, unit, prior, down)
}

// means is likelihood of a difference d with squared error vd over a control mean mc
// with squared error vm and their covariance.
func means(d, vd, mc, vm, cov float64, prior Prior) (l stats.EffectLikelihood, unit float64, ok bool) {
	if mc < 0 {
		cov = -cov // that of d with |mc|
	}
	m, lo := math.Abs(mc), math.Inf(-1)
	if prior.NonNegative && mc > 0 {
		lo = -1
	}
	if !(vd > 0) {
		return l, 0, false
	}
	if _, _, absolute, _ := prior.scale(); absolute {
		return stats.DiffLikelihood(d, vd, lo*m), 1, true
	}
	return stats.LiftLikelihood(d, vd, m, vm, cov, lo), m, true
}

// chances of an effect that is unit times as large in the metric's unit.
func chances(l stats.EffectLikelihood, unit float64, prior Prior, down bool) *report.Bayes {
	sd, enough, absolute, kind := prior.scale()
	p := l.Posterior(sd, enough, down)
	if math.IsNaN(p.Better) {
		return nil
	}
	flat := func(enough float64) report.Num {
		if down {
			return report.Num(1 - l.ChanceAbove(-enough))
		}
		return report.Num(l.ChanceAbove(enough))
	}
	b := &report.Bayes{Prior: prior.words(), PriorKind: kind, ChanceBetter: report.Num(p.Better),
		ChanceEnough: report.Num(p.Enough), ExpectedLoss: report.Num(p.Loss * unit),
		LossIfWorse: report.Undefined(), Flat: report.FlatChances{ChanceBetter: flat(0),
			ChanceEnough: report.Undefined()}}
	if p.Worse >= leastWorse {
		b.LossIfWorse = report.Num(p.Loss / p.Worse * unit)
	}
	if !math.IsNaN(enough) {
		b.Flat.ChanceEnough = flat(enough)
	}
	if prior.Futures {
		b.Futures = futuresOf(l, sd, absolute)
	}
	return b
}

// futuresOf are the quantiles of the posterior: the middles of 20 equal parts, of which the first
// and the last are those of 0.025 and 0.975, and what lies in the middle of all.
func futuresOf(l stats.EffectLikelihood, sd float64, absolute bool) *report.Futures {
	var ps []float64
	for i := range futures {
		ps = append(ps, (float64(i)+0.5)/futures)
	}
	q := l.Quantiles(sd, slices.Insert(ps, futures/2, 0.5)...)
	f := &report.Futures{Scale: "rel", Value: report.Num(q[futures/2]), Lo: report.Num(q[0]),
		Hi: report.Num(q[futures])}
	if absolute {
		f.Scale = "abs"
	}
	for _, x := range slices.Delete(q, futures/2, futures/2+1) {
		f.Effects = append(f.Effects, report.Num(x))
	}
	return f
}
