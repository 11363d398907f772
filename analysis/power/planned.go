package power

import (
	"math"

	"uptake/analysis/stats"
)

// fewDF is the degrees of freedom below which the t distribution is taken for
// the planned test instead of the normal.
const fewDF = 200

// burnIn is the number of units an arm needs before an always-valid interval is
// given; the comparison itself has the same limit (package method).
const burnIn = 100

// Test is the planned comparison of one arm with control in one metric, as the
// readout will make it: two proportions by the pooled z, all else by Welch's t
// with the same unit variance in both arms.
type Test struct {
	Proportion bool
	Base       float64 // control's value
	Variance   float64 // of one unit; not read for a proportion, whose variance follows from its value
	Factor     float64 // what CUPED and clusters make of a variance: (1−ρ²) · design effect
	Cluster    float64 // mean units of a cluster, at least 1: degrees of freedom are counted in clusters
	Alpha      float64 // two-sided
	// Sequential judges by the always-valid interval, which is tightest at NStar
	// units of both arms together; NStar = 0 stands for tuned at the planned size.
	Sequential bool
	NStar      float64
}

// variances returns one unit's variance in control and in treatment after CUPED
// and clusters, when treatment's value is base + effect.
func (t Test) variances(effect float64) (control, treatment float64) {
	if !t.Proportion {
		return t.Variance * t.Factor, t.Variance * t.Factor
	}
	p := t.Base + effect
	return t.Base * (1 - t.Base) * t.Factor, p * (1 - p) * t.Factor
}

// Power returns the chance that the test finds a true difference effect with nc
// and nt units, in either direction.
//
//	means, ratios   noncentral t below 200 degrees of freedom, else Normal
//	proportions     Pooled, with n divided by Factor
//	always-valid    Threshold at the radius of the confidence sequence
//
// 0 with fewer than 2 units in an arm and, when Sequential, with fewer than 100;
// NaN for a proportion outside 0 to 1.
func (t Test) Power(effect, nc, nt float64) float64 {
	vc, vt := t.variances(effect)
	switch {
	case t.Proportion && !(t.Base+effect >= 0 && t.Base+effect <= 1):
		return math.NaN()
	case t.tooFew(nc, nt):
		return 0
	case t.Sequential:
		p, _ := Threshold(effect, SE(vc, nc, vt, nt), t.radius(nc+nt))
		return p
	case t.Proportion:
		return Proportions{N: nc / t.Factor, Control: t.Base, Treatment: t.Base + effect, Alpha: t.Alpha,
			Ratio: nt / nc}.Pooled()
	}
	return t.student(effect, vc, nc, vt, nt)
}

// tooFew reports whether there are too few units for the test.
func (t Test) tooFew(nc, nt float64) bool {
	least := 2.0
	if t.Sequential {
		least = burnIn
	}
	return nc < least || nt < least
}

// radius is the half-width of the always-valid interval in standard errors.
func (t Test) radius(n float64) float64 {
	nStar := t.NStar
	if nStar == 0 {
		nStar = n
	}
	return stats.SequenceRadius(n, stats.MixtureRho(t.Alpha, nStar), t.Alpha)
}

// student is the power of a two-sided test of effect at Alpha by Welch's t.
func (t Test) student(effect, vc, nc, vt, nt float64) float64 {
	gc, gt := nc/math.Max(t.Cluster, 1), nt/math.Max(t.Cluster, 1)
	if gc < 2 || gt < 2 {
		return 0
	}
	se := SE(vc, nc, vt, nt)
	if df := welchDF(gc, vc/nc, gt, vt/nt); df < fewDF {
		return stats.NoncentralTPower(stats.StudentISF(t.Alpha/2, df), math.Abs(effect)/se, df)
	}
	p, _ := Normal(effect, se, t.Alpha)
	return p
}

// welchDF is Satterthwaite's ν for sizes that need not be whole.
func welchDF(nc, qc, nt, qt float64) float64 {
	most := math.Max(qc, qt)
	a, b := qc/most, qt/most
	return (a + b) * (a + b) / (a*a/(nc-1) + b*b/(nt-1))
}

// Safe returns the chance that a guardrail without any true difference is shown
// safe: that the bound on its worse side, one-sided at guardAlpha, stays inside
// the margin. grow is what the limit makes of control's value, 1 ∓ margin for a
// margin relative to control, and 1 for one in the metric's own unit:
//
//	se² = v/n_t + grow²·v/n_c,  power of a one-sided test of |margin|
//
// Sequential, the bound is that of the always-valid interval at 2·guardAlpha.
//
// Source: the non-inferiority test on the relative scale; Schumi & Wittes (2011), Trials 12.
func (t Test) Safe(margin, grow, nc, nt float64, guardAlpha float64) float64 {
	v, _ := t.variances(0)
	g := t
	g.Alpha = 2 * guardAlpha
	switch {
	case t.tooFew(nc, nt):
		return 0
	case t.Sequential:
		return stats.NormalSF(g.radius(nc+nt) - math.Abs(margin)/SE(grow*grow*v, nc, v, nt))
	case t.Proportion:
		return stats.NormalSF(stats.NormalISF(guardAlpha) - math.Abs(margin)/SE(grow*grow*v, nc, v, nt))
	}
	return g.student(margin, grow*grow*v, nc, v, nt)
}

// reach is the largest difference that a proportion can have in the direction
// of sign, +Inf for other metrics.
func (t Test) reach(sign float64) float64 {
	switch {
	case !t.Proportion:
		return math.Inf(1)
	case sign < 0:
		return t.Base * almost
	}
	return (1 - t.Base) * almost
}

// almost keeps a proportion that goes as far as it can from leaving 0 to 1 by rounding.
const almost = 1 - 1e-12

// MDE returns the smallest difference in the direction of sign (±1) that nc and
// nt units find with the power target, as an amount above 0; both tails are
// counted. NaN where none does: too few units, or a proportion that would leave
// 0 to 1.
func (t Test) MDE(sign, nc, nt, target float64) float64 {
	return smallest(t.reach(sign), t.spread(nc, nt), target, func(x float64) float64 { return t.Power(sign*x, nc, nt) })
}

// SafeMargin returns the smallest margin at which a guardrail without a true
// difference is shown safe with the chance target; grow says what a margin makes
// of control's value. NaN where none is.
func (t Test) SafeMargin(grow func(margin float64) float64, nc, nt, target, guardAlpha float64) float64 {
	return smallest(math.Inf(1), t.spread(nc, nt), target, func(x float64) float64 {
		return t.Safe(x, grow(x), nc, nt, guardAlpha)
	})
}

// spread is the standard error without a difference: the scale of an MDE.
func (t Test) spread(nc, nt float64) float64 {
	v, _ := t.variances(0)
	return SE(v, nc, v, nt)
}

// smallest finds where a chance that rises with an amount reaches target.
func smallest(most, scale, target float64, chance func(float64) float64) float64 {
	if !(scale > 0) || math.IsInf(scale, 0) {
		return math.NaN()
	}
	if !math.IsInf(most, 0) && !(chance(most) >= target) {
		return math.NaN()
	}
	x := rise(func(k float64) float64 { return chance(math.Min(k*scale, most)) }, target, 1e9)
	if math.IsInf(x, 0) {
		return math.NaN()
	}
	return math.Min(x*scale, most)
}

// Units returns the units that all arms together need for chance(nc, nt), such as
// Power at an effect, to reach target, when control and treatment get these shares
// of them; not rounded. +Inf beyond 1e15.
func Units(shareControl, shareTreatment, target float64, chance func(nc, nt float64) float64) float64 {
	return rise(func(n float64) float64 { return chance(n*shareControl, n*shareTreatment) }, target, 1e15)
}
