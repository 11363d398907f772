package health

import (
	"fmt"
	"math"
	"strings"

	"uptake/analysis/counted"
	"uptake/analysis/report"
	"uptake/analysis/stats"
)

// Values says which units of every arm have a value of a metric, where a unit can
// be without one.
type Values struct {
	Metric   string
	Deciding bool // a primary metric or a guardrail
	Has      []int64
	Missing  []int64
}

// missingByArm compares, metric by metric, the share of units without a value
// between the arms, adjusted by Holm over the metrics. Below Statistics.SRMAlpha
// having a value depends on the arm, so the units that have one are no longer those
// that were assigned: this metric is not compared. The check then fails where the
// metric is a primary one or a guardrail, for nothing can be decided without it, and
// warns otherwise; other metrics are compared as ever.
//
// The test is Pearson's chi-square of homogeneity, where fewer than 5 units are
// expected in a cell Fisher's exact test of every arm against all others, times the
// arms.
//
// Source: Fabijan et al. (2019), Diagnosing sample ratio mismatch, KDD, on data that
// one arm loses; Kohavi, Tang & Xu (2020), chapter 21.
func missingByArm(f *Facts) (report.Check, bool) {
	if !f.Compare || len(f.Values) == 0 {
		return report.Check{}, false
	}
	p := make([]float64, len(f.Values))
	none := true
	for i, v := range f.Values {
		p[i] = f.unlike(v)
		for _, n := range v.Missing {
			none = none && n == 0
		}
	}
	c := check("ok", "Every unit has a value of every metric.")
	if none {
		return c, true
	}
	least := math.Inf(1)
	var found []string
	for i, a := range stats.Holm(p) {
		v := f.Values[i]
		least = math.Min(least, a)
		if !(a < f.Exp.Statistics.SRMAlpha) {
			continue
		}
		var parts []string
		m := report.CheckMetric{Metric: v.Metric, P: report.Num(a), Withheld: true}
		for k, arm := range f.Arms {
			parts = append(parts, counted.Sprintf("%d of %d in %s", v.Missing[k], v.Has[k]+v.Missing[k], arm.Name))
			m.Arms = append(m.Arms, report.CheckArm{Arm: arm.Name, Observed: report.Num(v.Missing[k]),
				Expected: report.Undefined()})
		}
		lost := fmt.Sprintf("%s has no value for %s (p %s)", report.Spoken(v.Metric), strings.Join(parts, " and "),
			pText(a))
		m.Detail = "Having a value depends on the arm: " + lost + ". The units that have one are not those that were " +
			"assigned, so this metric is not compared."
		found = append(found, lost)
		c.Metrics = append(c.Metrics, m)
		if v.Deciding {
			c.Status = "fail"
		} else if c.Status == "ok" {
			c.Status = "warn"
		}
	}
	c.P = report.Num(least)
	c.Detail = fmt.Sprintf("Units without a value are as frequent in every arm: the least p over %s after Holm's "+
		"correction is %.2g.", counted.Noun(len(p), "metric"), least)
	if len(found) > 0 {
		c.Detail = fmt.Sprintf("Having a value depends on the arm, so what has one cannot be compared: %s.",
			list(found))
	}
	return c, true
}

// unlike is the p of one metric's missing values being as frequent in every arm
// that is planned to have units; undefined where there is nothing to compare.
func (f *Facts) unlike(v Values) float64 {
	var missing, has, all []int64
	for _, i := range f.splitArms() {
		if n := v.Missing[i] + v.Has[i]; n > 0 {
			missing, has, all = append(missing, v.Missing[i]), append(has, v.Has[i]), append(all, n)
		}
	}
	if len(all) < 2 {
		return math.NaN()
	}
	var lost, units int64
	for i, n := range all {
		lost, units = lost+missing[i], units+n
	}
	fewest := math.Inf(1)
	for _, n := range all {
		fewest = math.Min(fewest, float64(min(lost, units-lost))*float64(n)/float64(units))
	}
	if lost == 0 || fewest >= kindExpected {
		_, p := homogeneity(missing, has, all)
		return p
	}
	least := 1.0
	for i, n := range all {
		least = math.Min(least, stats.Fisher(units-n, lost-missing[i], n, missing[i]).P)
	}
	if len(all) > 2 {
		least = math.Min(1, least*float64(len(all)))
	}
	return least
}

var missingWords = Words{
	Meaning: "Whether a unit has a value depends on its arm, so those that have one are not the units that were " +
		"assigned. The metric is not compared.",
	Causes: []string{
		"the value is only logged for some, and the treatment changes for whom",
		"one arm's values were joined from a source that lacks units",
		"a missing value stands for none in one arm and for unknown in the other",
	},
	Todo: "Export a value for every assigned unit, 0 where nothing happened, or decide by a metric that every unit " +
		"has.",
}
