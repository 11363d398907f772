package method

import (
	"math"

	"uptake/analysis/report"
	"uptake/analysis/stats"
)

// BurnIn is the number of effective units an arm needs before an interval for
// repeated reading, which is asymptotic, is given.
const BurnIn = 100

// Sequential gives the always-valid comparison: an interval that may be read
// every day, because it covers at all sample sizes at once with probability
// 1 − alpha. It is tightest when nStar units in total have been seen.
//
//	abs = d ± r·se,  se² = s_c²/n_c + s_t²/n_t,  rel by Fieller with r as the
//	critical value, p = min(1, 1/e)
//
// with r the radius of stats.SequenceRadius, so that 0 lies outside both
// intervals exactly when p < α. Nil where the fixed comparison has no standard
// error, and below 100 effective units in an arm (with a caution).
//
// Source: Waudby-Smith et al. (2021), arXiv 2103.06476, eq. 9.
func Sequential(c, t stats.Sample, alpha, nStar float64) (*report.Sequential, []report.Caution) {
	if c.N < 2 || t.N < 2 {
		return nil, nil
	}
	se, d := math.Sqrt(c.Q()+t.Q()), c.Diff(t)
	if !(se > 0) || math.IsNaN(d) {
		return nil, nil
	}
	if c.Effective < BurnIn || t.Effective < BurnIn {
		return nil, []report.Caution{report.Cautionf("sequential_burn_in", "The always-valid interval is given from "+
			"%d effective units in each arm on; there are %.0f and %.0f.",
			BurnIn, c.Effective, t.Effective)}
	}
	n := float64(c.N + t.N)
	rho := stats.MixtureRho(alpha, nStar)
	r := stats.SequenceRadius(n, rho, alpha)
	out := &report.Sequential{
		Abs: report.Interval{Value: report.Num(d), Lo: report.Num(d - r*se), Hi: report.Num(d + r*se),
			Method: "confidence_sequence", Bounded: true},
		P: report.Num(math.Min(1, math.Exp(-stats.SequenceLogE(n, rho, d/se)))),
	}
	lift := d / math.Abs(c.Value())
	if c.Value() == 0 {
		lift = math.NaN()
	}
	var ignored []report.Caution // the fixed interval has said it
	out.Rel = fieller(c, c.Q(), t.Q(), lift, r, "mean", &ignored)
	out.Rel.Method = "confidence_sequence"
	out.Level = report.Num(alpha)
	return out, nil
}

// State says which way an interval points: up, down or open, none without bounds.
func State(i report.Interval) string {
	if !i.Lo.Defined() || !i.Hi.Defined() {
		return "none"
	}
	return state(i)
}
