package readout

import (
	"fmt"
	"math"
	"strings"

	"uptake/analysis"
	"uptake/analysis/compare"
	"uptake/analysis/counted"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
	"uptake/analysis/study"
)

// maxRounding is the share of the sum of absolute values above which lost
// decimals are worth a word.
const maxRounding = 1e-6

// losses says what the metrics' values lost on the way in: units without a
// value, and decimals beyond their scale.
func losses(by *compare.Terms, metrics []report.Metric, list []analysis.Entry, samples [][]stats.Sample,
	t *study.Tables) {
	for i, e := range list {
		if e.Col >= 0 {
			metrics[i].Cautions = append(metrics[i].Cautions, lost(by, e.Metric, samples[i], t)...)
		}
	}
}

func lost(by *compare.Terms, m spec.Metric, s []stats.Sample, t *study.Tables) []report.Caution {
	var out []report.Caution
	if by.Exp.Layout == spec.Units && by.Gates.Metric(m.Name).Given() {
		var parts []string
		for i := range by.Names {
			n := by.Counting(i)
			if d := n - s[i].N; d > 0 {
				parts = append(parts, counted.Sprintf("%d of %d in %s", d, n, by.Names[i]))
			}
		}
		if len(parts) > 0 {
			out = append(out, report.Cautionf("missing_values", "Units without a value are left out of this metric: "+
				"%s. If having a value depends on the arm, the comparison is biased.",
				strings.Join(parts, ", ")))
		}
	}
	for i, v := range t.Shape.Variables {
		if v.Metric != m.Name || i >= len(t.Rounding) {
			continue
		}
		if share := t.Rounding[i].Share(); share > maxRounding {
			more := int(math.Ceil(math.Log10(share / maxRounding)))
			out = append(out, report.Cautionf("rounded", "%d values of %s have more than %d decimals; rounding may "+
				"move the sum by up to %.2g of itself. Write scale: %d to keep them.",
				t.Rounding[i].Values, v.Name, v.Scale, share, min(v.Scale+more, 15)))
		}
	}
	return out
}

// unadjusted says why no comparison has an adjustment for the time before
// exposure, and how to get one.
func unadjusted(by *compare.Terms) []report.Caution {
	if by.Control < 0 || analysis.HasCovariate(by.Exp) {
		return nil
	}
	say := func(s string) []report.Caution { return []report.Caution{{Code: "not_adjusted", Detail: s}} }
	const cannot = "No metric is adjusted for the time before exposure (CUPED): "
	switch by.Exp.Layout {
	case spec.Events:
		if by.Exp.Statistics.CUPED > 0 {
			return say(cannot + "quantiles, grades, retention and funnels cannot be, and there is no other metric.")
		}
		return say("Tip: statistics: {cuped: 14d} would narrow the ranges where people's habits differ, if the " +
			"export reaches back so far.")
	case spec.Units:
		return say("Tip: a metric's column from before exposure, given as its covariate, would narrow its range.")
	}
	return say(fmt.Sprintf(cannot+"the rows of layout %s do not show that time.", by.Exp.Layout))
}
