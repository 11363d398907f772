package aa

import (
	"math"
	"slices"

	"uptake/analysis/report"
	"uptake/analysis/stats"
)

// falseAlarm is what one comparison says in one run; NaN is no answer.
type falseAlarm struct {
	p, width, harm, valid float64 // harm is 1 for an alarm, 0 for none
	method                string
}

// noAlarm is a run without an answer.
func noAlarm() falseAlarm {
	return falseAlarm{p: math.NaN(), width: math.NaN(), harm: math.NaN(), valid: math.NaN()}
}

// falseAlarms counts the runs of one comparison.
func falseAlarms(m *report.AAMetric, runs []falseAlarm, alpha, guardAlpha float64) {
	m.Histogram = make([]int, 10)
	var p, width, harm, valid []float64
	for _, r := range runs {
		if !math.IsNaN(r.p) {
			p = append(p, r.p)
			m.Histogram[min(9, int(r.p*10))]++
			m.Method = r.method
		}
		for _, x := range []struct {
			v  float64
			to *[]float64
		}{{r.width, &width}, {r.harm, &harm}, {r.valid, &valid}} {
			if !math.IsNaN(x.v) {
				*x.to = append(*x.to, x.v)
			}
		}
	}
	m.Alarms = rateOf(below(p, alpha), len(p), alpha)
	if m.Role == "guardrail" {
		h := rateOf(len(harm)-below(harm, 0.5), len(harm), guardAlpha)
		m.Harm = &h
	}
	if len(valid) > 0 {
		v := rateOf(below(valid, alpha), len(valid), alpha)
		if v.Word == "too_few" { // it may be read every day, and pays for that here
			v.Word = "as_it_should_be"
		}
		m.Valid = &v
	}
	m.MedianWidth = report.Undefined()
	if len(width) > 0 {
		m.MedianWidth = report.Num(stats.Median(width))
	}
	if len(p) > 0 {
		m.Uniform = uniform(p, m.Histogram)
	}
}

func below(v []float64, limit float64) (n int) {
	for _, x := range v {
		if x < limit {
			n++
		}
	}
	return n
}

// rateOf is the rate of alarms: too many or too few when its exact 95 % interval
// leaves out what is meant.
func rateOf(alarms, runs int, expected float64) report.AARate {
	r := report.AARate{Runs: runs, Alarms: alarms, Rate: report.Undefined(), Lo: report.Undefined(),
		Hi: report.Undefined(), Expected: report.Num(expected), Word: "no_answer"}
	if runs == 0 {
		return r
	}
	lo, hi := stats.ClopperPearson(int64(runs), int64(alarms), 0.05)
	r.Rate, r.Lo, r.Hi, r.Word = report.Num(float64(alarms)/float64(runs)), report.Num(lo), report.Num(hi),
		"as_it_should_be"
	switch {
	case lo > expected:
		r.Word = "too_many"
	case hi < expected:
		r.Word = "too_few"
	}
	return r
}

// uniform is Pearson's chi-square of p's ten bins against even ones, 9 degrees of
// freedom, and how lumpy p is.
func uniform(p []float64, bins []int) *report.AAUniform {
	even := float64(len(p)) / float64(len(bins))
	x := 0.0
	for _, n := range bins {
		x += (float64(n) - even) * (float64(n) - even) / even
	}
	df := len(bins) - 1
	sf, _ := stats.ChiSquareSF(x, float64(df))
	u := &report.AAUniform{ChiSquare: report.Num(x), DF: df, P: report.Num(sf)}
	s := slices.Clone(p)
	slices.Sort(s)
	run, most := 0, 0
	for i := range s {
		if i == 0 || s[i] != s[i-1] {
			u.Distinct, run = u.Distinct+1, 0
		}
		run++
		most = max(most, run)
	}
	u.Commonest = report.Num(float64(most) / float64(len(s)))
	return u
}
