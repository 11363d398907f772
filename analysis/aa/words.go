package aa

import (
	"fmt"
	"math"

	"uptake/analysis/counted"
	"uptake/analysis/report"
)

// lumpy is the share of runs with one and the same p from which on p is no smooth number.
const lumpy = 0.01

// cautions say what makes a metric's rate hard to read.
func cautions(m *report.AAMetric, runs int) {
	say := func(code, format string, a ...any) {
		m.Cautions = append(m.Cautions, report.Cautionf(code, format, a...))
	}
	if n := runs - m.Alarms.Runs; n > 0 {
		say("runs_without_p", "%d of %d runs have no p value: too little varies, or too few units carry the metric; "+
			"they count as no run.", n, runs)
	}
	if u := m.Uniform; u != nil && float64(u.Commonest) > lumpy {
		say("lumpy_p", "p takes %d different values in %d runs, the commonest in %.1f%% of them, because the metric "+
			"takes few values: p moves in steps, and its bins are lumpy for that alone. The rate of alarms is %s of "+
			"100, where %s are meant.",
			u.Distinct, m.Alarms.Runs, 100*float64(u.Commonest), inHundred(float64(m.Alarms.Rate)),
			inHundred(float64(m.Alarms.Expected)))
	} else if u != nil && u.P < 0.001 {
		say("uneven_p", "p is not evenly spread (chi-square %.1f with %d degrees of freedom, p = %.2g): the method "+
			"does not quite fit these values.", float64(u.ChiSquare), u.DF, float64(u.P))
	}
}

// headline is the result in one sentence: the worst metric that raises too many
// alarms and what to do about it, else that none does.
func headline(r *report.AA) string {
	var worst *report.AAMetric
	few, silent := 0, 0
	names := map[string]bool{}
	for i := range r.Metrics {
		m := &r.Metrics[i]
		names[m.Name] = true
		switch m.Alarms.Word {
		case "too_many":
			if worst == nil || m.Alarms.Rate > worst.Alarms.Rate {
				worst = m
			}
		case "too_few":
			few++
		case "no_answer":
			silent++
		}
	}
	meant := inHundred(float64(r.Alpha))
	if worst != nil {
		return fmt.Sprintf("%s cries wolf in %s of 100 shuffles where %s are meant: %s.", worst.Name,
			inHundred(float64(worst.Alarms.Rate)), meant, advice(worst))
	}
	switch {
	case silent == len(r.Metrics):
		return "No metric gives an answer in any shuffle: too little varies, or too few units carry it."
	case few == 1:
		return counted.Sprintf("No metric cries wolf too often; 1 of %d comparisons raises fewer false alarms than "+
			"the %s in 100 that are meant, so it is safe but slow to see an effect.", len(r.Metrics), meant)
	case few > 1:
		return counted.Sprintf("No metric cries wolf too often; %d of %d comparisons raise fewer false alarms than "+
			"the %s in 100 that are meant, so they are safe but slow to see an effect.", few, len(r.Metrics), meant)
	case len(names) == 1:
		return fmt.Sprintf("%s raises false alarms as often as it should, %s in 100.", r.Metrics[0].Name, meant)
	}
	if len(names)-silent == 2 {
		return fmt.Sprintf("Both metrics raise false alarms as often as they should, %s in 100.", meant)
	}
	return counted.Sprintf("All %d metrics raise false alarms as often as they should, %s in 100.", len(names)-silent,
		meant)
}

// advice is what helps a metric that raises too many alarms.
func advice(m *report.AAMetric) string {
	switch {
	case m.Uniform != nil && float64(m.Uniform.Commonest) > lumpy:
		return "few different values stand behind it, so p moves in steps; ask for a p clearly below the level"
	case (m.Kind == "mean" || m.Kind == "ratio") && len(m.Winsorized) == 0:
		return "winsorize it, so that a few heavy units do not decide"
	case len(m.Winsorized) > 0:
		return "cap it lower, or do not decide by it"
	case m.Kind == "quantile":
		return "too few units stand behind this quantile; take one nearer to the middle"
	}
	return "too few units carry it; do not decide by it"
}

// inHundred prints a rate as so many of 100, to a tenth where that tells more.
func inHundred(rate float64) string {
	v := 100 * rate
	if r := math.Round(v); math.Abs(v-r) < 0.05 {
		return fmt.Sprintf("%.0f", r)
	}
	return fmt.Sprintf("%.1f", v)
}
