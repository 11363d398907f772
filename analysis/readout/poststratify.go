package readout

import (
	"math"
	"slices"

	"uptake/analysis"
	"uptake/analysis/compare"
	"uptake/analysis/health"
	"uptake/analysis/report"
	"uptake/analysis/stats"
	"uptake/analysis/sums"
)

// leastStratum is how many units a stratum needs in both arms to stand alone.
const leastStratum = 30

// postStratify adds the comparison weighted over the levels of the segment that
// the file names, for means and proportions. Levels with fewer than 30 units in
// an arm are put together with the largest. Where it points the other way than
// the plain comparison, a caution says so (Simpson's paradox).
func postStratify(by *compare.Terms, metrics []report.Metric, list []analysis.Entry, f *sums.Result) {
	at := slices.IndexFunc(f.Dimensions,
		func(d sums.Dimension) bool { return d.Name == by.Exp.Statistics.PostStratify })
	if by.Exp.Statistics.PostStratify == "" || at < 0 || f.Dimensions[at].TooMany {
		return
	}
	for n, e := range list {
		leave := by.Gates.Metric(e.Metric.Name)
		if e.Col < 0 || e.Kind.Dim != 1 ||
			len(f.Dimensions[at].Levels) == 0 || f.Dimensions[at].Levels[0].Block[e.Col] == nil {
			continue
		}
		for k, arm := range by.Compared() {
			c := &metrics[n].Comparisons[k]
			if !leave.Given() || !c.SE.Defined() {
				continue
			}
			weighted(by, leave, c, strata(by, e, f.Dimensions[at].Levels, arm))
		}
	}
}

// weighted adds the comparison over strata to the plain one.
func weighted(by *compare.Terms, _ health.Leave, c *report.Comparison, strata []stats.Stratum) {
	p := stats.PostStratify(strata)
	diff, lift := p.Test(), p.Lift()
	if !diff.Defined() {
		return
	}
	c.PostStratified = &report.PostStratified{Dimension: by.Exp.Statistics.PostStratify, Strata: len(strata),
		SE:  report.Num(diff.SE),
		Abs: testInterval(diff, by.Exp.Statistics.Alpha), Rel: testInterval(lift, by.Exp.Statistics.Alpha)}
	tail := stats.TwoSided(stats.NormalLogSF(math.Abs(diff.Estimate / diff.SE)))
	c.PostStratified.P, c.PostStratified.Log10P = report.Num(tail.P), report.Num(tail.Log10())
	if d := float64(c.Abs.Value); d*diff.Estimate < 0 && (c.State == "up" || c.State == "down") {
		c.Cautions = append(c.Cautions, report.Cautionf("simpson", "Weighted by %s the difference is %.3g, of the "+
			"other sign than the plain %.3g: the arms' mix of %s differs.",
			by.Exp.Statistics.PostStratify, diff.Estimate, d, by.Exp.Statistics.PostStratify))
	}
}

func testInterval(t stats.Test, alpha float64) report.Interval {
	if !t.Defined() {
		return report.NoInterval("post_stratified")
	}
	half := stats.NormalISF(alpha/2) * t.SE
	return report.Interval{Value: report.Num(t.Estimate), Lo: report.Num(t.Estimate - half),
		Hi: report.Num(t.Estimate + half), Method: "post_stratified", Bounded: true}
}

// strata are the levels as control and arm, small ones in with the largest.
func strata(by *compare.Terms, e analysis.Entry, levels []sums.Level, arm int) []stats.Stratum {
	largest, most := 0, int64(-1)
	for i, l := range levels {
		if n := l.Units[by.Control] + l.Units[arm]; n > most {
			largest, most = i, n
		}
	}
	rest := sums.Block{levels[largest].Block[e.Col]}
	var out []stats.Stratum
	for i, l := range levels {
		one := sums.Block{l.Block[e.Col]}
		s := e.Samples(one, 0)
		switch {
		case i == largest:
		case min(s[by.Control].N, s[arm].N) < leastStratum || !(s[by.Control].Q()+s[arm].Q() > 0):
			rest, _ = rest.Merge(one) // the same column: cannot differ in dimension
		default:
			out = append(out, stats.Stratum{Control: s[by.Control], Treatment: s[arm]})
		}
	}
	s := e.Samples(rest, 0)
	return append(out, stats.Stratum{Control: s[by.Control], Treatment: s[arm]})
}
