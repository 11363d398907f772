package ignore

import (
	"context"
	"fmt"
	"math"

	"uptake/analysis/report"
	"uptake/analysis/stats"
)

// driver is a number of suggestions as it goes into the models.
type driver struct {
	column string
	unit   string // what one more is
	value  func(v float64) float64
}

func doubled(v float64) float64 { return math.Log2(math.Max(v, 1)) }

func asIs(v float64) float64 { return v }

// driverList lists the drivers. Sizes are on a doubling scale, from 1.
var driverList = []driver{
	{"latency_ms", "doubling", doubled},
	{"length", "doubling", doubled},
	{"position", "one lower", asIs},
	{"group_size", "one more", asIs},
	{shownBefore, "yes", asIs},
	{earlierInSession, "doubling", func(v float64) float64 { return math.Log2(1 + v) }},
	{daysSinceExposure, "a week more", func(v float64) float64 { return v / 7 }},
	{"confidence", "0.1 more", func(v float64) float64 { return 10 * v }},
}

// value is the number of row i, NaN where it is missing.
func (c *column) value(i int) float64 {
	switch {
	case c.values != nil:
		return float64(c.values[i])
	case c.codes[i] == unknown:
		return math.NaN()
	}
	return float64(c.codes[i])
}

// drivers gives what goes with one more of every number: looked at alone, with all
// of them together, and within the same user. The first two are average marginal
// effects of logistic models with errors clustered by unit, the last a conditional
// logit at the overall rate. Rows that lack a number take its mean.
func drivers(ctx context.Context, f *Facts, out *report.Ignores) error {
	var list []driver
	var at []int
	for _, d := range driverList {
		if c := f.columnNamed(d.column); c >= 0 && f.spread(c) {
			list, at = append(list, d), append(at, c)
		}
	}
	if len(list) == 0 {
		return nil
	}
	mean := make([]float64, len(list))
	for k, d := range list {
		n, c := 0, &f.columns[at[k]]
		for i := range f.seen.state {
			if v := c.value(i); !math.IsNaN(v) {
				mean[k] += d.value(v)
				n++
			}
		}
		mean[k] /= float64(n)
	}
	all := f.design(-1, len(list), mostSlopes, func(_ *person, row int, to []float64) bool {
		for k, d := range list {
			if to[k] = d.value(f.columns[at[k]].value(row)); math.IsNaN(to[k]) {
				to[k] = mean[k]
			}
		}
		return true
	})
	var together stats.MarginalFit
	var same stats.ConditionalFit
	alone := make([]stats.MarginalFit, len(list))
	err := f.atOnce(ctx, 2+len(list), func(i int) {
		switch i {
		case 0:
			same = stats.ConditionalLogit(all.y, all.x, all.first)
		case 1:
			together = stats.LogisticMargins(all.y, all.x, all.first)
		default:
			alone[i-2] = stats.LogisticMargins(all.y, all.x[i-2:i-1], all.first)
		}
	})
	if err != nil {
		return err
	}
	rate := 0.0
	for _, y := range all.y {
		if y {
			rate++
		}
	}
	rate /= float64(len(all.y))
	z := stats.StudentISF(f.exp.Statistics.Alpha/2, float64(same.Strata-1))
	for k, d := range list {
		r := report.Driver{Attribute: d.column, Unit: d.unit, Seen: int64(len(all.y)), Within: report.NoInterval(""),
			Naive:   f.interval(alone[k].Effect[0], alone[k].EffectSE[0], float64(alone[k].Clusters-1), "margins"),
			Between: f.interval(together.Effect[k], together.EffectSE[k], float64(together.Clusters-1), "margins")}
		if b, se := same.Beta[k], same.SE[k]; se > 0 {
			r.Within = report.Interval{Value: report.Num(shifted(rate, b) - rate),
				Lo: report.Num(shifted(rate, b-z*se) - rate), Hi: report.Num(shifted(rate, b+z*se) - rate),
				Bounded: true, Method: "conditional_logit"}
			r.Agree = r.Within.Leaves0() && (r.Within.Value > 0) == (r.Between.Value > 0)
		}
		r.Sentence = driverSentence(f.of, r)
		out.Drivers = append(out.Drivers, r)
	}
	return nil
}

// spread reports whether a column holds more than one value.
func (f *Facts) spread(c int) bool {
	k, first := &f.columns[c], math.NaN()
	for i := range f.seen.state {
		switch v := k.value(i); {
		case math.IsNaN(v):
		case math.IsNaN(first):
			first = v
		case v != first:
			return true
		}
	}
	return false
}

// driverSentence says what a driver shows, and what the naive look would have said.
func driverSentence(of report.Studied, d report.Driver) string {
	what := inWord(d.Attribute)
	more := func(i report.Interval) string {
		if i.Value < 0 {
			return fmt.Sprintf("%.2f points less", -100*float64(i.Value))
		}
		return fmt.Sprintf("%.2f points more", 100*float64(i.Value))
	}
	switch {
	case !d.Within.Value.Defined():
		return fmt.Sprintf("Too few users have suggestions of both outcomes to compare them by %s.", what)
	case d.Agree:
		return fmt.Sprintf(of.Say("With %s (%s) the same user {ignores:%s}, all other numbers alike."), what, d.Unit,
			more(d.Within))
	case d.Naive.Leaves0() && !d.Within.Leaves0():
		return fmt.Sprintf(of.Say("A look at %s alone would say: %s {ignored} with %s. Within the same user, all "+
			"other numbers alike, that is gone: it is a difference between users or goes with another number, not an "+
			"effect of it."),
			what, more(d.Naive), d.Unit)
	case d.Within.Leaves0():
		return fmt.Sprintf(of.Say("Within the same user %s (%s) goes with %s {ignored}, between users it does not: "+
			"the two disagree, so nothing is claimed."), what, d.Unit, more(d.Within))
	}
	return fmt.Sprintf("With %s the same user does not clearly do otherwise.", what)
}
