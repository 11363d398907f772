package method

import (
	"math"
	"uptake/analysis/report"
	"uptake/analysis/stats"
)

// leastTested is how many units each arm of a level needs to enter the test of
// whether levels differ: below, no degrees of freedom make up for what a few
// skewed values do.
const leastTested = 15

// unevenLevels is how many times the units of the other an arm may have, over all
// levels, for their own errors to weigh the levels. In a split of 95 to 5 with
// exponential values Welch and James alarmed in 8 of 100 studies without an
// effect, with shares of 10 % in 27; weights by size did in 4.
const unevenLevels = 2

// Level is an arm's effect in one level of a segment.
type Level struct {
	stats.LevelEffect
	Units [2]int64 // of control and of the arm
}

// Levels says whether an arm's effects differ between levels: by Welch and James, in a
// very uneven split by Brown and Forsythe.
func Levels(levels []Level) report.Heterogeneity {
	u := report.Undefined()
	out := report.Heterogeneity{Q: u, DF: u, Statistic: u, DF1: u, DF2: u, P: u, PAdjusted: u, I2: u, Tau: u,
		Cautions: []report.Caution{}}
	var effects, variances, df, sizes []float64
	var units [2]int64
	for _, l := range levels {
		if min(l.Units[0], l.Units[1]) < leastTested {
			continue
		}
		effects, variances, df, sizes = append(effects, l.Effect), append(variances, l.Variance), append(df, l.DF),
			append(sizes, l.Size)
		units[0] += l.Units[0]
		units[1] += l.Units[1]
	}
	out.Levels = len(effects)
	if n := len(levels) - len(effects); n > 0 {
		out.Cautions = append(out.Cautions, report.Cautionf("small_levels", "%d of %d levels have fewer than %d "+
			"units in an arm and are not in the test of whether levels differ.", n, len(levels), leastTested))
	}
	if len(effects) < 2 {
		return out
	}
	q := stats.Cochran(effects, variances)
	out.Q, out.DF, out.I2, out.Tau = report.Num(q.Q), report.Num(q.DF), report.Num(q.I2), report.Num(math.Sqrt(q.Tau2))
	t := stats.WelchJames(effects, variances, df)
	out.Method = "welch_james"
	if max(units[0], units[1]) > unevenLevels*min(units[0], units[1]) {
		t, out.Method = stats.BrownForsythe(effects, variances, df, sizes), "brown_forsythe"
	}
	out.Statistic, out.DF1, out.DF2, out.P = report.Num(t.F), report.Num(t.DF1), report.Num(t.DF2), report.Num(t.P.P)
	return out
}
