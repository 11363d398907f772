package method

import (
	"math"

	"uptake/analysis/report"
	"uptake/analysis/stats"
)

// FewUnits is the number of units, for a ratio of effective units (Σx)²/Σx²,
// below which the usual interval can be too narrow: for a ratio at 8 to 18 the
// delta method gave 8–14 % false alarms where 5 % were asked for.
const FewUnits = 60

// leastUnits is the number of effective units below which nothing helps.
const leastUnits = 5

// Ratio compares two ratios of sums over units by their linearised samples
// (stats.Sums.Ratio), as Welch compares means. Where an arm rests on fewer than
// 60 effective units, p and both intervals come from the variance that leaves
// one unit out (CR3) with Satterthwaite's degrees of freedom, and a caution
// (few_effective_units) says so; se stays the delta method's, statistic is d
// over the CR3 error. Below 5 effective units, or where the units are not at
// hand (stats.Sample.LeftOut), p and intervals are undefined.
//
// Source: Deng, Knoblich & Lu (2018), KDD; Bell & McCaffrey (2002), Survey
// Methodology 28.
func Ratio(c, t stats.Sample, alpha float64) report.Comparison {
	out := welch(c, t, alpha)
	few := math.Min(c.Effective, t.Effective)
	if !out.SE.Defined() || out.SE == 0 {
		return out
	}
	if few < FewUnits {
		out = leftOut(c, t, alpha, few, out)
	}
	if z := math.Min(c.DenominatorZ, t.DenominatorZ); z < 5 {
		out.Cautions = append(out.Cautions, caution("weak_denominator",
			"The mean denominator is only %.1f standard errors away from 0; below 5 the ratio's error is not reliable.", z))
	}
	return out
}

func leftOut(c, t stats.Sample, alpha, few float64, delta report.Comparison) report.Comparison {
	out := Undefined("cr3")
	out.Abs.Value, out.Rel.Value, out.SE = delta.Abs.Value, delta.Rel.Value, delta.SE
	for _, w := range delta.Cautions { // what depends on the interval is said again by the one below
		if w.Code != "unbounded_lift" && w.Code != "weak_baseline" {
			out.Cautions = append(out.Cautions, w)
		}
	}
	say := func(format string, a ...any) {
		out.Cautions = append(out.Cautions, caution("few_effective_units", format, a...))
	}
	if few < leastUnits {
		say("The smaller arm rests on %.1f effective units of %d: a few heavy units hold nearly all suggestions. Below %d no p and no interval are given.",
			few, min(c.N, t.N), leastUnits)
		return out
	}
	if c.LeftOut == nil || t.LeftOut == nil || math.IsNaN(c.LeftOut.Q+t.LeftOut.Q) {
		say("The smaller arm rests on %.0f effective units of %d; below %d an interval needs the units one by one, which are not at hand here.",
			few, min(c.N, t.N), FewUnits)
		return out
	}
	qc, qt := c.LeftOut.Q, t.LeftOut.Q
	se, df, d := math.Sqrt(qc+qt), c.LeftOut.DF(*t.LeftOut), float64(out.Abs.Value)
	p := stats.TwoSided(stats.StudentLogSF(math.Abs(d/se), df))
	crit := stats.StudentISF(alpha/2, df)
	out.DF, out.Statistic, out.P, out.Log10P = report.Num(df), report.Num(d/se), report.Num(p.P), report.Num(p.Log10())
	out.Abs = report.Interval{Value: report.Num(d), Lo: report.Num(d - crit*se), Hi: report.Num(d + crit*se), Method: "cr3", Bounded: true}
	out.State = state(out.Abs)
	out.Rel = fieller(c, qc, qt, float64(out.Rel.Value), crit, &out.Cautions)
	say("The smaller arm rests on %.0f effective units of %d, so p and interval leave one unit out at a time (CR3, %.1f degrees of freedom): wider, and right more often.",
		few, min(c.N, t.N), df)
	return out
}
