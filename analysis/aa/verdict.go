package aa

import (
	"fmt"

	"uptake/analysis"
	"uptake/analysis/compare"
	"uptake/analysis/counted"
	"uptake/analysis/decide"
	"uptake/analysis/report"
	"uptake/analysis/stats"
	"uptake/analysis/sums"
)

// verdictRun is one shuffle on its way to a verdict, by the readout's own code.
type verdictRun struct {
	by    *compare.Terms
	facts *decide.Facts
}

// verdict begins the verdict of one run: the reading at the end, of a plan written
// beforehand, weeks and chance being enough. Without an end the band decides.
func (a *shuffler) verdict() *verdictRun {
	by := a.by
	f := &decide.Facts{Exp: by.Exp, Control: by.Names[by.Control], Health: report.Health{Status: "ok"}, Timed: by.Timed,
		Ended:    by.Ended,
		DaysLeft: 1, Full: by.Exp.Decision.MinWeeks, Planned: true, Chances: map[string]map[string]*report.Bayes{},
		TooFew: map[string][]string{}}
	for _, i := range by.Compared() {
		f.Arms = append(f.Arms, by.Names[i])
	}
	return &verdictRun{by, f}
}

// add compares the arms in one metric, as the readout does at the end. How the
// days came is not shuffled, so the boundary is the one that holds for any.
func (v *verdictRun) add(e analysis.Entry, samples []stats.Sample, before *analysis.Covaried) {
	m := v.by.Metric(e, samples, nil, before)
	for k, again := range m.Again {
		if v.by.Ended && again != nil {
			v.by.Final(&m.Comparisons[k], e, again, v.critical)
		}
	}
	v.facts.Chances[e.Metric.Name] = m.Chances
	v.facts.Metrics = append(v.facts.Metrics, m.Metric)
}

// critical is the boundary of a run's reading. Planned looks spend all of alpha by
// their last, so with them a run is one reading at all of it.
func (v *verdictRun) critical(alpha float64) (float64, string) {
	if v.by.Exp.Statistics.Looks > 0 {
		return stats.NormalISF(alpha), "single"
	}
	return v.by.Critical(nil, alpha)
}

func (v *verdictRun) word() report.Verdict { return decide.Decide(v.facts).Verdict }

// keptFacts says what every shuffle has as the data have it.
func keptFacts(by *compare.Terms, f *sums.Result, rows report.Rows) []string {
	var out []string
	if len(by.Exp.Arms) > 1 {
		units, shares := "", []float64{}
		for i, n := range by.Names {
			if i > 0 {
				units += ", "
			}
			units += fmt.Sprintf("%s %d", n, by.Units[i])
			shares = append(shares, by.Shares[i])
		}
		out = append(out, fmt.Sprintf("Arms keep their sizes (%s): an uneven split is in every shuffle or in none "+
			"(chi-square p = %.2g).", units, stats.SplitTest(by.Units, shares).P.P))
	}
	if n := stats.Total(f.Crossing); n > 0 {
		out = append(out, fmt.Sprintf("Units seen in two arms are left out of every shuffle: %d.", n))
	}
	if n := rows.Read - rows.Used; n > 0 {
		out = append(out, counted.Sprintf("%d of %d rows are set aside in every shuffle, whichever arm they were of.",
			n,
			rows.Read))
	}
	return append(out, "Days without rows and values that are missing stay where they are: a check that fails by "+
		"them fails in every shuffle.")
}
