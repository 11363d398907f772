package method

import (
	"fmt"
	"math"

	"uptake/analysis/report"
	"uptake/analysis/stats"
)

// midQuantile is how quantiles are compared.
const midQuantile = "mid_quantile"

// Quantiles compares two quantiles by their samples (stats.ClusterQuantile). p is
// that of the same share of values below the quantile of both arms together, ties
// counted half (stats.CompareTies), compared as Ratio compares ratios over units;
// statistic and df are that test's, positive where the arm's values are larger.
// The intervals join the arms' own ones, at the test's critical value, by MOVER.
// Where p and interval do not agree, which rounding of values can bring about,
// neither decides: the state is open, with a caution (interval_and_p). se is that
// of the difference by the width of the arms' intervals.
//
// Undefined with a caution (quantile_bounds) where an arm's quantile has no interval.
//
// Source: Woodruff (1952), JASA 47; Zou & Donner (2008), Statistics in Medicine 27;
// Deng, Knoblich & Lu (2018), KDD, section 4; Welch (1947).
func Quantiles(c, t stats.Sample, alpha float64) report.Comparison {
	out := Undefined(midQuantile)
	out.Abs.Value, out.Rel.Value = report.Num(c.Diff(t)), report.Num(c.Diff(t)/math.Abs(c.Value()))
	if c.Value() == 0 {
		out.Rel.Value = report.Undefined()
	}
	for i, s := range []stats.Sample{c, t} {
		if s.N > 0 && math.IsNaN(s.Q()) {
			out.Cautions = append(out.Cautions, report.Cautionf("quantile_bounds", "The quantile of %s cannot be "+
				"bounded: %s.", armNames[i], s.Order.Why))
			return out
		}
	}
	if c.N < 2 || t.N < 2 {
		out.Cautions = append(out.Cautions, report.Cautionf("n_below_2", "Control has %d and the other arm %d units "+
			"with a value; a comparison needs two in each.", c.N, t.N))
		return out
	}
	ties := stats.CompareTies(c, t)
	out.Ties = &report.Ties{Value: report.Num(ties.Value), Share: report.Num(ties.Share), Step: report.Num(ties.Step)}
	test := Ratio(ties.Control, ties.Treatment, alpha)
	for _, w := range test.Cautions { // the rest is of a share's lift, which nobody reads
		if w.Code == "few_effective_units" {
			out.Cautions = append(out.Cautions, w)
		}
	}
	if !test.P.Defined() {
		return out
	}
	crit := stats.StudentISF(alpha/2, float64(test.DF))
	bound := func(s stats.Sample) (stats.Bounded, bool) {
		lo, hi, ok := s.Order.Bounds(crit)
		return stats.Bounded{Value: s.Value(), Lo: lo, Hi: hi}, ok
	}
	control, okc := bound(c)
	treatment, okt := bound(t)
	if !okc || !okt {
		out.Cautions = append(out.Cautions, report.Cautionf("quantile_bounds", "The quantiles cannot be bounded at "+
			"this level: too few values lie beyond them."))
		return out
	}
	out.SE, out.DF, out.Statistic, out.P, out.Log10P = report.Num(math.Hypot(c.SE(), t.SE())), test.DF, -test.Statistic,
		test.P, test.Log10P
	lo, hi := stats.MoverDiff(control, treatment)
	out.Abs = report.Interval{Value: out.Abs.Value, Lo: report.Num(lo), Hi: report.Num(hi), Method: midQuantile,
		Bounded: true}
	out.Rel.Method = midQuantile
	switch lo, hi := stats.MoverLift(control, treatment); {
	case !out.Rel.Value.Defined():
	case math.IsNaN(lo) || math.IsNaN(hi):
		out.Cautions = append(out.Cautions, report.Cautionf("unbounded_lift",
			"The control quantile %.4g (%.4g to %.4g) cannot be told from 0, so the relative lift has no finite "+
				"bounds; use the absolute difference.", control.Value, control.Lo, control.Hi))
	default:
		out.Rel.Lo, out.Rel.Hi, out.Rel.Bounded = report.Num(lo), report.Num(hi), true
	}
	out.State = state(out.Abs)
	if apart, sure := out.State != "open", float64(out.P) < alpha; apart != sure {
		out.State = "open"
		words := "The interval leaves 0 out, but p is %.3f"
		if sure {
			words = "The interval holds 0, but p is %.3f"
		}
		out.Cautions = append(out.Cautions, report.Cautionf("interval_and_p", words+": with values that many share "+
			"the two need not agree, and only both together decide.", float64(out.P)))
	}
	if width := hi - lo; ties.Step > width/4 && ties.Share > 1/math.Sqrt(float64(c.Order.N+t.Order.N)) {
		out.Cautions = append(out.Cautions, report.Cautionf("quantile_steps",
			"Values step by %.6g here, and %.1f%% of them are exactly %.6g: the plain quantiles, %.6g and %.6g, move "+
				"only by such steps. Quantiles, p and interval are read between the steps, from how many values lie "+
				"below and at each.",
			ties.Step, 100*ties.Share, ties.Value, c.Order.Plain, t.Order.Plain))
	}
	if k := math.Max(c.Order.Cluster, t.Order.Cluster); k > 2 {
		out.Cautions = append(out.Cautions, report.Caution{Code: "clustered_quantile",
			Detail: fmt.Sprintf("Values of one unit are alike: the error is %.1f times what independent values would "+
				"give.", math.Sqrt(k))})
	}
	return out
}
