package ignore

import (
	"context"
	"math"
	"slices"

	"uptake/analysis/report"
	"uptake/analysis/stats"
)

// leastSeen is how many suggestions a unit must have seen to be called a
// never-engager.
const leastSeen = 5

// never reports whether the unit saw enough and neither accepted nor dismissed.
func (p *person) never() bool {
	a, _ := p.count(0)
	d, _ := p.count(4)
	return p.seen() >= leastSeen && a+d == 0
}

// always reports whether the unit saw enough and never did otherwise than what is
// studied: it neither accepted nor dismissed, dismissed all, or accepted none.
func (f *Facts) always(p *person) bool {
	switch f.of.Name {
	case "dismissed":
		return p.seen() >= leastSeen && p.studied == p.seen()
	case "non_use":
		return p.seen() >= leastSeen && p.outcomes[0] == 0
	}
	return p.never()
}

// who fits how the chance to ignore varies between units, and counts those that
// never engage.
func who(_ context.Context, f *Facts, out *report.Ignores) error {
	var x, n []int64
	w := &report.WhoLens{Least: leastSeen, Balance: []report.WhoArm{}}
	arms := make([]report.WhoArm, len(f.arms))
	var ignoredOfNever, seenOfNever int64
	for i := range f.units {
		p := &f.units[i]
		s, g := p.seen(), p.studied
		if s == 0 {
			continue
		}
		x, n = append(x, g), append(n, s)
		w.Seen, w.Ignored = w.Seen+s, w.Ignored+g
		if s >= leastSeen {
			w.Eligible++
			arms[p.arm].Eligible++
		}
		if f.always(p) {
			w.Never++
			arms[p.arm].Never++
			ignoredOfNever, seenOfNever = ignoredOfNever+g, seenOfNever+s
		}
	}
	w.Units = int64(len(x))
	if w.Units == 0 {
		out.Cautions = append(out.Cautions, report.Cautionf("no_suggestions", "No mature suggestion was seen by a "+
			"unit that counts, so there is nothing to study."))
		return nil
	}
	fit := stats.BetaBinomialMLE(x, n)
	inflated := stats.InflatedBetaBinomial(x, n)
	w.Mean, w.Rho, w.A, w.B, w.Shape = report.Num(fit.Mean), report.Num(fit.Rho), report.Num(fit.Alpha),
		report.Num(fit.Beta), shape(fit)
	w.MiddleLo, w.MiddleHi = middleHalf(fit)
	w.Extra, w.ExtraP = report.Num(inflated.Share), report.Num(inflated.P.P)
	w.OfUnits, w.OfIgnores = quotient(w.Never, w.Eligible), quotient(ignoredOfNever, w.Ignored)
	w.With, w.Without = quotient(w.Ignored, w.Seen), quotient(w.Ignored-ignoredOfNever, w.Seen-seenOfNever)
	slices.SortFunc(x, func(a, b int64) int { return int(min(max(b-a, -1), 1)) })
	var top int64
	for _, v := range x[:(len(x)+9)/10] {
		top += v
	}
	w.TopDecile = quotient(top, w.Ignored)
	for a := range arms {
		r := &arms[a]
		r.Arm, r.P = f.arms[a], report.Undefined()
		if c := f.control; c >= 0 && a != c {
			_, score := stats.PooledZ(arms[c].Eligible, arms[c].Never, r.Eligible, r.Never)
			if !math.IsNaN(score) {
				r.P = report.Num(stats.TwoSided(stats.NormalLogSF(math.Abs(score))).P)
			}
		}
	}
	w.Balance = arms
	out.Who = w
	return nil
}

// middleHalf is between which rates half of the units lie, by the fitted spread.
func middleHalf(f stats.BetaBinomialFit) (lo, hi report.Num) {
	if math.IsNaN(f.Alpha) || math.IsNaN(f.Beta) {
		return report.Undefined(), report.Undefined()
	}
	a, _ := stats.BetaQuantile(0.25, f.Alpha, f.Beta, false)
	b, _ := stats.BetaQuantile(0.25, f.Alpha, f.Beta, true)
	return report.Num(a), report.Num(b)
}

// shape names a beta distribution by its ends.
func shape(f stats.BetaBinomialFit) string {
	switch {
	case math.IsNaN(f.Alpha) || math.IsNaN(f.Beta):
		return "none" // no more spread than chance makes, or all alike
	case f.Alpha < 1 && f.Beta < 1:
		return "U"
	case f.Beta < 1:
		return "J"
	case f.Alpha < 1:
		return "reversed J"
	case f.Alpha == 1 && f.Beta == 1:
		return "flat"
	}
	return "bell"
}

func quotient(a, b int64) report.Num {
	if b == 0 {
		return report.Undefined()
	}
	return report.Num(float64(a) / float64(b))
}

// extra is the fit with an extra share of units that ignore everything, on one half.
func (f *Facts) extra(half int) stats.InflatedFit {
	var x, n []int64
	for i := range f.units {
		if p := &f.units[i]; p.half() == half && p.seen() > 0 {
			x, n = append(x, p.studied), append(n, p.seen())
		}
	}
	return stats.InflatedBetaBinomial(x, n)
}
