package health

import (
	"fmt"
	"math"

	"uptake/analysis/counted"
	"uptake/analysis/report"
	"uptake/analysis/spec"
	"uptake/analysis/stats"
)

// splitPrior is the concentration of the Dirichlet prior around the planned
// shares.
const splitPrior = 100

// srmSequential looks at the split after every day: p is the least 1/BF so far
// of the Dirichlet–multinomial Bayes factor against the planned shares
// (stats.SplitBayes), which holds however often it is read. It fails below half of
// Statistics.SRMAlpha; srm has the other half. It needs time. Arms with a planned share of 0 stay
// out.
//
// Source: Lindon & Malek (2022), Anytime-valid inference for multinomial count
// data, NeurIPS; k = 100 as in the authors' savvi.
func srmSequential(f *Facts) (report.Check, bool) {
	at := f.splitArms()
	if !f.Compare || !f.lookedDaily(at) {
		return report.Check{}, false
	}
	counts := make([]int64, len(at))
	most, day := math.Inf(-1), spec.NoDay
	for _, d := range f.Days {
		for k, i := range at {
			counts[k] += d.Arms[i]
		}
		if l := stats.SplitBayes(counts, f.shares(at), splitPrior); l > most {
			most, day = l, d.Day
		}
	}
	p := math.Min(1, math.Exp(-most))
	c := check("ok", "")
	c.P = report.Num(p)
	said := fmt.Sprintf("over %s the always-valid p %s", counted.Noun(len(f.Days), "day"), pText(p))
	if p < 1 {
		said += fmt.Sprintf(", reached on %s", day)
	}
	if limit := f.Exp.Statistics.SRMAlpha * splitShare; p < limit {
		c.Status = "fail"
		c.Detail = fmt.Sprintf("Looked at every day, the arms are not split as planned: %s, below %g. This p holds "+
			"for repeated looks.", said, limit)
	} else {
		c.Detail = fmt.Sprintf("Looked at every day, the arms are split as planned: %s. This p holds for repeated "+
			"looks.", said)
	}
	return c, true
}

// splitArms lists the arms with a planned share above 0, by place in Arms.
func (f *Facts) splitArms() []int {
	var at []int
	for i, a := range f.Arms {
		if a.Share > 0 {
			at = append(at, i)
		}
	}
	return at
}

func (f *Facts) shares(at []int) []float64 {
	var out []float64
	for _, i := range at {
		out = append(out, f.Arms[i].Share)
	}
	return out
}
