package method

import (
	"math"

	"uptake/analysis/report"
	"uptake/analysis/stats"
)

// Windows is one arm's units in two windows after exposure, the same units in
// both: each window's own sample, and both together, as stats.NewLogChange takes it.
type Windows struct {
	Early, Late, Both stats.Sample
	LeftOut           *stats.LeaveOneOut // of the change of a ratio; nil where the units are not at hand
}

// Change says how the arm's mean over control's moved from the early window to the
// late one, on the same units:
//
//	Δ = ln(m_t/m_c) late − early,  ratio = e^Δ − 1
//
// with each arm's error by the delta method and its units' own covariance, and t
// with Satterthwaite's degrees of freedom. Of a ratio whose arm rests on fewer than
// stats.FewUnits effective units in a window the error leaves one unit out at a time
// (CR3); ratio says that it is one. Undefined, with a caution: fewer than two units in an arm (n_below_2), a
// mean that is not above 0 (mean_not_positive), nothing that varies
// (zero_variance), too few effective units or units that are not at hand
// (few_effective_units).
//
// Source: the delta method on ln; Bell & McCaffrey (2002), Survey Methodology 28.
func Change(c, t Windows, ratio bool, alpha float64) report.Change {
	out := UndefinedChange()
	arms := [2]Windows{c, t}
	var q, df [2]float64
	delta, fewest := 0.0, math.Inf(1)
	for i, a := range arms {
		if a.Both.N < 2 {
			out.Cautions = append(out.Cautions, report.Cautionf("n_below_2", "In %s %d units were followed through "+
				"both windows; two are needed.", armNames[i], a.Both.N))
			return out
		}
		for k, s := range []stats.Sample{a.Early, a.Late} {
			if !(s.Value() > 0) {
				out.Cautions = append(out.Cautions, report.Cautionf("mean_not_positive", "In %s the value of the %s "+
					"days is %.4g; how many times larger one is than another needs values above 0.",
					armNames[i], [2]string{"first", "last"}[k], s.Value()))
				return out
			}
			fewest = math.Min(fewest, s.Effective)
		}
		l := stats.NewLogChange(a.Both)
		delta += float64(2*i-1) * l.Estimate
		q[i], df[i] = l.Q, l.DF
	}
	out.Log.Value, out.Ratio.Value = report.Num(delta), report.Num(math.Expm1(delta))
	se, nu := stats.WelchDF(c.Both.N, q[0], t.Both.N, q[1])
	if ratio && fewest < stats.FewUnits {
		if fewest < leastUnits || c.LeftOut == nil || t.LeftOut == nil {
			out.Cautions = append(out.Cautions, report.Cautionf("few_effective_units",
				"The change rests on %.1f effective units; below %d none is given, and below %d it needs the units "+
					"one by one.", fewest, leastUnits, stats.FewUnits))
			return out
		}
		se, nu = math.Sqrt(c.LeftOut.Q+t.LeftOut.Q), c.LeftOut.DF(*t.LeftOut)
		out.Method = "cr3"
	}
	if !(se > 0) || !(nu > 0) {
		out.Cautions = append(out.Cautions, report.Cautionf("zero_variance", "Nothing varies between the units' two "+
			"windows, so the change has no error to judge by."))
		return out
	}
	p := stats.TwoSided(stats.StudentLogSF(math.Abs(delta/se), nu))
	half := stats.StudentISF(alpha/2, nu) * se
	out.SE, out.DF, out.Statistic, out.P, out.Log10P = report.Num(se), report.Num(nu), report.Num(delta/se),
		report.Num(p.P), report.Num(p.Log10())
	out.Log = report.Interval{Value: report.Num(delta), Lo: report.Num(delta - half), Hi: report.Num(delta + half),
		Method: out.Method, Bounded: true}
	out.Ratio = report.Interval{Value: report.Num(math.Expm1(delta)), Lo: report.Num(math.Expm1(delta - half)),
		Hi: report.Num(math.Expm1(delta + half)), Method: out.Method, Bounded: true}
	out.State = state(out.Log)
	return out
}

// UndefinedChange is a change without numbers.
func UndefinedChange(cautions ...report.Caution) report.Change {
	u := report.Undefined()
	return report.Change{Log: report.NoInterval("delta"), Ratio: report.NoInterval("delta"), SE: u, DF: u, Statistic: u,
		P: u, Log10P: u,
		Method: "delta", State: "none", Cautions: append([]report.Caution{}, cautions...)}
}
