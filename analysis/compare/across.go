package compare

import (
	"strings"

	"uptake/analysis"
	"uptake/analysis/report"
	"uptake/analysis/stats"
)

// Across tests whether a metric differs between any of the arms, where none is the
// control: a share by Pearson's chi-square, what else has a value and an error by Welch's
// analysis of variance. nil where a control is declared, or no arms are.
func (by *Terms) Across(e analysis.Entry, s []stats.Sample) *report.Across {
	if !by.Exp.ArmsAny {
		return nil
	}
	u := report.Undefined()
	a := &report.Across{Statistic: u, DF: u, DFError: u, P: u, Log10P: u, PAdjusted: u, Cautions: []report.Caution{}}
	say := func(c report.Caution) *report.Across { a.Cautions = append(a.Cautions, c); return a }
	if leave := by.Gates.Metric(e.Metric.Name); !leave.Given() {
		return say(leave.Why())
	}
	if e.Kind.Valued {
		return say(report.Cautionf("across_unavailable", "A quantile is not tested over several arms at once."))
	}
	var n, x []int64
	var values, errors, df []float64
	var without []string
	for i := range s {
		switch {
		case s[i].N == 0 || e.Rate && by.Shown[i] == 0:
			without = append(without, by.Names[i])
			continue
		case e.Rate && by.TooImmature(i):
			return say(by.ImmatureCaution(i))
		}
		n, x = append(n, s[i].N), append(x, s[i].Successes)
		values, errors, df = append(values, s[i].Value()), append(errors, s[i].SquaredError()),
			append(df, float64(s[i].N-1))
	}
	if len(without) > 0 {
		say(report.Cautionf("across_left_out", "Without a value, so not in the test over all arms: %s.",
			strings.Join(without, ", ")))
	}
	if len(n) < 2 {
		return say(report.Cautionf("across_undefined", "Fewer than two arms have a value, so nothing is tested."))
	}
	tail := stats.Tail{}
	if e.Kind.Binary {
		h := stats.HomogeneityTest(n, x)
		a.Method, a.Statistic, a.DF, tail = "chi_square", report.Num(h.Chi2), report.Num(h.DF), h.P
	} else {
		f := stats.WelchJames(values, errors, df)
		a.Method, a.Statistic, a.DF, a.DFError, tail = "welch_anova", report.Num(f.F), report.Num(f.DF1),
			report.Num(f.DF2), f.P
	}
	a.P, a.Log10P = report.Num(tail.P), report.Num(tail.Log10())
	if !a.P.Defined() {
		return say(report.Cautionf("across_undefined", "%s, so the arms cannot be tested against each other.",
			map[bool]string{true: "No unit, or every unit, has what is counted", false: "Units of an arm all have " +
				"one value"}[e.Kind.Binary]))
	}
	if least := expectedLeast(n, x); e.Kind.Binary && least < 5 {
		say(report.Cautionf("few_expected", "In an arm fewer than 5 units are expected with, or without, what is "+
			"counted (%.3g), so the p over all arms is approximate.", least))
	}
	return a
}

// expectedLeast is the least count expected in a cell were all shares one.
func expectedLeast(n, x []int64) float64 {
	p := float64(stats.Total(x)) / float64(stats.Total(n))
	least := 0.0
	for i, k := range n {
		if e := float64(k) * min(p, 1-p); i == 0 || e < least {
			least = e
		}
	}
	return least
}
