package health

import (
	"fmt"
	"math"

	"uptake/analysis/counted"
	"uptake/analysis/report"
	"uptake/analysis/stats"
)

// unlikely is the adjusted p below which a difference between arms that chance
// alone should make is taken for a fault.
const unlikely = 0.001

// Before holds what the units of every arm did before their first exposure, as
// far as it is known: a metric's covariate.
type Before struct {
	Metric  string
	Samples []stats.Sample // by arm
}

// imbalance compares every covariate of each arm with control by Welch's test
// (on the linearised ratio where the metric is one), adjusted by Holm over
// metrics and arms, and warns below 0.001 over all nights: what came before the exposure cannot
// be its effect. It does not apply without covariates.
func imbalance(f *Facts) (report.Check, bool) {
	control := -1
	for i, a := range f.Arms {
		if a.Control {
			control = i
		}
	}
	if !f.Compare || control < 0 {
		return report.Check{}, false
	}
	type pair struct {
		metric *Before
		arm    int
	}
	var pairs []pair
	var p []float64
	for m := range f.Before {
		for _, i := range f.splitArms() {
			s := f.Before[m].Samples
			if t := stats.WelchTest(s[control], s[i]); i != control && t.Defined() {
				pairs, p = append(pairs, pair{&f.Before[m], i}), append(p, t.TwoSided().P)
			}
		}
	}
	if len(pairs) == 0 {
		return report.Check{}, false
	}
	adjusted := stats.Holm(p)
	least := math.Inf(1)
	var found []string
	for k, a := range adjusted {
		least = math.Min(least, a)
		if a < f.atNight(unlikely) {
			m, s := pairs[k].metric, pairs[k].metric.Samples
			found = append(found, fmt.Sprintf("%s was %.4g in %s and %.4g in %s (p %s after Holm's correction)",
				report.Spoken(m.Metric),
				s[control].Value(), f.Arms[control].Name, s[pairs[k].arm].Value(), f.Arms[pairs[k].arm].Name, pText(a)))
		}
	}
	c := check("ok", "The arms were alike before their first exposure in %s: the least p after Holm's correction is "+
		"%.2g.", counted.Noun(len(pairs), "comparison"), least)
	c.P = report.Num(least)
	if len(found) > 0 {
		c.Status, c.Detail = "warn", fmt.Sprintf("The arms differed before the start: %s.", list(found))
	}
	return c, true
}

var imbalanceWords = Words{
	Meaning: "The arms differed before anybody was exposed. That cannot be an effect, and part of a later difference " +
		"may be the same gap.",
	Causes: []string{
		"units were not assigned at random",
		"one arm's earlier rows are missing from the export",
		"an earlier test on the same units still has an effect",
	},
	Todo: "Read the numbers adjusted for the time before exposure where there are (statistics: cuped), check the " +
		"assignment, and do not ship on the unadjusted ones.",
}
