package method

import (
	"math"

	"uptake/analysis/report"
	"uptake/analysis/stats"
)

// Convention is another way to the same comparison, for those who must match a
// tool that uses it. The numbers at the top of a comparison never change.
type Convention struct {
	Name    string
	About   string
	compute func(c, t stats.Sample, a Asked) (report.Also, bool)
}

// Conventions lists what `statistics: {also: […]}` can name.
var Conventions = []Convention{
	{"student", "difference of means by Student's t with one variance for both arms", func(c, t stats.Sample,
		a Asked) (report.Also, bool) {
		return linear("abs", stats.StudentTest(c, t), a.Alpha)
	}},
	{"delta_lift", "relative lift by the delta method, with its own p", func(c, t stats.Sample, a Asked) (report.Also,
		bool) {
		return linear("rel", stats.LiftDelta(c, t), a.Alpha)
	}},
	{"log_lift", "relative lift from the ratio of means on the log scale", func(c, t stats.Sample,
		a Asked) (report.Also, bool) {
		return logarithmic(c, stats.LiftLog(c, t), a.Alpha)
	}},
	{"unpooled_z", "difference of proportions by Wald's interval, each arm with its own variance",
		func(c, t stats.Sample, a Asked) (report.Also, bool) {
			if !binary(c, t) {
				return report.Also{}, false
			}
			d := stats.PropDiff(c.N, c.Successes, t.N, t.Successes)
			return linear("abs", stats.Test{Estimate: d, SE: stats.UnpooledSE(c.N, c.Successes, t.N, t.Successes),
				DF: math.Inf(1)}, a.Alpha)
		}},
	{"miettinen_nurminen", "difference of proportions by the score interval of Miettinen and Nurminen",
		func(c, t stats.Sample, a Asked) (report.Also, bool) {
			if !binary(c, t) {
				return report.Also{}, false
			}
			lo, hi := stats.MiettinenNurminen(c.N, c.Successes, t.N, t.Successes, stats.NormalISF(a.Alpha/2))
			return report.Also{Scale: "abs", Value: report.Num(stats.PropDiff(c.N, c.Successes, t.N, t.Successes)),
				Lo: report.Num(lo), Hi: report.Num(hi), P: report.Undefined()}, !math.IsNaN(lo)
		}},
	{"log_risk_ratio", "relative lift of proportions from the risk ratio on the log scale (Katz)",
		func(c, t stats.Sample, a Asked) (report.Also, bool) {
			if !binary(c, t) {
				return report.Also{}, false
			}
			return logarithmic(c, stats.RiskRatioLog(c.N, c.Successes, t.N, t.Successes), a.Alpha)
		}},
	{"fisher", "Fisher's exact p of the two counts of successes", func(c, t stats.Sample, _ Asked) (report.Also, bool) {
		if !binary(c, t) {
			return report.Also{}, false
		}
		u := report.Undefined()
		return report.Also{Scale: "abs", Value: report.Num(stats.PropDiff(c.N, c.Successes, t.N, t.Successes)), Lo: u,
			Hi: u,
			P:  report.Num(stats.Fisher(c.N, c.Successes, t.N, t.Successes).P)}, true
	}},
	{"tost", "equivalence within the metric's margin, else its minimum_effect, by two one-sided tests; the interval " +
		"is the one at 1 − 2·alpha that belongs to them", func(c, t stats.Sample, a Asked) (report.Also, bool) {
		return equivalence(c, t, a)
	}},
	{"noninferiority", "not worse than the metric's margin, by a one-sided test at guardrail_alpha, with its bound",
		func(c, t stats.Sample, a Asked) (report.Also, bool) {
			return nonInferior(c, t, a)
		}},
}

// Also computes the named conventions that apply to two samples, in the order
// of the table: those for proportions only to 0/1 values. Ratios that rest on few
// effective units have none, since all of these would be too narrow there.
func Also(names []string, c, t stats.Sample, asked Asked) []report.Also {
	if c.LeftOut != nil || t.LeftOut != nil || c.Order != nil || t.Order != nil {
		return nil
	}
	var out []report.Also
	for _, k := range Conventions {
		for _, n := range names {
			if n != k.Name {
				continue
			}
			if a, ok := k.compute(c, t, asked); ok {
				a.Method = k.Name
				out = append(out, a)
			}
		}
	}
	return out
}

func binary(c, t stats.Sample) bool {
	return c.Successes >= 0 && t.Successes >= 0 && c.N > 0 && t.N > 0
}

// Asked is what a convention needs beside the samples.
type Asked struct {
	Alpha, GuardAlpha float64
	Margin, Effect    Bound // the metric's margin and minimum effect
	Down              bool  // lower is better
}

func linear(scale string, t stats.Test, alpha float64) (report.Also, bool) {
	lo, hi := t.Interval(alpha)
	return report.Also{Scale: scale, Value: report.Num(t.Estimate), Lo: report.Num(lo), Hi: report.Num(hi),
		P: report.Num(t.TwoSided().P)}, t.Defined()
}

// logarithmic turns a log ratio into a lift over |control mean|.
func logarithmic(c stats.Sample, t stats.Test, alpha float64) (report.Also, bool) {
	lo, hi := t.Interval(alpha)
	v, lo, hi := math.Expm1(t.Estimate), math.Expm1(lo), math.Expm1(hi)
	if c.Value() < 0 {
		v, lo, hi = -v, -hi, -lo
	}
	return report.Also{Scale: "rel", Value: report.Num(v), Lo: report.Num(lo), Hi: report.Num(hi),
		P: report.Num(t.TwoSided().P)}, t.Defined()
}
