package evals

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"uptake/analysis/counted"
	"uptake/analysis/report"
	"uptake/analysis/stats"
)

// fewPast is the number of experiments under which there are signs alone.
const fewPast = 10

// Predict says which offline score went together with what users did, over past experiments:
// by sign with an exact interval; from ten experiments on also the correlation of the true
// effects, sampling errors taken out, and what a unit of the score was worth.
func Predict(past []report.PastExperiment, alpha float64, version string) *report.Past {
	slices.SortFunc(past, func(x, y report.PastExperiment) int {
		return cmp.Or(cmp.Compare(x.Name, y.Name), cmp.Compare(x.Arm, y.Arm))
	})
	out := &report.Past{Schema: report.PastSchema, ProgramVersion: version, Alpha: report.Num(alpha),
		Experiments: append([]report.PastExperiment{},
			past...), Left: []report.PastLeft{}, Metrics: []report.PastMetric{}, Cautions: []report.Caution{}}
	for _, key := range pairsOf(past) {
		out.Metrics = append(out.Metrics, predicted(past, key, alpha))
	}
	slices.SortStableFunc(out.Metrics, func(x, y report.PastMetric) int {
		return cmp.Or(cmp.Compare(y.Experiments, x.Experiments), cmp.Compare(x.Online, y.Online),
			cmp.Compare(x.Metric, y.Metric))
	})
	best := -1
	for i, m := range out.Metrics {
		if m.Predicts && (best < 0 || lowest(m) > lowest(out.Metrics[best])) {
			best = i
		}
	}
	switch {
	case len(past) == 0:
		out.Headline = "No past experiment has both a readout and an evaluation."
	case best < 0:
		out.Headline = fmt.Sprintf("Over %d past experiments no offline score is shown to predict what users do.",
			len(past))
	default:
		m := out.Metrics[best]
		out.Keep = m.Metric
		out.Headline = counted.Sprintf("Keep %s: its sign was that of %s in %d of %d past experiments.", m.Metric,
			m.Online,
			m.Same, m.Of)
	}
	if n := len(past); n > 0 && n < fewPast {
		out.Cautions = append(out.Cautions, report.Cautionf("few_experiments",
			"%d past experiments: under %d there are signs alone, no correlation", n, fewPast))
	}
	if len(out.Metrics) > 1 {
		out.Cautions = append(out.Cautions, report.Cautionf("several_scores",
			"%d scores were looked at, and the best of several looks better than it is", len(out.Metrics)))
	}
	return out
}

// lowest is what a metric is chosen by: the lower end of its correlation, else of its signs.
func lowest(m report.PastMetric) float64 {
	if m.Correlation.Lo.Defined() {
		return float64(m.Correlation.Lo)
	}
	return float64(m.Agree.Lo) - 1
}

// pairsOf lists offline and online metrics that occur together, sorted.
func pairsOf(past []report.PastExperiment) (out [][2]string) {
	for _, p := range past {
		for _, o := range p.Offline {
			if key := [2]string{o.Metric, p.Online.Metric}; !slices.Contains(out, key) {
				out = append(out, key)
			}
		}
	}
	slices.SortFunc(out, func(x, y [2]string) int { return cmp.Or(cmp.Compare(x[0], y[0]), cmp.Compare(x[1], y[1])) })
	return out
}

func predicted(past []report.PastExperiment, key [2]string, alpha float64) report.PastMetric {
	out := report.PastMetric{Metric: key[0], Online: key[1], Agree: report.NoInterval("Clopper–Pearson"),
		Correlation: report.NoInterval("likelihood, known errors"), Worth: report.NoInterval("likelihood, known " +
			"errors")}
	var x, sx, y, sy []float64
	for _, p := range past {
		i := slices.IndexFunc(p.Offline, func(o report.PastEffect) bool { return o.Metric == key[0] })
		if i < 0 || p.Online.Metric != key[1] || !p.Online.Value.Defined() || !p.Offline[i].Value.Defined() {
			continue
		}
		off, on := p.Offline[i], p.Online
		out.Experiments++
		if off.Value != 0 && on.Value != 0 {
			out.Of++
			if (off.Value > 0) == (on.Value > 0) {
				out.Same++
			}
		}
		if off.SE.Defined() && on.SE.Defined() {
			x, sx = append(x, float64(off.Value)), append(sx, float64(off.SE))
			y, sy = append(y, float64(on.Value)), append(sy, float64(on.SE))
		}
	}
	if out.Of > 0 {
		lo, hi := stats.ClopperPearson(int64(out.Of), int64(out.Same), alpha)
		out.Agree.Value, out.Agree.Lo, out.Agree.Hi, out.Agree.Bounded = report.Num(float64(out.Same)/float64(out.Of)),
			report.Num(lo), report.Num(hi), true
	}
	if len(x) < fewPast {
		out.Predicts = out.Agree.Bounded && out.Agree.Lo > .5
		return out
	}
	c := stats.CorrelateEffects(x, sx, y, sy, alpha)
	set := func(to *report.Interval, v, lo, hi float64) {
		to.Value, to.Lo, to.Hi = report.Num(v), report.Num(lo), report.Num(hi)
		to.Bounded = !math.IsInf(lo, 0) && !math.IsInf(hi, 0) && !math.IsNaN(lo)
	}
	set(&out.Correlation, c.Rho, c.RhoLo, c.RhoHi)
	set(&out.Worth, c.Slope, c.SlopeLo, c.SlopeHi)
	out.Predicts = c.RhoLo > 0
	return out
}
