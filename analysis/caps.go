package analysis

import (
	"math"

	"uptake/analysis/fold"
	"uptake/analysis/report"
)

// bounds are those of an entry's column: for each component of a unit's vector,
// covariates included, one of its own, so that a cap does not depend on the arm. None
// where the metric asks for no caps.
func (e Entry) bounds(c *fold.Column) []*fold.Bound {
	w := e.Metric.Winsorize
	if w.Upper == 0 && w.Lower == 0 {
		return nil
	}
	var out []*fold.Bound
	for range c.Dim() + len(c.Covariate) {
		out = append(out, &fold.Bound{Lower: w.Lower, Upper: w.Upper, SkipZeros: w.SkipZeros})
	}
	return out
}

// Capped is at what the fold held the entry's column, and how many units that changed.
func (e Entry) Capped(c *fold.Column, arms []string) []report.Winsorized {
	names := []string{"value"}
	if c.Pair() {
		names = []string{"numerator", "denominator"}
	}
	switch len(c.Covariate) {
	case 1:
		names = append(names, "covariate")
	case 2:
		names = append(names, "covariate_numerator", "covariate_denominator")
	}
	scales := append(append([]int{}, e.Scales...), e.Before...)
	var out []report.Winsorized
	for k, b := range c.Bounds {
		w := capped(b, scales[k], arms)
		w.Of = names[k]
		out = append(out, w)
	}
	return out
}

func capped(b *fold.Bound, scale int, arms []string) report.Winsorized {
	w := report.Winsorized{Quantile: report.Undefined(), SkipZeros: b.SkipZeros, Cap: report.Undefined(), Flat: b.Flat}
	if b.Upper > 0 {
		w.Quantile = report.Num(b.Upper)
	}
	if b.Lower > 0 {
		w.Lower = &report.LowerCap{Quantile: report.Num(b.Lower), Cap: report.Undefined()}
	}
	if b.Any && b.Upper > 0 {
		w.Cap = report.Num(b.High.Float() / math.Pow10(scale))
	}
	if b.Any && b.Lower > 0 {
		w.Lower.Cap = report.Num(b.Low.Float() / math.Pow10(scale))
	}
	for a, n := range arms {
		u := b.Arms[a]
		w.Arms = append(w.Arms, report.CappedUnits{Arm: n, Units: u.Units, Capped: u.Capped, Raised: u.Raised})
	}
	return w
}
