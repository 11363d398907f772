package method

import (
	"fmt"
	"math"

	"uptake/analysis/counted"
	"uptake/analysis/report"
	"uptake/analysis/stats"
)

// leastUnits is the number of effective units below which nothing helps.
const leastUnits = 5

// Ratio compares two ratios of sums over units by their linearised samples
// (stats.Sums.Ratio), as Welch compares means. Where an arm rests on fewer than
// 150 effective units, p and both intervals come from the variance that leaves
// one unit out (CR3) with Satterthwaite's degrees of freedom, and a caution
// (few_effective_units) says so; se stays the delta method's, statistic is d
// over the CR3 error. Where the units are not at hand (stats.Sample.LeftOut) the
// delta method stands from 60 effective units on, with the caution; below, and with
// fewer than 5 in any case, p and intervals are undefined.
//
// Source: Deng, Knoblich & Lu (2018), KDD; Bell & McCaffrey (2002), Survey
// Methodology 28.
func Ratio(c, t stats.Sample, alpha float64) report.Comparison {
	out := welch(c, t, alpha, "ratio")
	if !out.SE.Defined() || out.SE == 0 {
		return out
	}
	switch few := math.Min(c.Effective, t.Effective); {
	case few >= stats.FewUnits:
	case few >= stats.DeltaUnits && (c.LeftOut == nil || t.LeftOut == nil):
		out.Cautions = append(out.Cautions, report.Cautionf("few_effective_units",
			"The smaller arm rests on %.0f effective units of %d, whose values one by one are not at hand here; "+
				"below %d the interval may be a little too narrow.", few, min(c.N, t.N), stats.FewUnits))
	default:
		out = leftOut(c, t, alpha, out)
	}
	for i, s := range []stats.Sample{c, t} {
		if s.DenominatorZ < weakDenominator {
			out.Cautions = append(out.Cautions, report.Cautionf("weak_denominator", "In %s %s; below %d the ratio's "+
				"error is not reliable.", armNames[i], WeakText(s), weakDenominator))
			break
		}
	}
	return out
}

// armNames are control and the arm that is compared with it.
var armNames = [2]string{"control", "the other arm"}

// weakDenominator is how many standard errors the mean denominator must lie away
// from 0 for the ratio's error to be relied on.
const weakDenominator = 5

// WeakText says that the denominators add up to little against their spread, or
// on how few units a ratio rests: why it has no interval, or a doubtful one.
func WeakText(s stats.Sample) string {
	if s.DenominatorZ < weakDenominator {
		return counted.Sprintf("the denominators of %d units add up to %.4g, only %.1f standard errors from 0", s.N,
			s.Denominator, s.DenominatorZ)
	}
	return fmt.Sprintf("the ratio rests on %.1f effective units of %d", s.Effective, s.N)
}

func leftOut(c, t stats.Sample, alpha float64, delta report.Comparison) report.Comparison {
	least, who := c, "Control"
	if t.Effective < c.Effective {
		least, who = t, "The other arm"
	}
	few := least.Effective
	out := Undefined("cr3")
	out.Abs.Value, out.Rel.Value, out.SE = delta.Abs.Value, delta.Rel.Value, delta.SE
	for _, w := range delta.Cautions { // what depends on the interval is said again by the one below
		if w.Code != "unbounded_lift" && w.Code != "weak_baseline" {
			out.Cautions = append(out.Cautions, w)
		}
	}
	say := func(format string, a ...any) {
		out.Cautions = append(out.Cautions, report.Cautionf("few_effective_units", format, a...))
	}
	if few < leastUnits {
		say("%s rests on %.1f effective units of %d: few units hold most of the denominator, or denominators of both "+
			"signs cancel. Below %d no p and no interval are given.",
			who, few, least.N, leastUnits)
		return out
	}
	if c.LeftOut == nil || t.LeftOut == nil || math.IsNaN(c.LeftOut.Q+t.LeftOut.Q) {
		say("%s rests on %.0f effective units of %d; below %d an interval needs the units one by one, which are not "+
			"at hand here.",
			who, few, least.N, stats.DeltaUnits)
		return out
	}
	qc, qt := c.LeftOut.Q, t.LeftOut.Q
	se, df, d := math.Sqrt(qc+qt), c.LeftOut.DF(*t.LeftOut), float64(out.Abs.Value)
	p := stats.TwoSided(stats.StudentLogSF(math.Abs(d/se), df))
	crit := stats.StudentISF(alpha/2, df)
	out.DF, out.Statistic, out.P, out.Log10P = report.Num(df), report.Num(d/se), report.Num(p.P), report.Num(p.Log10())
	out.Abs = report.Interval{Value: report.Num(d), Lo: report.Num(d - crit*se), Hi: report.Num(d + crit*se),
		Method: "cr3", Bounded: true}
	out.State = state(out.Abs)
	out.Rel = fieller(c, qc, qt, float64(out.Rel.Value), crit, "ratio", &out.Cautions)
	say("%s rests on %.0f effective units of %d, so p and interval leave one unit out at a time (CR3, %.1f degrees "+
		"of freedom): wider, and right more often.",
		who, few, least.N, df)
	return out
}
