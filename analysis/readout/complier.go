package readout

import (
	"math"

	"uptake/analysis"
	"uptake/analysis/compare"
	"uptake/analysis/fold"
	"uptake/analysis/health"
	"uptake/analysis/report"
	"uptake/analysis/stats"
	"uptake/analysis/study"
	"uptake/analysis/sums"
)

// complierColumns pairs each declared mean and proportion with whether the unit
// was ever shown a suggestion; the result says for each analysis.Entry which column that
// is, −1 where it has none.
func complierColumns(list []analysis.Entry, cols []fold.Column) (at []int, extra []fold.Column) {
	shown := fold.Value{From: fold.Suggestions, Count: study.AllStates, Any: true}
	for _, e := range list {
		if e.Col < 0 || e.Metric.Builtin || e.Kind.Dim != 1 {
			at = append(at, -1)
			continue
		}
		c := cols[e.Col]
		at = append(at, len(cols)+len(extra))
		extra = append(extra, fold.Column{Name: c.Name + "/complier", Y: c.Y, X: &shown, Window: c.Window,
			Bounds: c.Bounds[:min(1, len(c.Bounds))]})
	}
	return at, extra
}

// compliers adds the effect on those shown a suggestion where control was shown
// none: assignment as the instrument. Its interval is Fieller's for the ratio of
// the two differences.
//
//	(ȳ_t − ȳ_c) / (share of the arm's units shown one)
//
// Source: Imbens & Angrist (1994), Econometrica 62; Bloom (1984) for a control
// group without access; Fieller (1954).
func compliers(by *compare.Terms, metrics []report.Metric, list []analysis.Entry, at []int, f *sums.Result) {
	if by.Control < 0 || !by.Suggestions || by.UnitsShown[by.Control] > 0 {
		return
	}
	for n, e := range list {
		leave := by.Gates.Metric(e.Metric.Name)
		if at[n] < 0 || !leave.Given() {
			continue
		}
		s := analysis.Entry{Kind: e.Kind, Scales: []int{e.Scales[0], 0}}.Samples(f.Main, at[n])
		for k, i := range by.Compared() {
			c := &metrics[n].Comparisons[k]
			if !c.SE.Defined() || by.UnitsShown[i] == 0 {
				continue
			}
			c.Complier = complier(leave, s[by.Control], s[i], float64(c.DF), by.Exp.Statistics.Alpha)
		}
	}
}

// complier takes two samples of (y, shown); nobody of the first was shown anything.
func complier(_ health.Leave, control, treatment stats.Sample, df, alpha float64) *report.Complier {
	d, share := control.Diff(treatment), treatment.Mean[1]
	n := float64(treatment.N)
	per := func(i int) float64 { return treatment.Cross[i] / (n - 1) / n }
	crit := stats.NormalISF(alpha / 2)
	if df > 0 {
		crit = stats.StudentISF(alpha/2, df)
	}
	lo, hi, g := stats.FiellerPair(d, control.Q()+treatment.Q(), share, per(2), per(1), crit)
	out := &report.Complier{Value: report.Num(d / share), Lo: report.Undefined(), Hi: report.Undefined(),
		Shown: report.Num(share), Method: "wald_iv"}
	if g < 1 && !math.IsNaN(lo) {
		out.Lo, out.Hi = report.Num(lo), report.Num(hi)
	}
	return out
}
