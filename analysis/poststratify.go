package analysis

import (
	"math"
	"slices"

	"uptake/analysis/fold"
	"uptake/analysis/health"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// leastStratum is how many units a stratum needs in both arms to stand alone.
const leastStratum = 30

// postStratify adds the comparison weighted over the levels of the segment that
// the file names, for means and proportions. Levels with fewer than 30 units in
// an arm are put together with the largest. Where it points the other way than
// the plain comparison, a caution says so (Simpson's paradox).
func (b *board) postStratify(r *report.Report, list []entry, f *fold.Result) {
	at := slices.IndexFunc(f.Dimensions, func(d fold.Dimension) bool { return d.Name == b.exp.Statistics.PostStratify })
	if b.exp.Statistics.PostStratify == "" || at < 0 || f.Dimensions[at].TooMany {
		return
	}
	for n, e := range list {
		leave := b.gates.Metric(e.m.Name)
		if e.col < 0 || e.m.Kind != spec.Mean && e.m.Kind != spec.Proportion || len(f.Dimensions[at].Levels) == 0 || f.Dimensions[at].Levels[0].Block[e.col] == nil {
			continue
		}
		for k, arm := range b.compared() {
			c := &r.Metrics[n].Comparisons[k]
			if !leave.Given() || !c.SE.Defined() {
				continue
			}
			b.weighted(leave, c, b.strata(e, f.Dimensions[at].Levels, arm))
		}
	}
}

// weighted adds the comparison over strata to the plain one.
func (b *board) weighted(_ health.Leave, c *report.Comparison, strata []stats.Stratum) {
	p := stats.PostStratify(strata)
	diff, lift := p.Test(), p.Lift()
	if !diff.Defined() {
		return
	}
	c.PostStratified = &report.PostStratified{Dimension: b.exp.Statistics.PostStratify, Strata: len(strata), SE: report.Num(diff.SE),
		Abs: testInterval(diff, b.exp.Statistics.Alpha), Rel: testInterval(lift, b.exp.Statistics.Alpha)}
	tail := stats.TwoSided(stats.NormalLogSF(math.Abs(diff.Estimate / diff.SE)))
	c.PostStratified.P, c.PostStratified.Log10P = report.Num(tail.P), report.Num(tail.Log10())
	if d := float64(c.Abs.Value); d*diff.Estimate < 0 && (c.State == "up" || c.State == "down") {
		c.Cautions = append(c.Cautions, caution("simpson", "Weighted by %s the difference is %.3g, of the other sign than the plain %.3g: the arms' mix of %s differs.",
			b.exp.Statistics.PostStratify, diff.Estimate, d, b.exp.Statistics.PostStratify))
	}
}

func testInterval(t stats.Test, alpha float64) report.Interval {
	if !t.Defined() {
		return report.Interval{Value: report.Undefined(), Lo: report.Undefined(), Hi: report.Undefined(), Method: "post_stratified"}
	}
	half := stats.NormalISF(alpha/2) * t.SE
	return report.Interval{Value: report.Num(t.Estimate), Lo: report.Num(t.Estimate - half), Hi: report.Num(t.Estimate + half), Method: "post_stratified", Bounded: true}
}

// strata are the levels as control and arm, small ones in with the largest.
func (b *board) strata(e entry, levels []fold.Level, arm int) []stats.Stratum {
	largest, most := 0, int64(-1)
	for i, l := range levels {
		if n := l.Units[b.control] + l.Units[arm]; n > most {
			largest, most = i, n
		}
	}
	rest := fold.Block{levels[largest].Block[e.col]}
	var out []stats.Stratum
	for i, l := range levels {
		one := fold.Block{l.Block[e.col]}
		s := samples(e, one, 0)
		switch {
		case i == largest:
		case min(s[b.control].N, s[arm].N) < leastStratum || !(s[b.control].Q()+s[arm].Q() > 0):
			rest, _ = rest.Merge(one) // the same column: cannot differ in dimension
		default:
			out = append(out, stats.Stratum{Control: s[b.control], Treatment: s[arm]})
		}
	}
	s := samples(e, rest, 0)
	return append(out, stats.Stratum{Control: s[b.control], Treatment: s[arm]})
}
